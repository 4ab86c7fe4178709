import type { AbsolutePath } from './brand.ts';
import { absolutePathOf } from './brand.ts';

/** Whether the path is the directory itself or lies below it, by the words alone. */
export function liesIn(path: AbsolutePath, directory: AbsolutePath): boolean {
  return path === directory || liesBelow(path, directory);
}

/** Whether the path lies below the directory and is not the directory itself. */
export function liesBelow(path: AbsolutePath, directory: AbsolutePath): boolean {
  const prefix = directory === '/' ? '/' : `${directory}/`;
  return path.length > prefix.length && path.startsWith(prefix);
}

/** Whether the path is the other, or lies in it, or the other way round. */
export function areOneInTheOther(path: AbsolutePath, other: AbsolutePath): boolean {
  return liesIn(path, other) || liesBelow(other, path);
}

/** Whether the path is one of the directories or lies below one, however many there are. */
export function liesInOneOf(path: AbsolutePath, directories: ReadonlySet<AbsolutePath>): boolean {
  for (let at = path; ; at = directoryOf(at)) {
    if (directories.has(at)) return true;
    if (at === '/') return false;
  }
}

/** The directory that the path is in; `/` for `/`. */
export function directoryOf(path: AbsolutePath): AbsolutePath {
  return (path.slice(0, path.lastIndexOf('/')) || '/') as AbsolutePath;
}

/** The path of `name` (one or several parts, no `..`) below the directory. */
export function below(directory: AbsolutePath, name: string): AbsolutePath {
  return `${directory === '/' ? '' : directory}/${name}` as AbsolutePath;
}

/** The parts of an absolute path: none for `/`. */
export function partsOf(path: AbsolutePath): readonly string[] {
  return path === '/' ? [] : path.slice(1).split('/');
}

/** Those of the texts that are absolute paths; for tables written in the source. */
export function paths(...texts: readonly string[]): readonly AbsolutePath[] {
  return texts.flatMap((text) => absolutePathOf(text) ?? []);
}
