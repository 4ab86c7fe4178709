import { readdirSync, readFileSync, statSync } from 'node:fs';
import { until } from '../rig/until.ts';
import type { Stage } from './stage.ts';

/*
 * The tools themselves, wherever they run: `/proc` shows the processes of containers too. They are known by their
 * working directory, which is the project on every path.
 */

/**
 * Waits until a program does nothing but wait. What it has shown says that it is there; a key that is a
 * signal may still come before it is ready to be interrupted, and is then lost natively too.
 */
export async function atRest(stage: Stage, program: string): Promise<void> {
  const rests = () => statesOf(stage, program).join() === 'S';
  await until(rests, { within: stage.patience, what: `a ${program} that waits` });
}

/** Whether a program gets stopped. */
export async function isStopped(stage: Stage, program: string): Promise<boolean> {
  const stops = () => statesOf(stage, program).join() === 'T';
  return until(stops, { within: stage.patience / 2, what: 'a stop' }).then(
    () => true,
    () => false,
  );
}

/** The states of its processes, as proc(5) has them. */
function statesOf({ project }: Stage, program: string): readonly string[] {
  const { dev, ino } = statSync(project);
  return readdirSync('/proc').flatMap((id) => {
    if (!/^\d+$/.test(id)) return [];
    try {
      const stat = readFileSync(`/proc/${id}/stat`, 'latin1');
      const [, name, state] = /\((.*)\) (.)/s.exec(stat) ?? [];
      if (name !== program || state === undefined) return [];
      const cwd = statSync(`/proc/${id}/cwd`);
      return cwd.dev === dev && cwd.ino === ino ? [state] : [];
    } catch {
      return []; // It has ended meanwhile, or is another user's.
    }
  });
}
