import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { findProgram } from '../host/find-program.ts';
import type { Context, Outcome } from './command.ts';
import { done } from './command.ts';

/** What a shell ends with where the pager cannot be executed, or is not there. */
const NOT_RUN: readonly unknown[] = [126, 127];

/** What keys of the terminal send to the pager as well, which knows what to do. */
const THE_PAGERS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT'];
const ENDING: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGHUP'];

/**
 * Shows a text in the pager that `TACKLE_PAGER` names, else `PAGER`, else in `less`, in the way git does: it ends by itself where
 * all fits, and leaves what it showed on the screen. Nothing where there is none, or none is wanted (`cat`, or an empty name).
 */
export async function page(text: string, env: Context['env']): Promise<Outcome | undefined> {
  const argv = pagerOf(env);
  if (argv === undefined) return undefined;
  const [program, ...args] = argv;
  const pager = spawn(program, args, {
    stdio: ['pipe', 'inherit', 'inherit'],
    env: { LESS: 'FRX', LV: '-c', ...env },
  });
  let caught: NodeJS.Signals | undefined;
  const leave = () => undefined;
  const end = (signal: NodeJS.Signals) => {
    caught = signal;
    pager.kill(signal);
  };
  for (const signal of THE_PAGERS) process.on(signal, leave);
  for (const signal of ENDING) process.on(signal, end);
  try {
    // Whoever has read enough leaves the rest.
    pager.stdin.on('error', leave).end(text);
    const ended = await once(pager, 'close').catch(() => NOT_RUN);
    if (caught !== undefined) return { kind: 'signaled', signal: caught };
    return NOT_RUN.includes(ended[0]) ? undefined : done;
  } finally {
    for (const signal of THE_PAGERS) process.off(signal, leave);
    for (const signal of ENDING) process.off(signal, end);
  }
}

/** One that is a program's name alone is no shim of ours: that would be the project's, and not the caller's. */
function pagerOf(env: Context['env']): readonly [string, ...string[]] | undefined {
  const pager = env['TACKLE_PAGER'] ?? env['PAGER'] ?? 'less';
  if (['', 'cat'].includes(pager.trim())) return undefined;
  if (!/^[\w.+-]+$/.test(pager)) return ['/bin/sh', '-c', pager];
  const program = findProgram(pager, env);
  return program === undefined ? undefined : [program];
}
