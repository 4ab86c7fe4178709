/*
 * Permissions in the store are those of the archive with two differences. Nothing is setuid or setgid: the files are
 * the caller's, and so would the power be. And the owner may always read files and enter and change directories, so
 * that the store can be checked, shared and removed by whoever made it. The list of a layer has the archive's own.
 */

const OWNER_READS = 0o400;
const OWNER_ENTERS_AND_CHANGES = 0o700;
const STICKY = 0o1000;
const PERMISSIONS = 0o777;

export function fileMode(mode: number): number {
  return (mode & PERMISSIONS) | OWNER_READS;
}

export function directoryMode(mode: number): number {
  return (mode & (PERMISSIONS | STICKY)) | OWNER_ENTERS_AND_CHANGES;
}

/** Of a directory that no layer describes. */
export const UNDESCRIBED = { mode: 0o755, mtime: 0 } as const;
