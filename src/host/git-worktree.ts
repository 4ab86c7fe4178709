import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { AbsolutePath } from '../kernel/brand.ts';
import { realPathOf } from './real-path.ts';

/**
 * The git directory of the working tree at `root` (physical) where it lies elsewhere: that of a linked
 * worktree's repository, `/src/main/.git`, or that of a submodule, `/src/above/.git/modules/sub`
 * (gitrepository-layout(5), git-worktree(1), gitsubmodules(7)):
 *
 *     root/.git                            gitdir: /src/main/.git/worktrees/fix
 *     /src/main/.git/worktrees/fix/        gitdir: root/.git      commondir: ../..
 *
 *     root/.git                            gitdir: ../.git/modules/sub
 *     /src/above/.git/modules/sub/config   [core] worktree = ../../../sub
 *
 * A `.git` file is content that came from anywhere, so it is believed only when the git directory names
 * this very working tree in return, and belongs to the caller.
 */
export function outlyingGitDirectory(root: AbsolutePath, uid: number): AbsolutePath | undefined {
  const link = `${root}/.git`;
  const entry = target(link, GITDIR);
  if (entry === undefined || !belongsTo(entry, uid)) return undefined;
  const isOwnTree = target(`${entry}/config`, CORE_WORKTREE) === root;
  return isOwnTree ? entry : repositoryOf(entry, link, uid);
}

/** The files that decide over that. */
export function placesOfGit(root: AbsolutePath): readonly string[] {
  const link = `${root}/.git`;
  const entry = named(link, GITDIR);
  if (entry === undefined) return [link];
  return [link, entry, ...['config', 'gitdir', 'commondir'].map((name) => `${entry}/${name}`)];
}

const GITDIR = /^gitdir: (.+)/;

/** In the section `[core]`, as git writes it: a path that begins or ends oddly stands in quotes. */
const CORE_WORKTREE = /^\[core\](?:\n(?!\[).*)*\n\s*worktree = "?(.+?)"?$/m;

/** The directory that the worktree's entry lies in, when the entry knows the worktree. */
function repositoryOf(entry: AbsolutePath, link: string, uid: number): AbsolutePath | undefined {
  const back = target(`${entry}/gitdir`, /^(.+)/);
  const common = target(`${entry}/commondir`, /^(.+)/);
  if (back === undefined || back !== realPathOf(link)) return undefined;
  if (common === undefined || !belongsTo(common, uid)) return undefined;
  return dirname(dirname(entry)) === common ? common : undefined;
}

/** The real path that the file names; nothing where nothing is there. */
function target(file: string, pattern: RegExp): AbsolutePath | undefined {
  const path = named(file, pattern);
  return path === undefined ? undefined : realPathOf(path);
}

/** The path that the file names, seen from the file's directory. */
function named(file: string, pattern: RegExp): string | undefined {
  try {
    if (!statSync(file).isFile()) return undefined;
    const path = pattern.exec(readFileSync(file, 'utf8'))?.[1];
    return path === undefined ? undefined : resolve(dirname(file), path);
  } catch {
    return undefined;
  }
}

function belongsTo(path: AbsolutePath, uid: number): boolean {
  try {
    return statSync(path).uid === uid;
  } catch {
    return false;
  }
}
