import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import type { After } from '../ask-http.ts';
import { endGroup } from '../process-group.ts';

export interface HelperRun {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly input: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly after: After;
}

interface Output {
  readonly stdout: string;
  readonly stderr: string;
}

export type HelperOutcome =
  | ({ readonly kind: 'ended'; readonly status: string } & Output)
  | ({ readonly kind: 'late' | 'interrupted' } & Output)
  | { readonly kind: 'not-started'; readonly why: string };

/** Long enough for somebody to type a passphrase into the window that a helper may open. */
export const PATIENCE_MS = 60_000;
/** In characters; what is printed beyond is dropped. */
const MAX_OUTPUT = 65_536;

/** Runs a program without a shell, in a process group of its own: when it is given up, all of it ends. */
export async function runHelper(run: HelperRun): Promise<HelperOutcome> {
  const { signal, after } = run;
  if (signal.aborted) return { kind: 'interrupted', stdout: '', stderr: '' };
  const child = spawn(run.program, run.arguments, {
    cwd: '/',
    env: run.env,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const { pid } = child;
  if (pid === undefined) {
    const [error] = (await once(child, 'error')) as [Error];
    return { kind: 'not-started', why: error.message };
  }
  // One that needs no input may be gone before it has come.
  child.stdin.on('error', () => undefined).end(run.input);
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  let early: 'late' | 'interrupted' | undefined;
  const giveUp = (why: typeof early) => {
    early ??= why;
    void endGroup(pid);
  };
  const interrupt = () => giveUp('interrupted');
  const forget = after(PATIENCE_MS, () => giveUp('late'));
  signal.addEventListener('abort', interrupt, { once: true });
  try {
    const status = await statusOf(child);
    const output = { stdout: stdout(), stderr: stderr() };
    return early === undefined ? { kind: 'ended', status, ...output } : { kind: early, ...output };
  } finally {
    forget();
    signal.removeEventListener('abort', interrupt);
  }
}

/** `0`, `status 1`, `SIGKILL`; once both of its outputs are closed. */
async function statusOf(child: ChildProcess): Promise<string> {
  const [code, killedBy] = (await once(child, 'close')) as [number | null, string | null];
  return code === 0 ? '0' : (killedBy ?? `status ${String(code)}`);
}

function collect(stream: Readable): () => string {
  let text = '';
  stream.setEncoding('utf8').on('data', (more: string) => {
    if (text.length < MAX_OUTPUT) text += more;
  });
  return () => text;
}
