import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { privately } from '../host/privately.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import { withGroup, withUser } from '../plan/passwd.ts';
import { keep } from './keep.ts';

/** The image's own `/etc/passwd` and `/etc/group`; empty where it has none. */
export interface ImageAccounts {
  readonly passwd: string;
  readonly group: string;
}

/** Files of the host that a launch mounts in place of the image's own in /etc. */
export interface EtcFiles {
  readonly passwd: string;
  readonly group: string;
  /** Where there is no network but the loopback interface. */
  readonly hosts?: string;
}

/** Images have an empty one, as engines fill it in; without it nobody finds `localhost`. */
const HOSTS = '127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n';

/**
 * The image's own accounts with the user's among them, and hosts. The files are named by what they hold and stay in
 * the cache, so that a launch as a rule writes none: under `ulimit -f 0` it could not. What the cache does not
 * take lies in `directory`, which is the launch's own; without one that rejects.
 */
export async function etcFiles(
  accounts: ImageAccounts,
  { user, network }: Pick<LaunchPlan, 'user' | 'network'>,
  cacheDir: string,
  directory?: string,
): Promise<EtcFiles> {
  const fileOf = async (name: keyof EtcFiles, text: string): Promise<string> => {
    const key = createHash('sha256').update(text).digest('hex').slice(0, 32);
    const kept = join(cacheDir, 'etc', `${name}-${key}`);
    if (await holds(kept, text)) return kept;
    try {
      await keep(kept, text);
      return kept;
    } catch (error) {
      if (directory === undefined) throw error;
      const own = join(directory, name);
      privately(() => writeFileSync(own, text));
      return own;
    }
  };
  return {
    passwd: await fileOf('passwd', withUser(accounts.passwd, user)),
    group: await fileOf('group', withGroup(accounts.group, user)),
    ...(network === 'none' && { hosts: await fileOf('hosts', HOSTS) }),
  };
}

/** A machine that lost its power may have left the file with nothing in it. */
async function holds(file: string, text: string): Promise<boolean> {
  return (await readFile(file, 'utf8').catch(() => undefined)) === text;
}
