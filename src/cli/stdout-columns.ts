/** How wide the terminal on stdout is; nothing where there is none, or where it does not say. */
export function stdoutColumns(): number | undefined {
  const { isTTY, columns } = process.stdout;
  return isTTY && columns > 0 ? columns : undefined;
}
