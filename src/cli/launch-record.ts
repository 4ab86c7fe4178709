import type { ChosenEngine } from '../engines/discover.ts';
import { titleOf } from '../engines/title-of.ts';
import { digestOf, isLocked } from '../lock/exactness.ts';
import type { Pin } from '../lock/pin.ts';
import type { ImageCame, LaunchEnd, LaunchMade, Times } from './launch-account.ts';

/**
 * One line of the log that `TACKLE_LOG` names (`docs/logs.md`). Neither arguments nor values of variables are ever in it:
 * they may be secrets.
 */
export interface LaunchRecord {
  readonly time: string;
  /** The command, or the toolbox of `tackle x`. */
  readonly command: string;
  readonly cwd: string;
  readonly project?: string;
  readonly toolbox?: string;
  readonly engine?: string;
  readonly at?: string;
  readonly image?: string;
  readonly digest?: string;
  readonly locked?: boolean;
  readonly came?: ImageCame;
  /** `node`: by this process. Shims have ways of their own. */
  readonly way: 'node';
  /** Whole milliseconds. */
  readonly ms: Readonly<Record<string, number>>;
  readonly end: LaunchEnd;
}

interface Known {
  readonly at: Date;
  readonly word: string;
  readonly cwd: string;
  readonly made?: LaunchMade;
  readonly engine?: ChosenEngine;
  readonly came: ImageCame;
  readonly times: Times;
  readonly end: LaunchEnd;
}

export function recordOf({ at, word, cwd, made, engine, came, times, end }: Known): LaunchRecord {
  const project = made?.config.project;
  return {
    time: at.toISOString(),
    command: word,
    cwd,
    ...(project && { project: project.root }),
    ...(made && { toolbox: made.plan.toolbox }),
    ...(engine && { engine: engine.engine, at: engine.finding.at }),
    ...(made && imageOf(made.plan.image, came)),
    way: 'node',
    ms: Object.fromEntries(Object.entries(times).map(([name, ms]) => [name, Math.round(ms)])),
    end,
  };
}

function imageOf(pin: Pin, came: ImageCame): Partial<LaunchRecord> {
  return { image: titleOf(pin), digest: digestOf(pin), locked: isLocked(pin), came };
}
