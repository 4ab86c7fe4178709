import { projectsDirectory } from '../host/directories.ts';
import { platformHere } from '../host/platform.ts';
import { preparedFiles } from '../host/prepared-files.ts';
import { projectDirectories } from '../host/project-directories.ts';
import { realPathOf } from '../host/real-path.ts';
import { ledgerFiles, readLedgerFile } from '../host/trust-ledger.ts';
import { storedNames } from '../engines/embedded/image-name.ts';
import type { AbsolutePath, Digest } from '../kernel/brand.ts';
import { pinsOf } from '../lock/locked-pin.ts';
import { projectOfPrepared } from '../prepared/project-of-prepared.ts';
import { parseRecords } from '../trust/records.ts';
import type { Context } from './command.ts';
import { readLock } from './read-lock.ts';
import { readConfig } from './read-surroundings.ts';

/** By what the store has it → the root of a project whose `tackle.lock` has it. */
export type LockedImages = ReadonlyMap<Digest, AbsolutePath>;

/**
 * The images that are in the lock of the project here, or of another that Tackle knows of. A lock that cannot be read keeps
 * nothing: whoever uses it is told of that.
 */
export async function lockedImages(context: Context): Promise<LockedImages> {
  const platform = platformHere();
  if (!platform.ok) return new Map();
  const found = new Map<Digest, AbsolutePath>();
  for (const root of await knownProjects(context)) {
    const lock = await readLock(root);
    const pins = lock.ok ? pinsOf(lock.value, platform.value) : [];
    for (const pin of pins) {
      for (const name of storedNames(pin, platform.value)) found.set(name, root);
    }
  }
  return found;
}

/** The one here, and those that have shims of their own, are prepared for shims, or are trusted; physical, if they are there. */
async function knownProjects(context: Context): Promise<ReadonlySet<AbsolutePath>> {
  const { env } = context;
  const config = await readConfig(context);
  const roots = [
    ...(config.ok && config.value.project ? [config.value.project.root] : []),
    ...projectDirectories(projectsDirectory(env)).map(({ root }) => root),
    ...preparedFiles(env).map(({ beginning }) => projectOfPrepared(beginning)),
    ...ledgerFiles(env).map((file) => parseRecords(readLedgerFile(file) ?? '')?.project),
  ];
  return new Set(roots.flatMap((root) => (root === undefined ? [] : (realPathOf(root) ?? []))));
}
