import type { Dirent } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, relative } from 'node:path';
import type { DockerfileSource } from '../catalog/tool.ts';
import { readSmallFile } from '../host/small-file.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import {
  badDockerignore,
  contextRefused,
  contextUnreadable,
  dockerfileMissing,
} from './context-problems.ts';
import { readDockerignore, type IgnoreRules } from './dockerignore.ts';
import type { ImagesProblem } from './problems.ts';

/** One thing that goes to the builder. Owners and times do not: they differ between checkouts. */
export type ContextEntry =
  | { readonly kind: 'directory'; readonly path: string }
  | {
      readonly kind: 'file';
      readonly path: string;
      /** Where its content lies. */
      readonly from: string;
      readonly executable: boolean;
    }
  | { readonly kind: 'link'; readonly path: string; readonly target: string };

export interface Context {
  /** By path, in code unit order; a directory before what is in it. */
  readonly entries: readonly ContextEntry[];
  /** What the Dockerfile is called among them. */
  readonly dockerfile: string;
}

/** In bytes; of the list of what is left out as well. A file of this size is a mistake, or an attack on whoever reads it. */
export const LARGEST_DOCKERFILE = 1024 ** 2;

/** The name a Dockerfile from outside its context gets within. */
const FOREIGN_DOCKERFILE = '.tackle.Dockerfile';

/**
 * Goes along even where it excludes itself: the classic builder reads it again, to hide it and the
 * Dockerfile from `COPY`.
 */
const IGNORE_FILE = '.dockerignore';

/**
 * What the builder is given: the context without what `.dockerignore` leaves out (beside the
 * Dockerfile a `NAME.dockerignore` goes first, as in BuildKit), and always the Dockerfile itself.
 * Symbolic links are never followed. Sockets, pipes and devices stay behind, as with `docker build`.
 */
export async function contextFiles(
  source: DockerfileSource,
): Promise<Result<Context, ImagesProblem>> {
  const { context } = source;
  if (context === '/' || context === homedir()) return err(contextRefused(context));
  try {
    const dockerfile = await dockerfileEntry(source);
    if (dockerfile === undefined) return err(dockerfileMissing(source.dockerfile));
    const rules = await ignoreRules(source);
    if (!rules.ok) return rules;
    const found = await walk(context, '', rules.value);
    const others = found.filter(({ path }) => path !== dockerfile.path);
    const entries = [...others, dockerfile].sort((a, b) => (a.path < b.path ? -1 : 1));
    return ok({ entries, dockerfile: dockerfile.path });
  } catch (error) {
    return err(contextUnreadable(context, error));
  }
}

async function dockerfileEntry(source: DockerfileSource): Promise<ContextEntry | undefined> {
  const within = relative(source.context, source.dockerfile);
  const path = within.startsWith('../') ? FOREIGN_DOCKERFILE : within;
  try {
    await readSmallFile(source.dockerfile, LARGEST_DOCKERFILE);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR') return undefined;
    throw error;
  }
  return { kind: 'file', path, from: source.dockerfile, executable: false };
}

async function ignoreRules(source: DockerfileSource): Promise<Result<IgnoreRules, ImagesProblem>> {
  for (const file of [`${source.dockerfile}.dockerignore`, join(source.context, IGNORE_FILE)]) {
    const text = await textIfThere(file);
    if (text === undefined) continue;
    try {
      return ok(readDockerignore(text));
    } catch (error) {
      return err(badDockerignore(file, (error as SyntaxError).message));
    }
  }
  return ok(readDockerignore(''));
}

async function textIfThere(file: string): Promise<string | undefined> {
  try {
    return (await readSmallFile(file, LARGEST_DOCKERFILE)).toString('utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function walk(
  root: string,
  below: string,
  rules: IgnoreRules,
): Promise<readonly ContextEntry[]> {
  const entries: ContextEntry[] = [];
  for (const child of await readdir(join(root, below), { withFileTypes: true })) {
    const path = below === '' ? child.name : `${below}/${child.name}`;
    const excluded = path !== IGNORE_FILE && rules.excludes(path);
    if (excluded && !(child.isDirectory() && rules.hasExceptions)) continue;
    const inside = child.isDirectory() ? await walk(root, path, rules) : [];
    const entry = excluded && inside.length === 0 ? undefined : await entryOf(root, path, child);
    if (entry !== undefined) entries.push(entry);
    entries.push(...inside);
  }
  return entries;
}

async function entryOf(
  root: string,
  path: string,
  child: Dirent,
): Promise<ContextEntry | undefined> {
  const from = join(root, path);
  if (child.isDirectory()) return { kind: 'directory', path };
  if (child.isSymbolicLink()) return { kind: 'link', path, target: await readlink(from) };
  if (!child.isFile()) return undefined;
  const { mode } = await lstat(from);
  return { kind: 'file', path, from, executable: (mode & 0o111) !== 0 };
}
