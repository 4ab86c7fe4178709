import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Terminal } from '../rig/pty.ts';
import { until } from '../rig/until.ts';
import type { Stage } from './stage.ts';

/*
 * A conversation with an interactive shell of `Stage.shell`. Lines end in a line feed: that is Enter in a terminal
 * that a tool has left raw, too. Every prompt is read exactly once, in its turn: a shell may say what became
 * of a job after its prompt, so that the prompt is not the last that it shows.
 */

export const SHELLS = ['bash', 'zsh'] as const;

/** Reads up to the next prompt, and gives what is shown before it. */
export async function prompt(shell: Terminal): Promise<string> {
  const [, shown = ''] = await shell.expect(/([^]*?)sh> /);
  return shown;
}

let asked = 0;

/** Types a line at the prompt, reads up to the next one, and gives what is shown in between. */
export async function ask(shell: Terminal, line: string): Promise<string> {
  const number = ++asked;
  // As it is typed it does not look like what it says.
  const mark = `${line.endsWith('&') ? '' : ';'} echo "=$((${number}))="`;
  shell.send(`${line}${mark}\n`);
  const [, shown = ''] = await shell.expect(new RegExp(`([^]*)=${number}=\\n[^]*?sh> `));
  const typed = shown.lastIndexOf(`${mark}\n`);
  return typed < 0 ? shown : shown.slice(typed + mark.length + 1);
}

/** The modes of the shell's terminal, size and control characters included, as the words of `stty -a`. */
export async function modes(stage: Stage, shell: Terminal): Promise<readonly string[]> {
  await ask(shell, 'stty -a > modes');
  const text = readFileSync(join(stage.project, 'modes'), 'utf8');
  return text.split(/; ?|\n/).flatMap((part) => (part.includes('=') ? [part] : part.split(' ')));
}

/** What has changed: nothing, when a tool has left the terminal as it found it. */
export function changes(before: readonly string[], after: readonly string[]): readonly string[] {
  return after.filter((word) => !before.includes(word));
}

/** Types `fg`, and waits until the shell has said which job goes on. */
export async function goOn(shell: Terminal, job = ''): Promise<void> {
  shell.send(`fg ${job}\n`);
  await shell.expect(/(?:^|\n).*tool .*\n/);
}

/**
 * Waits until the shell has put a job in front of itself, and that has become its program: what is still a copy of the
 * shell takes a Ctrl-C as the shell does, which goes on.
 */
export async function jobInFront(stage: Stage, shell: Terminal): Promise<void> {
  const isBehind = () => {
    const group = foregroundGroup(shell.pid);
    return group !== shell.pid && nameOf(group) !== nameOf(shell.pid);
  };
  await until(isBehind, { within: stage.patience, what: 'a job in front of the shell' });
}

/** The job that the shell has started last: its process, which is the launcher where there is one. */
export function lastJob(shell: Terminal): number {
  const children = readFileSync(`/proc/${shell.pid}/task/${shell.pid}/children`, 'utf8');
  return Number(children.trim().split(' ').at(-1));
}

/**
 * Types a line, and gives all that is shown until the shell has no jobs any more. Each look is behind a child of its own:
 * bash, which has sent a stopped job TERM and CONT, may overlook the job's end, until another child ends.
 */
export async function untilNoJobs(stage: Stage, shell: Terminal, line: string): Promise<string> {
  const from = shell.text.length;
  await ask(shell, line);
  const areNone = async () => (await ask(shell, '/bin/true; jobs')) === '';
  await until(areNone, { within: stage.patience, what: 'a shell without jobs' });
  return shell.text.slice(from);
}

/** Types a line, and gives the job that the shell has stopped behind it, as `jobs -l` shows it. */
export async function untilStopped(stage: Stage, shell: Terminal, line: string): Promise<string> {
  await ask(shell, line);
  let jobs: string | undefined;
  const isStopped = async () => {
    jobs = /.*tty .*put.*/.exec(await ask(shell, 'jobs -l'))?.[0];
    return jobs !== undefined;
  };
  await until(isStopped, { within: stage.patience, what: 'a job that is stopped' });
  return withoutIds(jobs ?? '');
}

/** Without the blanks before them either: a short one has more. */
function withoutIds(jobs: string): string {
  return jobs.replaceAll(/(?<=\[\d+\] *[+-]) *\d+ +/g, ' ');
}

/** Nothing when it has ended. */
function nameOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'latin1');
  } catch {
    return undefined;
  }
}

/** `tpgid` of proc(5). */
function foregroundGroup(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[5]);
}
