import { accountName } from './plan-user.ts';
import type { PlanUser } from './launch-plan.ts';

/**
 * The image's passwd with the caller in it. Entries of the image that have the caller's name or uid give
 * way, so that `getpwuid` and `getpwnam` have one answer; all others keep their order. The shell is
 * `/bin/sh`, which every image with a shell has.
 */
export function withUser(imagePasswd: string, user: PlanUser): string {
  const name = accountName(user.name);
  const home = user.home.replace(/[:\n]/g, '_');
  const entry = `${name}:x:${user.uid}:${user.gid}:${name}:${home}:/bin/sh`;
  return [...others(imagePasswd, [name], [user.uid]), entry, ''].join('\n');
}

/**
 * The image's group file with the caller's groups in it: the primary one under its name on the host, and
 * each supplementary one that has no entry yet, so that `id` and `groups` find a name for all of them.
 */
export function withGroup(imageGroup: string, user: PlanUser): string {
  const primary = accountName(user.group);
  const kept = others(imageGroup, [primary], [user.gid]);
  const names = new Set([primary, ...kept.map(nameOf)]);
  const ids = new Set([user.gid, ...kept.map(idOf)]);
  const entries = [`${primary}:x:${user.gid}:`];
  for (const gid of user.groups) {
    if (ids.has(gid)) continue;
    const name = freeName(accountName(user.groupNames?.[gid] ?? `group${gid}`), gid, names);
    ids.add(gid);
    names.add(name);
    entries.push(`${name}:x:${gid}:`);
  }
  return [...kept, ...entries, ''].join('\n');
}

/** A name that no other group has: the host's, else made unlike all with the id. */
function freeName(wanted: string, gid: number, taken: ReadonlySet<string>): string {
  let name = wanted;
  while (taken.has(name)) name = `${name}-${gid}`;
  return name;
}

function others(text: string, names: readonly string[], ids: readonly number[]): string[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !names.includes(nameOf(line)) && !ids.includes(idOf(line)));
}

function nameOf(line: string): string {
  return line.split(':', 1)[0] ?? '';
}

/** The third field, which is the id in passwd and in group; no number for a comment or a broken line. */
function idOf(line: string): number {
  return Number.parseInt(line.split(':', 3)[2] ?? '', 10);
}
