import { randomUUID } from 'node:crypto';
import { chmodSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { stat, utimes } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { AbsolutePath } from '../kernel/brand.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { identityOf, livenessOf } from './process-identity.ts';

/** A lock that is held; disposing gives it up. A process that dies gives it up by dying. */
export type BuildLock = AsyncDisposable;

/** What a lock file says: who holds it, and a word that no other lock file ever holds. */
interface Holder extends ProcessIdentity {
  readonly word: string;
}

export interface LockOptions {
  readonly signal: AbortSignal;
  /** Called once, when somebody else holds the lock. */
  readonly onWait?: (holder: ProcessIdentity) => void;
}

const POLL_MS = 100;
/** A holder that this process cannot see (another container, another machine) shows life so often … */
const HEARTBEAT_MS = 15_000;
/** … and is taken for dead after this long without. */
const SILENCE_MS = 60_000;

/**
 * Takes the lock at `path`, whose directory exists, as soon as no living process holds it.
 *
 * A lock file appears whole or not at all (`link(2)` of a written file), so there is never an empty
 * one to guess about. A dead holder's file is replaced, never removed first, by the one process that
 * holds the succession to it: a lock of its own, named after the dead holder's word. Whoever waits
 * for that succession finds another word in the file when it is their turn.
 *
 * Throws the signal's reason when it aborts, and what the file system throws (`EACCES`, `ENOSPC` …).
 */
export async function takeBuildLock(path: AbsolutePath, options: LockOptions): Promise<BuildLock> {
  const mine: Holder = { ...identityOf(process.pid), word: randomUUID() };
  const written = `${path}.${mine.word}`;
  writeFileSync(written, JSON.stringify(mine), { flag: 'wx' });
  // Whoever waits has to read it, whatever the umask of the moment.
  chmodSync(written, 0o644);
  try {
    await becomeHolder(path, written, options);
  } finally {
    rmSync(written, { force: true });
  }
  const heartbeat = setInterval(() => void touch(path), HEARTBEAT_MS).unref();
  return {
    [Symbol.asyncDispose]() {
      clearInterval(heartbeat);
      // Another machine may have taken a silent holder for dead: what is not ours stays.
      if (readHolder(path)?.word === mine.word) rmSync(path, { force: true });
      return Promise.resolve();
    },
  };
}

async function becomeHolder(path: string, written: string, options: LockOptions): Promise<void> {
  let told = false;
  while (!claimed(path, written)) {
    options.signal.throwIfAborted();
    const holder = readHolder(path);
    if (holder === undefined) {
      // Given up just now; or a link that leads nowhere, which stays.
      await wait(0, undefined, { signal: options.signal });
      continue;
    }
    if (await isGone(path, holder)) {
      if (await succeed(path, written, holder, options)) return;
      continue;
    }
    if (!told) options.onWait?.(holder);
    told = true;
    await wait(POLL_MS, undefined, { signal: options.signal });
  }
}

/** Succeeds for one process only, however many try: `link` never replaces. */
function claimed(path: string, written: string): boolean {
  try {
    linkSync(written, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function succeed(
  path: string,
  written: string,
  dead: Holder,
  { signal }: LockOptions,
): Promise<boolean> {
  const succession = `${path}.after-${dead.word}` as AbsolutePath;
  await using _succession = await takeBuildLock(succession, { signal });
  if (readHolder(path)?.word !== dead.word) return false;
  renameSync(written, path);
  return true;
}

function readHolder(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function isGone(path: string, holder: Holder): Promise<boolean> {
  switch (livenessOf(holder)) {
    case 'alive':
      return false;
    case 'dead':
      return true;
    case 'elsewhere':
      return await isSilent(path);
  }
}

async function isSilent(path: string): Promise<boolean> {
  try {
    return Date.now() - (await stat(path)).mtimeMs > SILENCE_MS;
  } catch {
    return false;
  }
}

async function touch(path: string): Promise<void> {
  const now = new Date();
  await utimes(path, now, now).catch(() => undefined);
}
