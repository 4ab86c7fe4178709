import { chownSync } from 'node:fs';
import { join } from 'node:path';
import type { Case } from '../case.ts';
import type { Stage } from '../stage.ts';

const AUTHOR = 'git config user.name "Ada L." && git config user.email ada@example.org';

/** Done by the host before the tool comes: a repository with a commit, a hook, and an author. */
const START = [
  `git init -q -b main && ${AUTHOR}`,
  'echo one > tracked && git add tracked && git commit -qm "Begin"',
  `printf '#!/bin/sh\necho hook ran\n' > .git/hooks/pre-commit && chmod +x .git/hooks/pre-commit`,
].join('\n');

/** What a person does with git, and what both sides then say of it. */
const WORK = [
  'echo two >> tracked; tool git status --short -- tracked',
  'tool git commit -am "By the tool"',
  'tool git log --format="%an <%ae> %s %T"',
  'git log --format="%an <%ae> %s %T"; git status --short -- tracked; git fsck --strict',
  'find "$(git rev-parse --git-common-dir)" ! -user "$(id -u)"',
].join('\n');

/** Without the new commit's id, which the time decides. */
async function work(stage: Stage, line: string) {
  const { end, out, err } = await stage.sh(line);
  return { end, out: out.replaceAll(/\[(\S+) [0-9a-f]{7,}\]/g, '[$1 <id>]'), err };
}

/** The project as a repository, with another in its directory `sub`. */
async function withSubmodule(stage: Stage): Promise<void> {
  const from = stage.elsewhere('module');
  const add = `git -c protocol.file.allow=always submodule --quiet add ${from} sub`;
  await stage.sh(`(cd ${from}\n${START}\n)\n${START}\n${add}`);
}

export const git: readonly Case[] = [
  {
    row: 32,
    part: 'status, commit and log, in the project and below',
    streams: 'pipes',
    async observe(stage) {
      stage.makeDirectory('below');
      return work(
        stage,
        `${START}\n${WORK}\ncd below; tool git rev-parse --show-toplevel --git-dir`,
      );
    },
  },
  {
    row: 32,
    part: 'in a linked worktree whose repository lies elsewhere',
    streams: 'pipes',
    async observe(stage) {
      const main = stage.elsewhere('main');
      const tree = join(stage.project, 'tree');
      await stage.sh(`cd ${main}\n${START}\ngit worktree add -q -b fix ${tree}`);
      stage.makeProject(tree);
      return work(stage, `cd tree\n${WORK}\ncd ${main}; git log --format=%s fix`);
    },
  },
  {
    row: 32,
    part: 'a submodule, seen from above and from within',
    streams: 'pipes',
    async observe(stage) {
      await withSubmodule(stage);
      const line = `tool git submodule status --cached | cut -c43-; cd sub; ${AUTHOR}\n${WORK}`;
      return work(stage, line);
    },
  },
  {
    row: 32,
    part: 'a project that is a submodule',
    streams: 'pipes',
    async observe(stage) {
      await withSubmodule(stage);
      stage.makeProject(join(stage.project, 'sub'));
      return work(stage, `cd sub; ${AUTHOR}\n${WORK}`);
    },
  },
  {
    row: 32,
    part: 'a project that is a directory of a repository',
    streams: 'pipes',
    async observe(stage) {
      const part = stage.makeDirectory('part');
      stage.makeProject(part);
      return work(
        stage,
        `${START}\ncd part; tool git log --format=%s; tool git status --short -- .`,
      );
    },
  },
  {
    row: 32,
    part: 'a repository of somebody else is not trusted, in the same words',
    streams: 'pipes',
    async observe(stage) {
      await stage.sh(START);
      const other = stage.caller === 'root' ? 4321 : 0;
      for (const path of ['', '.git']) chownSync(join(stage.project, path), other, other);
      return stage.sh('tool git status --short');
    },
  },
];
