import { ownStatus } from './own-status.ts';

/**
 * This process's umask. Asking the kernel means setting it to 0 for a moment (umask(2)), in which another
 * thread could make a file that everybody can write to; so Linux's `/proc` is read instead where it is.
 */
export function currentUmask(): number {
  const digits = ownStatus('Umask');
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- there is no other way without /proc
  return digits === undefined ? process.umask() : Number.parseInt(digits, 8);
}
