import { lstatSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AbsolutePath } from '../kernel/brand.ts';
import { outlyingGitDirectory } from './git-worktree.ts';

/**
 * What makes a project this project and no other: its physical path; or, in a working tree of git, the repository, which
 * all of its worktrees share, and where the project is in it.
 *
 * A `.git` that is a symbolic link, or says something that the repository does not say in return, could have come with
 * the files of anybody, to be taken for a project that is trusted. It makes no repository.
 *
 * @param root physical
 */
export function projectIdentity(root: AbsolutePath, uid: number): string {
  for (let at: AbsolutePath = root; ; at = dirname(at) as AbsolutePath) {
    const repository = repositoryAt(at, uid);
    if (repository !== undefined) return JSON.stringify([repository, root.slice(at.length)]);
    if (at === '/' || isThere(join(at, '.git'))) return JSON.stringify([root]);
  }
}

/** What decides over that: a `.git` in the project or above it, up to the first that there is. @param root physical */
export function placesOfIdentity(root: AbsolutePath): readonly string[] {
  const places: string[] = [];
  for (let at: string = root; ; at = dirname(at)) {
    const place = join(at, '.git');
    places.push(place);
    if (at === '/' || isThere(place)) return places;
  }
}

function repositoryAt(directory: AbsolutePath, uid: number): AbsolutePath | undefined {
  const own = join(directory, '.git') as AbsolutePath;
  const found = lstatSync(own, { throwIfNoEntry: false });
  if (found?.isDirectory() === true) return found.uid === uid ? own : undefined;
  return found?.isFile() === true ? outlyingGitDirectory(directory, uid) : undefined;
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
