import { readFileSync } from 'node:fs';

/**
 * This process's umask. Asking the kernel means setting it to 0 for a moment (umask(2)), in which another
 * thread could make a file that everybody can write to; so Linux's `/proc` is read instead where it is.
 */
export function currentUmask(): number {
  const line = /^Umask:\s*([0-7]+)$/m.exec(statusText());
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- there is no other way without /proc
  return line?.[1] === undefined ? process.umask() : Number.parseInt(line[1], 8);
}

function statusText(): string {
  try {
    return readFileSync('/proc/self/status', 'latin1');
  } catch {
    return '';
  }
}
