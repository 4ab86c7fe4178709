import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import type { LaunchPlan } from '../../plan/launch-plan.ts';
import { CountedOutput } from '../counted-output.ts';
import type { Running } from '../engine.ts';
import type { InitLink } from '../init-link.ts';
import { runningTool, type Carrier, type CarrierEnd } from '../running.ts';

/**
 * Where init looks for the descriptors that are the tool's own: bubblewrap itself closes what it has from 3 on, so that
 * whoever reads or writes outside feels what the tool does.
 */
const OWN = [0, 1, 2] as const;

/** Characters. */
const MOST_WORDS = 2000;

/** Runs init in a sandbox, with an argument list for bubblewrap, which kills it when this process dies. */
export async function launchSandbox(
  program: string,
  args: readonly string[],
  plan: LaunchPlan,
  link: InitLink,
  isOwn: boolean,
): Promise<Running> {
  const { stdin, stdout, stderr } = plan.stdio;
  const kind = (stdio: string): 'pipe' | 'ignore' =>
    stdio === 'stream' && !isOwn ? 'pipe' : 'ignore';
  const sandbox = spawn(program, args, {
    stdio: isOwn ? ['ignore', 'ignore', 'pipe', ...OWN] : [kind(stdin), kind(stdout), kind(stderr)],
    // A session of its own: what a key sends to the caller's group must not end it.
    detached: true,
    env: {},
    cwd: '/',
  });
  const carrier: Carrier = {
    ...(sandbox.stdin && { stdin: sandbox.stdin }),
    ...(sandbox.stdout && { stdout: output(sandbox.stdout) }),
    ...(sandbox.stderr && !isOwn && { stderr: output(sandbox.stderr) }),
    died: endOf(sandbox, isOwn ? wordsOf(sandbox.stderr) : () => ''),
    remove: async () => {
      if (sandbox.pid === undefined || isOver(sandbox)) return;
      const ended = once(sandbox, 'exit');
      sandbox.kill('SIGKILL');
      await ended;
    },
  };
  return runningTool(plan, carrier, link);
}

function isOver({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

/** What bubblewrap and init have to say themselves, where the tool has streams of its own; the first of it. */
function wordsOf(from: Readable | null): () => string {
  let words = '';
  from?.setEncoding('utf8').on('data', (more: string) => {
    words = (words + more).slice(0, MOST_WORDS);
  });
  return () => words.trim();
}

/** After what init has said on its link: it was sent before. */
function endOf(sandbox: ChildProcess, words: () => string): Promise<CarrierEnd> {
  return new Promise((settle) => {
    sandbox.on('error', ({ message }) => settle({ kind: 'unknown', words: message }));
    sandbox.on('close', (status, signal) => {
      const end = status === null ? `its sandbox was ended by ${signal}` : words();
      setImmediate(() =>
        settle(
          end === '' ? { kind: 'exit', status: status ?? 0 } : { kind: 'unknown', words: end },
        ),
      );
    });
  });
}

function output(from: Readable): CountedOutput {
  const bytes = new CountedOutput();
  from.on('error', () => bytes.end());
  bytes.on('close', () => from.destroy());
  return from.pipe(bytes);
}
