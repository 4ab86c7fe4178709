import type { AbsolutePath } from '../kernel/brand.ts';
import type { ProjectFacts } from '../plan/host-facts.ts';
import { outlyingGitDirectory } from './git-worktree.ts';
import { realPathOf } from './real-path.ts';

/** What planning needs to know of the project at `root`; `uid` is the caller's. */
export function projectFacts(root: AbsolutePath, uid: number): ProjectFacts {
  const physical = realPathOf(root) ?? root;
  const gitDirectory = outlyingGitDirectory(physical, uid);
  return {
    root: { logical: root, physical },
    ...(gitDirectory !== undefined && { gitDirectory }),
  };
}
