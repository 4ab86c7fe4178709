import type { EngineName } from '../config/config.ts';
import type { EngineProblem } from '../engines/engine.ts';
import type { Survey, SurveyedEngine } from '../engines/survey.ts';
import type { Located } from '../kernel/place.ts';
import type { Page } from './listing.ts';
import { shortPath } from './short-path.ts';
import { table } from './table.ts';
import { visible } from './visible-text.ts';

/** What `tackle engines` tells; `--json` prints it as it is. */
export interface EnginesListing {
  readonly engines: readonly EngineRow[];
  readonly launch: LaunchChoice;
}

/** `used` is the usable one that a launch takes. */
type EngineRow =
  | (Omit<Extract<SurveyedEngine, { state: 'usable' }>, 'state'> & {
      readonly state: 'used' | 'usable';
    })
  | Exclude<SurveyedEngine, { state: 'usable' }>;

/** Which engine a launch takes here, and who says so; without an engine, why it takes none. */
interface LaunchChoice {
  readonly engine?: EngineName;
  /** `--engine`, `TACKLE_ENGINE` or the place in a config; absent when the order decides. */
  readonly saidBy?: string;
  readonly problem?: EngineProblem;
}

/** @param asked for by the command line, a variable or a config */
export function listEngines(
  { engines, launch }: Survey,
  asked: Located<EngineName> | undefined,
): EnginesListing {
  return {
    engines: engines.map((each) =>
      each.state === 'usable' && launch.ok && launch.value === each.engine
        ? { ...each, state: 'used' }
        : each,
    ),
    launch: {
      ...(asked && { saidBy: saidBy(asked) }),
      ...(launch.ok ? { engine: launch.value } : { problem: launch.error }),
    },
  };
}

function saidBy({ place }: Located<EngineName>): string {
  if (place.file === 'command line') return '--engine';
  return place.file.startsWith('/') ? `${place.file}:${place.line}` : place.file;
}

/** A line for each engine, then what a launch does, then what to do about those that are not usable. */
export function enginesText({ engines, launch }: EnginesListing, page: Page): string {
  const rows = table(
    engines.map((row) => [row.engine, row.state, about(row)]),
    page.columns,
  );
  const lines = [launchWords(engines, launch, page.cwd), ...hints(engines, launch)];
  return [rows, '\n', ...lines.map((line) => `${visible(line)}\n`)].join('');
}

function hints(engines: readonly EngineRow[], { problem }: LaunchChoice): readonly string[] {
  const known = engines.flatMap((row) =>
    row.state === 'unusable' && row.problem.hint !== undefined
      ? [{ name: ` for ${row.engine}`, hint: row.problem.hint }]
      : [],
  );
  const isTold = known.some(({ hint }) => hint === problem?.hint);
  const all =
    problem?.hint === undefined || isTold ? known : [...known, { name: '', hint: problem.hint }];
  return all.map(({ name, hint }) => `hint${name}: ${hint}`);
}

function about(row: EngineRow): string {
  switch (row.state) {
    case 'used':
    case 'usable':
      return `${row.version}, ${row.at}`;
    case 'unusable':
      return [row.problem.message, ...(row.problem.detail ?? [])].join(': ');
    case 'not there':
      return row.because;
  }
}

function launchWords(engines: readonly EngineRow[], launch: LaunchChoice, cwd: string): string {
  const { engine, saidBy: by } = launch;
  const why = by === undefined ? undefined : `as \`${shortPath(by, cwd)}\` says`;
  if (engine === undefined) {
    const reason = launch.problem?.message ?? '';
    return `a launch here fails${why === undefined ? '' : `, ${why}`}: ${reason}`;
  }
  const isUsed = engines.some((row) => row.engine === engine && row.state === 'used');
  const order = isUsed ? 'the first usable one' : 'the first that is found';
  return `a launch here takes \`${engine}\`, ${why ?? order}${isUsed ? '' : ', and fails'}`;
}
