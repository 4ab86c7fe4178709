/**
 * Makes files at once that are this user's alone, and that this user can use, whatever the umask of the caller:
 * that one is for the tool, and may even take the owner's own rights (`umask 777`).
 */
export function privately<T>(make: () => T): T {
  const callers = process.umask(0o077);
  try {
    return make();
  } finally {
    process.umask(callers);
  }
}
