import type { Finding, Reader, RepositoryFile } from './finding.ts';
import { SEVERAL, SOURCES } from './sources.ts';

/** Of one file: more than any that a person has written has to tell. */
const MOST_FINDINGS = 100;

/** Everything that the files of a repository tell of the tools it needs, in the order of the sources. */
export function readRepository(files: readonly RepositoryFile[]): readonly Finding[] {
  const order = Object.keys(SOURCES);
  const rank = ({ path }: RepositoryFile) =>
    (order.indexOf(path) + order.length + 1) % (order.length + 1);
  const sorted = [...files].sort((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : 1));
  return sorted.flatMap((file) => readerOf(file.path)?.(file).slice(0, MOST_FINDINGS) ?? []);
}

function readerOf(path: string): Reader | undefined {
  if (Object.hasOwn(SOURCES, path)) return SOURCES[path];
  return SEVERAL.find(({ endings }) => endings.some((ending) => path.endsWith(ending)))?.read;
}
