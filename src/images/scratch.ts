import { execFile } from 'node:child_process';
import { chmod, lstat, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { identityOf, livenessOf, type ProcessIdentity } from '../host/process-identity.ts';
import { buildDir, environmentOf, type BuildPlace } from './build-place.ts';
import { endGroup } from './process-group.ts';

/** A directory that is gone, with all in it, when it is disposed of; or when the next build begins. */
export interface Scratch extends AsyncDisposable {
  readonly directory: string;
  /** Remembers who works in it, so that a later build can end what this process left running. */
  usedByGroup(leader: number): Promise<void>;
}

const PREFIX = 'tackle-build-';
/** Whose it is, and the leader of the process group that works in it. */
const OWNER = 'owner.json';
const GROUP = 'group.json';
/** What another machine or an earlier boot left is taken for abandoned after this long. */
const ABANDONED_MS = 24 * 60 * 60 * 1000;
/** Between `mkdtemp` and the owner's name being written. */
const UNNAMED_MS = 60_000;

/** Throws what the file system throws (`ENOSPC`, `EACCES` …). */
export async function makeScratch(where: BuildPlace): Promise<Scratch> {
  const parents = await scratchParents(where);
  for (const parent of parents) await sweep(parent);
  const [parent] = parents;
  const directory = await mkdtemp(join(parent, PREFIX));
  // Others have to get at what is below: apt as `_apt`, and an ordinary user's subordinate ids.
  await chmod(directory, 0o755);
  await writeFile(join(directory, OWNER), JSON.stringify(identityOf(process.pid)));
  return {
    directory,
    usedByGroup: (leader) => writeFile(join(directory, GROUP), JSON.stringify(identityOf(leader))),
    [Symbol.asyncDispose]: () => remove(directory),
  };
}

/**
 * Where to build, then where else a build may have left something. An ordinary user builds as
 * subordinate ids, which cannot pass through a closed home directory: then it is done in `TMPDIR`, or in
 * `/var/tmp`, which unlike `/tmp` is on a disk.
 */
async function scratchParents(where: BuildPlace): Promise<readonly [string, ...string[]]> {
  const own = await buildDir(where);
  if (process.geteuid?.() === 0) return [own];
  const elsewhere = environmentOf(where)['TMPDIR'] ?? '/var/tmp';
  return (await isOpenToAll(own)) ? [own, elsewhere] : [elsewhere, own];
}

/** Whether everybody may pass through the directory and all above it. */
async function isOpenToAll(directory: string): Promise<boolean> {
  const { mode } = await lstat(directory);
  if ((mode & 0o001) === 0) return false;
  return directory === '/' || (await isOpenToAll(dirname(directory)));
}

/** Removes what dead processes of this user left in `parent`. */
async function sweep(parent: string): Promise<void> {
  for (const name of await readdir(parent).catch(() => [])) {
    const directory = join(parent, name);
    if (!name.startsWith(PREFIX) || !(await isAbandoned(directory))) continue;
    const group = await readIdentity(join(directory, GROUP));
    if (group !== undefined && livenessOf(group) === 'alive') await endGroup(group.pid);
    await remove(directory).catch(() => undefined);
  }
}

async function isAbandoned(directory: string): Promise<boolean> {
  try {
    const { uid, mtimeMs } = await lstat(directory);
    if (uid !== process.geteuid?.()) return false;
    const age = Date.now() - mtimeMs;
    const owner = await readIdentity(join(directory, OWNER));
    if (owner === undefined) return age > UNNAMED_MS;
    const liveness = livenessOf(owner);
    return liveness === 'dead' || (liveness === 'elsewhere' && age > ABANDONED_MS);
  } catch {
    return false;
  }
}

async function readIdentity(file: string): Promise<ProcessIdentity | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as ProcessIdentity;
  } catch {
    return undefined;
  }
}

/**
 * Never crosses into another file system. What subordinate ids own can be removed only by them: inside
 * the namespace that mmdebstrap makes for it.
 */
async function remove(directory: string): Promise<void> {
  const run = promisify(execFile);
  if (process.geteuid?.() !== 0) {
    const emptied = ['find', directory, '-mount', '-mindepth', '2', '-delete'];
    await run('mmdebstrap', ['--unshare-helper', ...emptied], { cwd: '/' }).catch(() => undefined);
  }
  await run('rm', ['--recursive', '--force', '--one-file-system', '--', directory]);
}
