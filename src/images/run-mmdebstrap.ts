import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Digest } from '../kernel/brand.ts';
import { dropDevices } from './drop-devices.ts';
import { endGroup } from './process-group.ts';
import type { Scratch } from './scratch.ts';

export interface MmdebstrapRun {
  readonly arguments: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly scratch: Scratch;
  readonly signal: AbortSignal;
  /** Called with every line it prints, as it comes; `forget` keeps it out of a failure's output. */
  readonly onLine: (line: string) => 'keep' | 'forget';
}

export type MmdebstrapOutcome =
  | { readonly kind: 'made'; readonly tar: WrittenTar }
  | { readonly kind: 'failed'; readonly output: readonly string[] }
  | { readonly kind: 'not-written'; readonly error: unknown }
  | { readonly kind: 'interrupted' };

export interface WrittenTar {
  readonly file: string;
  readonly digest: Digest;
  readonly bytes: number;
}

/** How many lines are kept for the explanation of a failure. */
const KEPT = 400;

/**
 * Runs mmdebstrap in a process group of its own and writes what it makes into the scratch directory.
 * Whatever the outcome, no process of it is left.
 */
export async function runMmdebstrap(run: MmdebstrapRun): Promise<MmdebstrapOutcome> {
  const { execa } = await import('execa');
  const builder = execa('mmdebstrap', run.arguments, {
    cwd: '/',
    env: run.env,
    extendEnv: false,
    detached: true,
    stdin: 'ignore',
    buffer: false,
    reject: false,
  });
  const { pid } = builder;
  if (pid === undefined) return { kind: 'failed', output: [(await builder).message ?? ''] };
  const end = () => void endGroup(pid);
  run.signal.addEventListener('abort', end, { once: true });
  try {
    if (run.signal.aborted) end();
    const output = collectLines(builder.stderr, run.onLine);
    const file = join(run.scratch.directory, 'rootfs.tar');
    const written = run.scratch.usedByGroup(pid).then(() => writeTar(builder.stdout, file));
    const failedToWrite = await written.then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
    if (failedToWrite !== undefined) end();
    const { exitCode } = await builder;
    if (run.signal.aborted) return { kind: 'interrupted' };
    if (failedToWrite !== undefined) return { kind: 'not-written', ...failedToWrite };
    if (exitCode !== 0) return { kind: 'failed', output: await output };
    return { kind: 'made', tar: await written };
  } finally {
    run.signal.removeEventListener('abort', end);
    await endGroup(pid);
  }
}

async function collectLines(
  stream: Readable,
  onLine: MmdebstrapRun['onLine'],
): Promise<readonly string[]> {
  const kept: string[] = [];
  for await (const line of createInterface({ input: stream })) {
    if (onLine(line) === 'forget') continue;
    kept.push(line);
    if (kept.length > KEPT) kept.shift();
  }
  return kept;
}

async function writeTar(from: Readable, file: string): Promise<WrittenTar> {
  const hash = createHash('sha256');
  let bytes = 0;
  const measured = new PassThrough();
  measured.on('data', (chunk: Buffer) => {
    hash.update(chunk);
    bytes += chunk.length;
  });
  await pipeline(from, dropDevices(), measured, createWriteStream(file, { flags: 'wx' }));
  return { file, digest: `sha256:${hash.digest('hex')}` as Digest, bytes };
}
