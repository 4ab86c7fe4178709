import { randomUUID } from 'node:crypto';
import { chmod, link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
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
  await writeFile(written, JSON.stringify(mine), { flag: 'wx' });
  // Whoever waits has to read it, whatever the umask of the moment.
  await chmod(written, 0o644);
  try {
    await becomeHolder(path, written, options);
  } finally {
    await rm(written, { force: true });
  }
  const heartbeat = setInterval(() => void touch(path), HEARTBEAT_MS).unref();
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(heartbeat);
      // Another machine may have taken a silent holder for dead: what is not ours stays.
      if ((await readHolder(path))?.word === mine.word) await rm(path, { force: true });
    },
  };
}

async function becomeHolder(path: string, written: string, options: LockOptions): Promise<void> {
  let told = false;
  while (!(await claimed(path, written))) {
    options.signal.throwIfAborted();
    const holder = await readHolder(path);
    if (holder === undefined) continue;
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
async function claimed(path: string, written: string): Promise<boolean> {
  try {
    await link(written, path);
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
  if ((await readHolder(path))?.word !== dead.word) return false;
  await rename(written, path);
  return true;
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder;
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
