import { lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Where sockets of running launches live: `$XDG_RUNTIME_DIR/tackle`, else `/tmp/tackle-<uid>`.
 * Created 0700. A directory of that name in /tmp that belongs to somebody else is refused by a throw:
 * that is an attack, not a mishap.
 *
 * The path is kept short because a Unix socket's path may have 107 bytes at most (`unix(7)`).
 */
export function runtimeDir(env: NodeJS.ProcessEnv, uid: number): string {
  const base = env['XDG_RUNTIME_DIR'];
  const directory =
    base?.startsWith('/') === true && base.length < 60
      ? join(base, 'tackle')
      : join(tmpdir().length < 60 ? tmpdir() : '/tmp', `tackle-${uid}`);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const found = lstatSync(directory);
  if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o077) !== 0) {
    throw new Error(`${directory} is not a private directory of this user`);
  }
  return directory;
}

/** Makes the directory of one launch; its name begins with the pid, so that leftovers can be told. */
export function makeLaunchDir(runtime: string, id: string): string {
  const directory = join(runtime, `${process.pid}-${id}`);
  mkdirSync(directory, { mode: 0o700 });
  return directory;
}

/** Removes what launchers that were killed left in the runtime directory. Never throws. */
export function sweepLaunchDirs(runtime: string): void {
  for (const name of readdirSync(runtime)) {
    const pid = Number(/^(\d+)-/.exec(name)?.[1]);
    if (Number.isInteger(pid) && !isAlive(pid)) {
      rmSync(join(runtime, name), { recursive: true, force: true });
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
