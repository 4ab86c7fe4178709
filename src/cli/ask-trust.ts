import prompts from 'prompts';
import type { Problem } from '../kernel/problem.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { Power } from '../trust/power.ts';
import { powersInLines } from '../trust/problems.ts';
import type { AnyProblem } from './any-problem.ts';
import type { Context } from './command.ts';
import { contextsOfAll, type ContextsNow } from './contexts.ts';
import { ourStderr } from './our-stderr.ts';
import type { WrittenConfig } from './read-surroundings.ts';
import { questionStream } from './question-stream.ts';
import { recordTrust } from './record-trust.ts';
import { stderrColumns } from './stderr-columns.ts';
import { hanging } from './table.ts';
import { powersHere, trustHere } from './trust-here.ts';
import { visible } from './visible-text.ts';

export type Answer = 'yes' | 'no' | 'interrupted';

/**
 * Asks whether the project may have what this very config asks for, and writes a yes down.
 * @param contexts what is known already of what Dockerfiles are built from
 * @param since why it is asked
 */
export async function askAndRecord(
  here: WrittenConfig,
  contexts: ContextsNow,
  env: Context['env'],
  since: Problem,
): Promise<Result<void, readonly AnyProblem[]> | 'no' | 'interrupted'> {
  const { project } = here.config;
  if (project === undefined) return ok(undefined);
  const all: ContextsNow = new Map([...(await contextsOfAll(here.config)), ...contexts]);
  const powers = powersHere(here);
  const trust = trustHere(project, here, env);
  const answer = await askTrust({ root: trust.root, powers, since }, env);
  if (answer !== 'yes') return answer;
  const recorded = await recordTrust(trust, powers, all, env);
  return recorded.ok ? recorded : err([recorded.error]);
}

interface Asked {
  readonly root: string;
  readonly powers: readonly Power[];
  /** What has changed since it was trusted, if it was. */
  readonly since: Problem | undefined;
}

const NOTHING = '- nothing beyond toolboxes of the catalogue and its own directory';

/** Whether there is somebody to ask. */
export function canAsk(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY;
}

/**
 * Asks on the terminal whether a project may have what it asks for, one by one. What the project has written is shown so
 * that a terminal obeys nothing in it.
 */
export async function askTrust(
  { root, powers, since }: Asked,
  env: NodeJS.ProcessEnv,
): Promise<Answer> {
  const lines = [
    ...(since === undefined ? [] : whyAsked(since)),
    `tackle: the project ${root} asks for`,
    ...(powers.length === 0 ? [NOTHING] : powersInLines(powers)).map((line) => `  ${line}`),
  ];
  const shown = lines.flatMap((line) => brokenAt(stderrColumns(), line));
  ourStderr().write(shown.map((line) => `${line}\n`).join(''));
  const last = { isInterrupted: false };
  const answers: { readonly trust?: boolean } = await prompts({
    type: 'confirm',
    name: 'trust',
    message: 'Trust it with that?',
    initial: false,
    stdout: questionStream(env),
    onState: ({ aborted }: { readonly aborted?: boolean }) => {
      last.isInterrupted = aborted === true;
    },
  });
  if (last.isInterrupted) return 'interrupted';
  return answers.trust === true ? 'yes' : 'no';
}

/** What it asks for is told anyway. */
function whyAsked({ code, message, detail = [] }: Problem): readonly string[] {
  if (code === 'trust/not-trusted') return [];
  return [`tackle: ${message}`, ...detail.map((line) => `  ${line}`)];
}

/** Between words, so that an item's later lines stand below its first word. */
function brokenAt(columns: number, line: string): readonly string[] {
  const [start = ''] = /^ *(?:(?:new |gone )?- )?/.exec(line) ?? [];
  return hanging(start, visible(line.slice(start.length)), columns);
}
