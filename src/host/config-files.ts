import { lstatSync, statSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import type { AbsolutePath } from '../kernel/brand.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { ConfigTextsProblem } from './config-problems.ts';
import { ambiguous, notAFile, tooLarge, unreadable } from './config-problems.ts';
import type { ConfigContent } from './load-config-file.ts';

/** In bytes. A config of this size is a mistake, or an attack on whoever parses it. */
const MAX_SIZE = 1024 ** 2;

/**
 * The one config among these names in a directory, if there is any. Two of them are a problem: one
 * would silently lose. So is a name that cannot be read as a file: passing over it would silently
 * use somebody else's config further up.
 */
export async function configIn(
  directory: AbsolutePath,
  names: readonly string[],
): Promise<Result<ConfigContent | undefined, ConfigTextsProblem>> {
  const found: ConfigContent[] = [];
  for (const name of names) {
    const file = join(directory, name) as AbsolutePath;
    const present = isPresent(file);
    if (!present.ok) return present;
    if (!present.value) continue;
    // Loaded only where there is something to read: most directories on the way up hold nothing.
    const { loadConfigFile } = await import('./load-config-file.ts');
    const loaded = await loadConfigFile(file);
    if (!loaded.ok) return loaded;
    if (loaded.value) found.push(loaded.value);
  }
  return found.length > 1 ? err(ambiguous(found.map(({ file }) => file))) : ok(found[0]);
}

/** Asked of a dozen names in each directory on the way up: waiting for each would take longer than asking. */
function isPresent(file: AbsolutePath): Result<boolean, ConfigTextsProblem> {
  try {
    if (lstatSync(file, { throwIfNoEntry: false }) === undefined) return ok(false);
  } catch {
    // In a directory that may not be searched: nobody can tell it from one that is not there.
    return ok(false);
  }
  try {
    const fault = faultOf(file, statSync(file));
    // Whatever is odd about a package.json is no business of ours.
    if (fault) return file.endsWith('/package.json') ? ok(false) : err(fault);
    return ok(true);
  } catch (error) {
    return err(unreadable(file, (error as NodeJS.ErrnoException).code ?? 'EIO'));
  }
}

function faultOf(file: AbsolutePath, facts: Stats): ConfigTextsProblem | undefined {
  if (facts.isDirectory()) return notAFile(file, 'a directory');
  if (!facts.isFile()) return notAFile(file, 'a device, a pipe or a socket');
  return facts.size > MAX_SIZE ? tooLarge(file, MAX_SIZE) : undefined;
}
