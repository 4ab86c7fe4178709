import type { NotGiven } from './not-given.ts';

/** Files, ambience and names: rows 28 to 40. */
export const files: readonly NotGiven[] = [
  {
    paths: ['tackle on docker'],
    parts: ['pwd -P behind a symbolic link to the project from elsewhere'],
    because:
      'the link lies outside of what is shown: at its path the project is mounted once more, which a program that resolves links by itself takes for a directory',
  },
  {
    paths: ['tackle on docker'],
    parts: ['root may read and give away what belongs to others'],
    because:
      'by design: a tool has no capabilities, so root inside is an ordinary user who happens to own root’s files',
  },
  {
    paths: ['tackle on docker'],
    parts: ['a project that is a directory of a repository'],
    because:
      'by design: only the project’s own directory is shown; with the config at the root of the repository, git works',
  },
  {
    paths: ['tackle on docker'],
    parts: ['what git says where there is no repository'],
    because:
      'git looks for a repository in the directories above, and tells that it stopped at the edge of a mount: the project is one',
  },
  {
    paths: ['tackle on docker'],
    parts: ['`#!/usr/bin/env python3`: the command’s own name'],
    because:
      'a tool’s own name is on PATH only with shims, which are still to come; `#!/usr/bin/env -S tackle python3` works',
  },
  {
    paths: ['tackle on docker'],
    parts: ['a limit on open files that is set as the shell makes way for the tool'],
    because:
      'Node raises its own soft limit before it looks, and with the shell the only other trace is gone; the fast path, which is no Node, will give it',
  },
  {
    paths: ['tackle on docker'],
    parts: ['niceness below zero'],
    because:
      'the engine grants it where its daemon may raise limits (CAP_SYS_RESOURCE), and a rootless or nested one may not',
    sometimes: true,
  },
];
