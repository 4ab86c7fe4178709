import { readFileSync } from 'node:fs';
import type { Facts } from '../doctor/facts.ts';

/** @param mounted where selinuxfs is, if the kernel has it; tests have it elsewhere */
export function selinuxHere(mounted = '/sys/fs/selinux'): Facts['selinux'] {
  try {
    return readFileSync(`${mounted}/enforce`, 'utf8').trim() === '1' ? 'enforcing' : 'permissive';
  } catch {
    return 'off';
  }
}
