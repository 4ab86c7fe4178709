import { readFileSync } from 'node:fs';
import type { Forbidding } from '../doctor/facts.ts';

/** Settings by which distributions restrict user namespaces. */
const RESTRICTIONS: readonly (Forbidding & { readonly file: string; readonly value: string })[] = [
  // Debian's own, until 2020
  {
    file: '/proc/sys/kernel/unprivileged_userns_clone',
    value: '0',
    setting: '`kernel.unprivileged_userns_clone` is 0',
    command: 'sudo sysctl -w kernel.unprivileged_userns_clone=1',
  },
  // Ubuntu 23.10 and later
  {
    file: '/proc/sys/kernel/apparmor_restrict_unprivileged_userns',
    value: '1',
    setting: '`kernel.apparmor_restrict_unprivileged_userns` is 1',
    command: 'sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0',
  },
  {
    file: '/proc/sys/user/max_user_namespaces',
    value: '0',
    setting: '`user.max_user_namespaces` is 0',
    command: 'sudo sysctl -w user.max_user_namespaces=15000',
  },
];

/** What keeps an ordinary user from making user namespaces, as far as a setting tells; the command is for root. */
export function whoForbidsUserNamespaces(): Forbidding | undefined {
  return RESTRICTIONS.find(({ file, value }) => {
    try {
      return readFileSync(file, 'utf8').trim() === value;
    } catch {
      return false;
    }
  });
}
