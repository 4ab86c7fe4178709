import { execFileSync } from 'node:child_process';
import { chownSync, mkdirSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { rig } from './rig.ts';

/** Somebody who is not root and may use the engine. */
export interface OrdinaryUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  /** In the scratch directory: nothing of it outlives the run. */
  readonly home: string;
}

const NAME = 'tackletest';

/** The machine's ordinary user for tests: made once as root; otherwise whoever runs the tests. */
export function ordinaryUser(): OrdinaryUser {
  const home = join(rig().scratch, 'home-of-user');
  mkdirSync(home, { recursive: true });
  const me = userInfo();
  if (me.uid !== 0) return { name: me.username, uid: me.uid, gid: me.gid, home };
  if (idOf('-u') === undefined) {
    execFileSync('useradd', ['--create-home', '--shell', '/bin/bash', NAME]);
  }
  execFileSync('usermod', ['-aG', 'docker', NAME]);
  const user = { name: NAME, uid: idOf('-u') ?? -1, gid: idOf('-g') ?? -1, home };
  chownSync(home, user.uid, user.gid);
  return user;
}

/** What to put before a program's arguments so that it runs as this user, with the user's groups. */
export function asUser(user: OrdinaryUser): readonly string[] {
  if (userInfo().uid === user.uid) return [];
  const identity = [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--init-groups'];
  const variables = [`HOME=${user.home}`, `USER=${user.name}`, `LOGNAME=${user.name}`];
  return ['setpriv', ...identity, '--', 'env', ...variables];
}

function idOf(flag: '-u' | '-g'): number | undefined {
  try {
    const text = execFileSync('id', [flag, NAME], { stdio: ['ignore', 'pipe', 'ignore'] });
    return Number(text.toString());
  } catch {
    return undefined;
  }
}
