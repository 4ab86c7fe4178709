import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectFacts } from '../../src/host/project-facts.ts';
import type { AbsolutePath } from '../../src/kernel/brand.ts';
import { temporary } from './temporary.ts';

const { uid } = userInfo();
const CONFIG = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org'];

function git(cwd: string, ...args: readonly string[]): void {
  execFileSync('git', [...CONFIG, ...args], { cwd, stdio: 'ignore' });
}

function repositoryWithWorktree(parent: string): AbsolutePath {
  git(parent, 'init', 'main');
  const main = join(parent, 'main');
  git(main, 'commit', '--allow-empty', '-m', 'Begin');
  git(main, 'worktree', 'add', '../fix');
  return join(parent, 'fix') as AbsolutePath;
}

/** A repository `above`, with another in its directory `sub`. */
function repositoryWithSubmodule(parent: string, name = 'sub'): AbsolutePath {
  repositoryWithWorktree(parent);
  git(parent, 'init', 'above');
  const add = ['submodule', 'add', join(parent, 'main'), name];
  git(join(parent, 'above'), '-c', 'protocol.file.allow=always', ...add);
  return join(parent, 'above', name) as AbsolutePath;
}

describe('the git directory of a submodule', () => {
  it.for(['sub', 'in/a directory', 'odd; name'])('is found: %s', (name) => {
    using here = temporary();
    const root = repositoryWithSubmodule(here.path, name);
    expect(projectFacts(root, uid)).toEqual({
      root: { logical: root, physical: root },
      gitDirectory: join(here.path, 'above/.git/modules', name),
    });
  });

  it('is not believed when it is somebody else’s', () => {
    using here = temporary();
    const root = repositoryWithSubmodule(here.path);
    expect(projectFacts(root, uid + 1)).not.toHaveProperty('gitDirectory');
  });

  it.for(['above/.git', 'above/.git/modules/sub'])(
    'is not believed when it has another: %s',
    (dir) => {
      using here = temporary();
      repositoryWithSubmodule(here.path);
      const claim = join(here.path, 'claim') as AbsolutePath;
      mkdirSync(claim);
      writeFileSync(join(claim, '.git'), `gitdir: ${here.path}/${dir}\n`);
      expect(projectFacts(claim, uid)).not.toHaveProperty('gitDirectory');
    },
  );

  it('is believed by what git reads, not by what looks like it', () => {
    using here = temporary();
    repositoryWithSubmodule(here.path);
    const claim = join(here.path, 'claim') as AbsolutePath;
    mkdirSync(claim);
    writeFileSync(join(claim, '.git'), `gitdir: ${here.path}/above/.git\n`);
    git(join(here.path, 'above'), 'config', 'other.worktree', claim);
    expect(projectFacts(claim, uid)).not.toHaveProperty('gitDirectory');
    git(join(here.path, 'above'), 'config', 'core.worktree', claim);
    expect(projectFacts(claim, uid)).toHaveProperty('gitDirectory', `${here.path}/above/.git`);
  });
});

describe('the git directory of a linked worktree', () => {
  it('is found', () => {
    using here = temporary();
    const worktree = repositoryWithWorktree(here.path);
    expect(projectFacts(worktree, uid)).toEqual({
      root: { logical: worktree, physical: worktree },
      gitDirectory: join(here.path, 'main/.git'),
    });
  });

  it('is not believed when it is somebody else’s', () => {
    using here = temporary();
    const worktree = repositoryWithWorktree(here.path);
    expect(projectFacts(worktree, uid + 1)).not.toHaveProperty('gitDirectory');
  });

  it('is not believed when it does not know the worktree', () => {
    using here = temporary();
    repositoryWithWorktree(here.path);
    const claim = join(here.path, 'claim') as AbsolutePath;
    mkdirSync(claim);
    writeFileSync(join(claim, '.git'), `gitdir: ${here.path}/main/.git/worktrees/fix\n`);
    expect(projectFacts(claim, uid)).not.toHaveProperty('gitDirectory');
  });

  it('is not looked for in an ordinary repository, nor without one', () => {
    using here = temporary();
    repositoryWithWorktree(here.path);
    for (const root of [here.path, join(here.path, 'main') as AbsolutePath]) {
      expect(projectFacts(root, uid)).toEqual({ root: { logical: root, physical: root } });
    }
  });
});
