import { existsSync, readFileSync } from 'node:fs';
import type { CgroupsFact } from '../doctor/facts.ts';

/** @param mounted where cgroups are; tests have them elsewhere */
export function cgroupsHere(uid: number, mounted = '/sys/fs/cgroup'): CgroupsFact {
  if (!existsSync(`${mounted}/cgroup.controllers`)) {
    const isLegacy = existsSync(`${mounted}/memory`) || existsSync(`${mounted}/pids`);
    return { hierarchy: isLegacy ? 'legacy' : 'none', delegated: [] };
  }
  // Where systemd has delegated something to a user, this service is it (user@.service(5)).
  const own = uid === 0 ? '' : `/user.slice/user-${uid}.slice/user@${uid}.service`;
  return { hierarchy: 'unified', delegated: wordsIn(`${mounted}${own}/cgroup.controllers`) };
}

function wordsIn(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').trim().split(' ');
  } catch {
    return [];
  }
}
