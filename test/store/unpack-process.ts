import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { bundledProgram } from '../bundle-program.ts';

/** `fixtures/unpack-program.ts`, bundled into a directory. */
export function unpackProgram(directory: string): Promise<string> {
  return bundledProgram(join(import.meta.dirname, 'fixtures/unpack-program.ts'), directory);
}

/** A process that is about to unpack a layer. */
export interface UnpackProcess {
  readonly pid: number;
  /** Kept once the process is ready; it waits for `go`. */
  readonly ready: Promise<void>;
  readonly go: () => void;
  /** What it said last, or the signal that ended it. */
  readonly outcome: Promise<string>;
}

/** @param before words in front of `node`, such as `prlimit` and its options */
export function startUnpacking(
  program: string,
  words: readonly string[],
  before: readonly string[] = [],
): UnpackProcess {
  const [command = '', ...rest] = [...before, process.execPath, program, ...words];
  const child = spawn(command, rest, { stdio: ['pipe', 'pipe', 'inherit'] });
  const said: string[] = [];
  const lines = createInterface({ input: child.stdout });
  const ready = once(lines, 'line').then(() => undefined);
  lines.on('line', (line) => said.push(line));
  const outcome = once(child, 'close').then(
    ([, signal]) => (signal as string | null) ?? said.at(-1) ?? '',
  );
  return { pid: child.pid ?? 0, ready, go: () => child.stdin.end('go\n'), outcome };
}
