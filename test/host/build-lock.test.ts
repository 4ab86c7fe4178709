import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeBuildLock } from '../../src/host/build-lock.ts';
import { identityOf } from '../../src/host/process-identity.ts';
import type { AbsolutePath } from '../../src/kernel/brand.ts';

let directory: string;
let path: AbsolutePath;
const never = new AbortController().signal;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tackle-lock-'));
  path = join(directory, 'one.lock') as AbsolutePath;
});

afterEach(async () => {
  await rm(directory, { recursive: true });
});

/** A lock file as a process that is no more left it. */
async function leaveLock(more: { started?: number; world?: string }): Promise<void> {
  await writeFile(
    path,
    JSON.stringify({ ...identityOf(process.pid), word: 'of-the-dead', ...more }),
  );
}

describe('a build lock', () => {
  it('is one file while it is held, and nothing after', async () => {
    {
      await using _lock = await takeBuildLock(path, { signal: never });
      expect(await readdir(directory)).toEqual(['one.lock']);
      expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ pid: process.pid });
    }
    expect(await readdir(directory)).toEqual([]);
  });

  it('can be read by whoever waits, whatever the umask of its holder', async () => {
    const before = process.umask(0o777);
    try {
      await using _lock = await takeBuildLock(path, { signal: never });
      expect((await stat(path)).mode & 0o777).toBe(0o644);
    } finally {
      process.umask(before);
    }
  });

  it('makes the next one wait, and tells them for whom', async () => {
    const first = await takeBuildLock(path, { signal: never });
    let second: Promise<AsyncDisposable>;
    const holder = await new Promise<number>((resolve) => {
      second = takeBuildLock(path, { signal: never, onWait: ({ pid }) => resolve(pid) });
    });
    expect(holder).toBe(process.pid);
    await first[Symbol.asyncDispose]();
    await (await second!)[Symbol.asyncDispose]();
    expect(await readdir(directory)).toEqual([]);
  });

  it('stops waiting when the signal aborts, and leaves nothing of the waiter', async () => {
    await using _lock = await takeBuildLock(path, { signal: never });
    const gaveUp = new AbortController();
    const waiting = takeBuildLock(path, {
      signal: gaveUp.signal,
      onWait: () => gaveUp.abort(),
    });
    await expect(waiting).rejects.toThrow('aborted');
    expect(await readdir(directory)).toEqual(['one.lock']);
  });

  it('passes from a dead process, even if its pid is in use again', async () => {
    await leaveLock({ started: 1 });
    await using _lock = await takeBuildLock(path, { signal: never });
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ ...identityOf(process.pid) });
    expect(await readdir(directory)).toEqual(['one.lock']);
  });

  it('passes from a holder on another machine once that has been silent for a minute', async () => {
    await leaveLock({ world: 'another machine' });
    const gaveUp = new AbortController();
    const waiting = takeBuildLock(path, { signal: gaveUp.signal, onWait: () => gaveUp.abort() });
    await expect(waiting).rejects.toThrow('aborted');

    const longAgo = Date.now() / 1000 - 61;
    await utimes(path, longAgo, longAgo);
    await using _lock = await takeBuildLock(path, { signal: never });
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ ...identityOf(process.pid) });
  });

  it('is not given up by a holder from whom it was taken', async () => {
    const taken = await takeBuildLock(path, { signal: never });
    await leaveLock({});
    await taken[Symbol.asyncDispose]();
    expect(await readFile(path, 'utf8')).toContain('of-the-dead');
  });
});

/**
 * Takes the lock again and again; while it has it, nobody else may. Some of the processes die with
 * the lock in their hands.
 */
const CONTENDER = `
import { openSync, closeSync, rmSync, appendFileSync } from 'node:fs';
import { takeBuildLock } from '${join(import.meta.dirname, '../../src/host/build-lock.ts')}';
const [path, inside, log, rounds, dies] = process.argv.slice(2);
for (let round = 0; round < Number(rounds); round++) {
  const lock = await takeBuildLock(path, { signal: new AbortController().signal });
  try {
    closeSync(openSync(inside, 'wx'));
  } catch {
    appendFileSync(log, 'two at once\\n');
    process.exit(1);
  }
  await new Promise(setImmediate);
  appendFileSync(log, 'in\\n');
  rmSync(inside);
  if (dies === 'yes' && round === Number(rounds) - 1) process.kill(process.pid, 'SIGKILL');
  await lock[Symbol.asyncDispose]();
}
`;

it('is held by one of many processes at a time, some of which die holding it', async () => {
  const script = join(directory, 'contender.mjs');
  await build({
    stdin: { contents: CONTENDER, loader: 'ts', resolveDir: directory },
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    outfile: script,
  });
  const log = join(directory, 'log');
  const processes = Array.from({ length: 8 }, (_, index) =>
    promisify(execFile)(process.execPath, [
      script,
      path,
      join(directory, 'inside'),
      log,
      '10',
      index % 2 === 0 ? 'yes' : 'no',
    ]).then(
      () => 'ended',
      (error: unknown) => (error as { signal?: string }).signal ?? 'failed',
    ),
  );
  const endings = await Promise.all(processes);
  expect(endings.filter((ending) => ending === 'ended')).toHaveLength(4);
  expect(endings.filter((ending) => ending === 'SIGKILL')).toHaveLength(4);
  expect((await readFile(log, 'utf8')).split('\n').filter((line) => line === 'in')).toHaveLength(
    80,
  );
}, 60_000);
