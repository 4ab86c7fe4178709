import { lstatSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { privately } from './privately.ts';
import { identityOf, livenessOf } from './process-identity.ts';

/**
 * Where sockets of running launches live: `$XDG_RUNTIME_DIR/tackle`, else `/tmp/tackle-<uid>`.
 * Created 0700. A directory of that name in /tmp that belongs to somebody else is refused by a throw:
 * that is an attack, not a mishap.
 *
 * The path is kept short because a Unix socket's path may have 107 bytes at most (`unix(7)`).
 */
export function runtimeDir(env: NodeJS.ProcessEnv, uid: number): string {
  const directory = placeOfRuntimeDir(env, uid);
  privately(() => mkdirSync(directory, { recursive: true }));
  const found = lstatSync(directory);
  if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o077) !== 0) {
    const text = `${directory} is not a private directory of this user`;
    throw Object.assign(new Error(text), { code: 'EACCES' });
  }
  return directory;
}

/** Where it is, or would be. */
export function placeOfRuntimeDir(env: NodeJS.ProcessEnv, uid: number): string {
  const base = env['XDG_RUNTIME_DIR'];
  return base?.startsWith('/') === true && base.length < 60
    ? join(base, 'tackle')
    : join(tmpdir().length < 60 ? tmpdir() : '/tmp', `tackle-${uid}`);
}

/** A launch's directory: of which process, since when, and its id. */
const LAUNCH = /^(\d+)-(\d+)-(\w+)$/;

/** Lies in a launch's directory until the engine has answered the last request to make something for it. */
const BEING_MADE = 'being-made';

/**
 * Makes the directory of one launch. Its name tells who launched it (the pid, and when that process
 * started, for pids are used again), so that what a killed launcher left can be told.
 */
export function makeLaunchDir(runtime: string, id: string): string {
  const { pid, started } = identityOf(process.pid);
  const directory = join(runtime, `${pid}-${started}-${id}`);
  privately(() => {
    mkdirSync(directory);
    writeFileSync(join(directory, BEING_MADE), '');
  });
  return directory;
}

/** From here on a launch has all that it asked for. */
export function noteMade(directory: string): void {
  rmSync(join(directory, BEING_MADE), { force: true });
}

/** Whether the launch of this id goes on here, as far as can be told. */
export function isLaunchHere(runtime: string, id: string): boolean {
  const { world } = identityOf(process.pid);
  return readdirSync(runtime).some((name) => {
    const [, pid, started, its] = LAUNCH.exec(name) ?? [];
    if (its !== id) return false;
    return livenessOf({ pid: Number(pid), started: Number(started), world }) !== 'dead';
  });
}

/** A launch whose launcher was killed. */
export interface LeftLaunch {
  readonly id: string;
  readonly directory: string;
  /** An engine goes on making what it was asked for, also when nobody waits for it any more. */
  readonly mayBeBeingMade: boolean;
}

/** Longer than an engine takes to make a container. */
const MAKING_MS = 10_000;

/** The launches that were left here, of those whose ids are `ours`: several engines share the directory. */
export function leftLaunches(runtime: string, ours: RegExp): readonly LeftLaunch[] {
  const { world } = identityOf(process.pid);
  return readdirSync(runtime).flatMap((name) => {
    const [, pid, started, id] = LAUNCH.exec(name) ?? [];
    if (id === undefined || !ours.test(id)) return [];
    if (livenessOf({ pid: Number(pid), started: Number(started), world }) !== 'dead') return [];
    const directory = join(runtime, name);
    const asked = changedAt(join(directory, BEING_MADE));
    return [{ id, directory, mayBeBeingMade: Date.now() - asked < MAKING_MS }];
  });
}

/** In milliseconds since 1970; 0 where there is no such file. */
function changedAt(path: string): number {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return 0;
  }
}
