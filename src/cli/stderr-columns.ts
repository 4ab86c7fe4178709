/** How wide the terminal on stderr is; without end where there is none, or where it does not say. */
export function stderrColumns(): number {
  const { isTTY, columns } = process.stderr;
  return isTTY && columns > 0 ? columns : Infinity;
}
