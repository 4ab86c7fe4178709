import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { AbsolutePath } from '../kernel/brand.ts';
import { realPathOf } from './real-path.ts';

/**
 * The git directory that the linked worktree at `root` (physical) belongs to, such as
 * `/src/main/.git` (gitrepository-layout(5), git-worktree(1)):
 *
 *     root/.git                        gitdir: /src/main/.git/worktrees/fix
 *     /src/main/.git/worktrees/fix/    gitdir: root/.git      commondir: ../..
 *
 * A `.git` file is content that came from anywhere, so it is believed only when the git directory names
 * this very worktree in return, and both belong to the caller.
 */
export function worktreeGitDirectory(root: AbsolutePath, uid: number): AbsolutePath | undefined {
  const link = `${root}/.git`;
  const entry = target(link, /^gitdir: (.+)$/);
  if (entry === undefined || !belongsTo(entry, uid)) return undefined;
  const back = target(`${entry}/gitdir`, /^(.+)$/);
  const common = target(`${entry}/commondir`, /^(.+)$/);
  if (back === undefined || back !== realPathOf(link)) return undefined;
  if (common === undefined || !belongsTo(common, uid)) return undefined;
  return dirname(dirname(entry)) === common ? common : undefined;
}

/** The real path that the first line of the file names, seen from the file's directory. */
function target(file: string, pattern: RegExp): AbsolutePath | undefined {
  try {
    if (!statSync(file).isFile()) return undefined;
    const line = readFileSync(file, 'utf8').split('\n', 1)[0] ?? '';
    const path = pattern.exec(line)?.[1];
    return path === undefined ? undefined : realPathOf(resolve(dirname(file), path));
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
