/** `12.3`, of so many bytes. */
export function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
