/** The path as it is seen from a directory: relative where it lies below, else as it is. */
export function shortPath(path: string, cwd: string): string {
  const inside = cwd === '/' ? cwd : `${cwd}/`;
  return path.startsWith(inside) ? path.slice(inside.length) : path;
}
