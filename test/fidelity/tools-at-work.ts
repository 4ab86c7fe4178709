import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { basename } from 'node:path';
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
export async function atRest(
  stage: Pick<Stage, 'project' | 'patience'>,
  program: string,
): Promise<void> {
  const rests = () => statesOf(stage, program).join() === 'S';
  await until(rests, { within: stage.patience, what: `a ${program} that waits` });
}

/**
 * Waits until a program that does not wait has had some time to itself. Node loses a Ctrl-C in the first moments of
 * what is typed at its prompt, one time in ten, natively.
 */
export async function atWork(stage: Stage, program: string): Promise<void> {
  // A launcher may be a Node, too.
  const ticks = () => Math.max(...statsOf(stage, program).map((one) => one.ticks));
  const works = () => ticks() > SOME_TICKS;
  await until(works, { within: stage.patience, what: `a ${program} that works` });
}

/** Of a hundredth of a second: more than it takes to start. */
const SOME_TICKS = 50;

/** Whether a program gets stopped. */
export async function isStopped(stage: Stage, program: string): Promise<boolean> {
  const stops = () => statesOf(stage, program).join() === 'T';
  return until(stops, { within: stage.patience / 2, what: 'a stop' }).then(
    () => true,
    () => false,
  );
}

function statesOf(stage: Pick<Stage, 'project'>, program: string): readonly string[] {
  return statsOf(stage, program).map(({ state }) => state);
}

/** Its processes, as proc(5) has them: their states, and the time they took in user mode. */
function statsOf(
  { project }: Pick<Stage, 'project'>,
  program: string,
): readonly { readonly state: string; readonly ticks: number }[] {
  const { dev, ino } = statSync(project);
  return readdirSync('/proc').flatMap((id) => {
    if (!/^\d+$/.test(id)) return [];
    try {
      const stat = readFileSync(`/proc/${id}/stat`, 'latin1');
      const [, name, state, rest] = /\((.*)\) (.) (.*)/s.exec(stat) ?? [];
      if (name !== program || state === undefined || rest === undefined) return [];
      if (basename(readlinkSync(`/proc/${id}/exe`)).startsWith('launch-')) return []; // A shim bears the tool's name.
      const cwd = statSync(`/proc/${id}/cwd`);
      return cwd.dev === dev && cwd.ino === ino
        ? [{ state, ticks: Number(rest.split(' ')[10]) }]
        : [];
    } catch {
      return []; // It has ended meanwhile, or is another user's.
    }
  });
}
