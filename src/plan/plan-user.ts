import type { AbsolutePath } from '../kernel/brand.ts';
import { isUtf8 } from '../kernel/byte-text.ts';
import type { PlanUser } from './launch-plan.ts';
import { systemDirectoryOf } from './never-mounted.ts';
import { below } from '../kernel/path-within.ts';

/** Home directories that are shared by everybody: `HOME=/tmp` is common in continuous integration. */
const SHARED: readonly string[] = ['/', '/tmp', '/var/tmp'];

/**
 * The caller as the tool sees itself: the same ids; names that can stand in a line of passwd; the same
 * home path, so that `~` and `getpwuid` agree with what is written in scripts, unless that path is the
 * image's own (`daemon` lives in `/usr/sbin`), shared, or cannot stand in passwd or in a mount.
 */
export function planUser(caller: PlanUser): PlanUser {
  const name = accountName(caller.name);
  return { ...caller, name, group: accountName(caller.group), home: homeInside(caller.home, name) };
}

function homeInside(home: AbsolutePath, name: string): AbsolutePath {
  const unfit =
    SHARED.includes(home) ||
    systemDirectoryOf(home) !== undefined ||
    /[:\n]/.test(home) ||
    !isUtf8(home);
  return unfit ? below('/home' as AbsolutePath, name) : home;
}

/**
 * The name with what passwd(5) gives a meaning to replaced by `_`: colons, control characters, slashes
 * and a leading `+` or `-` (NIS). Never empty, `.` or `..`.
 */
export function accountName(name: string): string {
  const safe = name.replace(/[\u0000-\u001f\u007f:/]/g, '_').replace(/^[+-]/, '_');
  return /^\.{0,2}$/.test(safe) ? 'user' : safe;
}
