import { readdir, realpath } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Dirent } from 'node:fs';
import { absolutePathOf, type AbsolutePath } from '../kernel/brand.ts';
import type { Environment } from './environment.ts';
import { realPathOf } from './real-path.ts';
import { readSmallFile } from './small-file.ts';

/** Which files of a repository somebody wants to read. */
export interface Wanted {
  /** Paths from its root. */
  readonly paths: readonly string[];
  readonly several: readonly WantedFiles[];
}

/** Files by the endings of their names, in a directory and some way below it. */
export interface WantedFiles {
  readonly directory: string;
  readonly endings: readonly string[];
  readonly depth: number;
  readonly most: number;
}

export interface ReadFiles {
  /** Paths from the root. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** Those that are there and were not read, and why. */
  readonly unread: readonly { readonly path: string; readonly why: string }[];
}

/** In bytes: no file that says which tools are needed is larger. */
const LARGEST = 256 * 1024;

/** Names in a directory; more of them are not looked through. */
const MOST_NAMES = 2000;

/** No more directories are looked into for files by their endings. */
const MOST_DIRECTORIES = 500;

/**
 * The root of the repository that `cwd` lies in, as far as its files tell: the nearest directory with one of these names, up to the one
 * that git keeps its own in; else that one. Without git it is `cwd`: nobody knows how far up a project goes. Nothing in `/`
 * and in the caller's home: what lies there is not a project's.
 */
export function repositoryRoot(
  cwd: AbsolutePath,
  paths: readonly string[],
  env: Environment,
): AbsolutePath | undefined {
  const home = absolutePathOf(env['HOME'] ?? '/');
  const within: AbsolutePath[] = [];
  for (let at: string = cwd; at !== '/' && at !== home; at = dirname(at)) {
    within.push(at as AbsolutePath);
    if (!existsSync(join(at, '.git'))) continue;
    const named = within.find((each) => paths.some((path) => existsSync(join(each, path))));
    return named ?? within.at(-1);
  }
  return within[0];
}

/**
 * Reads those of the wanted files that are there. What a symbolic link leads to outside of the repository is not read, nor
 * what is large or no text; symbolic links to directories are not followed.
 */
export async function readRepositoryFiles(root: AbsolutePath, wanted: Wanted): Promise<ReadFiles> {
  const files: ReadFiles['files'][number][] = [];
  const unread: ReadFiles['unread'][number][] = [];
  const paths = wanted.paths.filter((path) => existsSync(join(root, path)));
  for (const each of wanted.several) {
    paths.push(...(await filesBelow(root, each)));
  }
  for (const path of new Set(paths)) {
    try {
      files.push({ path, text: await textOf(join(root, path), root) });
    } catch (error) {
      unread.push({ path, why: (error as NodeJS.ErrnoException).code ?? (error as Error).message });
    }
  }
  return { files, unread };
}

async function textOf(file: string, root: AbsolutePath): Promise<string> {
  const top = realPathOf(root) ?? root;
  if (!(await realpath(file)).startsWith(`${top}/`)) throw new Error('it leads out of the project');
  const bytes = await readSmallFile(file, LARGEST);
  return new TextDecoder('utf-8').decode(bytes);
}

/** Directory by directory, those nearest to the root first. */
async function filesBelow(root: AbsolutePath, wanted: WantedFiles): Promise<readonly string[]> {
  const found: string[] = [];
  const waiting = [{ directory: wanted.directory, depth: wanted.depth }];
  for (let looked = 0; looked < MOST_DIRECTORIES && found.length < wanted.most; looked++) {
    const next = waiting.shift();
    if (next === undefined) break;
    for (const entry of await entriesOf(join(root, next.directory))) {
      const path = next.directory === '.' ? entry.name : `${next.directory}/${entry.name}`;
      const isNamed = wanted.endings.some((ending) => entry.name.endsWith(ending));
      if (isNamed && (entry.isFile() || entry.isSymbolicLink())) found.push(path);
      if (next.depth > 0 && isLookedInto(entry)) {
        waiting.push({ directory: path, depth: next.depth - 1 });
      }
    }
  }
  return found.slice(0, wanted.most);
}

function isLookedInto(entry: Dirent): boolean {
  return entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules';
}

/** In the order of their names. */
async function entriesOf(directory: string): Promise<readonly Dirent[]> {
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1)).slice(0, MOST_NAMES);
  } catch {
    return [];
  }
}
