import type { LookIntoRoot, RootEntry } from '../../../src/engines/embedded/root-files.ts';

interface Directory {
  readonly dirs?: readonly string[];
  readonly files?: readonly string[];
  readonly links?: Readonly<Record<string, string>>;
}

/** A made-up unpacked image. */
export function rootOf(directories: Readonly<Record<string, Directory>>): LookIntoRoot {
  const entries = new Map<string, RootEntry>();
  for (const [path, { dirs = [], files = [], links = {} }] of Object.entries(directories)) {
    const names = [...dirs, ...files, ...Object.keys(links)].sort();
    entries.set(path, { kind: 'directory', names, mode: 0o755 });
    const base = path === '/' ? '' : path;
    for (const name of files) entries.set(`${base}/${name}`, { kind: 'file' });
    for (const [name, target] of Object.entries(links)) {
      entries.set(`${base}/${name}`, { kind: 'link', target });
    }
  }
  return (path) => entries.get(path);
}
