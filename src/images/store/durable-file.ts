import { closeSync, fchmodSync, fsyncSync, openSync, writeFileSync } from 'node:fs';

/** Writes a new file that is whole on the disk when the call is back: what is believed after a crash. */
export function writeDurably(path: string, text: string): void {
  const fd = openSync(path, 'wx', 0o600);
  try {
    // The caller's umask may have taken the owner's own rights.
    fchmodSync(fd, 0o600);
    writeFileSync(fd, text);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Makes the names in a directory last as well. */
export function syncDirectory(path: string): void {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
