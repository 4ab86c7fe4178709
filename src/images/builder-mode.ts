import { execFile } from 'node:child_process';
import { access, constants, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { ownAccount } from '../host/account.ts';
import type { Environment } from '../host/environment.ts';
import { findProgram } from '../host/find-program.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import { builderMissing, keyringMissing, noUserNamespaces } from './machine-problems.ts';
import type { ImagesProblem } from './problems.ts';

/**
 * `unshare`: in namespaces of its own (for an ordinary user, of subordinate ids as well), so that no
 * mount and no process outlives the build. `root`: where root may not make namespaces, as in most
 * containers; nothing is mounted there then.
 */
export type BuilderMode = 'unshare' | 'root';

/** In every Debian, and in Ubuntu's `debian-archive-keyring`. */
export const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

const SUBORDINATE_IDS =
  'give yourself some with `sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 $USER`';

/** Whether this machine and this user can build from packages, and how; else what is missing. */
export async function builderMode(env: Environment): Promise<Result<BuilderMode, ImagesProblem>> {
  if (findProgram('mmdebstrap', env) === undefined) return err(builderMissing());
  if (!(await isThere(KEYRING))) return err(keyringMissing(KEYRING));
  if (process.geteuid?.() === 0) return ok((await canUnshare('--mount')) ? 'unshare' : 'root');
  const lacking = await lackingForUsers(env);
  return lacking === undefined ? ok('unshare') : err(lacking);
}

async function lackingForUsers(env: Environment): Promise<ImagesProblem | undefined> {
  if (['newuidmap', 'newgidmap'].some((name) => findProgram(name, env) === undefined)) {
    const install = 'install them with `sudo apt-get install uidmap`';
    return noUserNamespaces('`newuidmap` and `newgidmap`', install);
  }
  const username = ownAccount()?.username;
  for (const file of ['/etc/subuid', '/etc/subgid']) {
    if (await hasEntry(file, username)) continue;
    return noUserNamespaces(`subordinate ids: \`${file}\` has none for you`, SUBORDINATE_IDS);
  }
  if (await canUnshare('--user')) return undefined;
  return noUserNamespaces(
    'user namespaces, which this machine does not allow',
    'see `sysctl kernel.unprivileged_userns_clone kernel.apparmor_restrict_unprivileged_userns`',
  );
}

async function hasEntry(file: string, username: string | undefined): Promise<boolean> {
  try {
    const lines = (await readFile(file, 'utf8')).split('\n');
    return username !== undefined && lines.some((line) => line.startsWith(`${username}:`));
  } catch {
    return false;
  }
}

async function canUnshare(what: '--mount' | '--user'): Promise<boolean> {
  const flags = what === '--mount' ? [what, '--propagation', 'unchanged'] : [what];
  try {
    await promisify(execFile)('unshare', [...flags, 'true']);
    return true;
  } catch {
    return false;
  }
}

async function isThere(file: string): Promise<boolean> {
  try {
    await access(file, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
