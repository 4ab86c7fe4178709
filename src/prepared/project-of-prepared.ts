/** For which project a prepared file is, out of its beginning; nothing where that is not known. */
export function projectOfPrepared(beginning: string): string | undefined {
  const [mark, , , project = '', next] = beginning.split('\0');
  const isKnown = mark === 'tackle-prepared' && next !== undefined && project.startsWith('/');
  return isKnown ? project : undefined;
}
