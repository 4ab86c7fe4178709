import { readdir, realpath } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Dirent } from 'node:fs';
import { absolutePathOf, type AbsolutePath } from '../kernel/brand.ts';
import type { Environment } from './environment.ts';
import { lockFileOf } from './lock-file.ts';
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
  const { directories, isGits } = upwards(cwd, env);
  if (!isGits) return directories[0];
  const named = directories.find((each) => paths.some((path) => existsSync(join(each, path))));
  return named ?? directories.at(-1);
}

/** From `cwd` up to the directory that git keeps its own in; where there is none, to below `/` or the caller's home. */
function upwards(
  cwd: AbsolutePath,
  env: Environment,
): { readonly directories: readonly AbsolutePath[]; readonly isGits: boolean } {
  const home = absolutePathOf(env['HOME'] ?? '/');
  const directories: AbsolutePath[] = [];
  for (let at: string = cwd; at !== '/' && at !== home; at = dirname(at)) {
    directories.push(at as AbsolutePath);
    if (existsSync(join(at, '.git'))) return { directories, isGits: true };
  }
  return { directories, isGits: false };
}

/** What decides over which files of a repository there are, and what they say. */
export interface PlacesOfRepository {
  /** It counts whether anything is there. */
  readonly byIdentity: readonly string[];
  readonly byContents: readonly string[];
  /** They are looked through, and whatever comes to lie in them may count. */
  readonly directories: readonly string[];
}

/** Of the repository that `cwd` lies in, for whoever reads these files of it: also where there is nothing yet. */
export async function placesOfRepository(
  cwd: AbsolutePath,
  wanted: Wanted,
  env: Environment,
): Promise<PlacesOfRepository> {
  const { directories, isGits } = upwards(cwd, env);
  const root = repositoryRoot(cwd, wanted.paths, env);
  const named = isGits ? directories : directories.slice(0, 1);
  const below =
    root === undefined
      ? []
      : await Promise.all(
          wanted.several.map(async (each) => {
            const { found, looked } = await lookBelow(root, each);
            const whole = (path: string) => join(root, path);
            return { found: found.map(whole), looked: looked.map(whole) };
          }),
        );
  return {
    byIdentity: directories.map((directory) => join(directory, '.git')),
    byContents: [
      ...named.flatMap((directory) => [
        ...wanted.paths.map((path) => join(directory, path)),
        lockFileOf(directory),
      ]),
      ...below.flatMap(({ found }) => found),
    ],
    directories: below.flatMap(({ looked }) => looked),
  };
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
    paths.push(...(await lookBelow(root, each)).found);
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

/** Directory by directory, those nearest to the root first: the files, and the directories that were looked into. */
async function lookBelow(
  root: AbsolutePath,
  wanted: WantedFiles,
): Promise<{ readonly found: readonly string[]; readonly looked: readonly string[] }> {
  const found: string[] = [];
  const looked: string[] = [];
  const waiting = [{ directory: wanted.directory, depth: wanted.depth }];
  while (looked.length < MOST_DIRECTORIES && found.length < wanted.most) {
    const next = waiting.shift();
    if (next === undefined) break;
    looked.push(next.directory);
    for (const entry of await entriesOf(join(root, next.directory))) {
      const path = next.directory === '.' ? entry.name : `${next.directory}/${entry.name}`;
      const isNamed = wanted.endings.some((ending) => entry.name.endsWith(ending));
      if (isNamed && (entry.isFile() || entry.isSymbolicLink())) found.push(path);
      if (next.depth > 0 && isLookedInto(entry)) {
        waiting.push({ directory: path, depth: next.depth - 1 });
      }
    }
  }
  return { found: found.slice(0, wanted.most), looked };
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
