import { ON_AN_ENGINE, OURS, SHIMS, type PathName } from '../paths/launch-path.ts';
import type { NotGiven } from './not-given.ts';

const IN_A_NEW_ONE: readonly PathName[] = ['docker run -it'];
const IN_A_RUNNING_ONE: readonly PathName[] = ['docker exec -it', 'devcontainer exec'];
const OTHERS: readonly PathName[] = [...IN_A_NEW_ONE, ...IN_A_RUNNING_ONE];

/** Files, ambience and names: rows 28 to 40. */
export const files: readonly NotGiven[] = [
  {
    paths: [...OURS, ...SHIMS],
    parts: ['pwd -P behind a symbolic link to the project from elsewhere'],
    because:
      'the link lies outside of what is shown: at its path the project is mounted once more, which a program that resolves links by itself takes for a directory',
  },
  {
    paths: [...OURS, ...SHIMS],
    parts: ['root may read and give away what belongs to others'],
    because:
      'by design: a tool has no capabilities, so root inside is an ordinary user who happens to own root’s files',
  },
  {
    paths: [...OURS, ...SHIMS],
    parts: ['a project that is a directory of a repository'],
    because:
      'by design: only the project’s own directory is shown; with the config at the root of the repository, git works',
  },
  {
    paths: OURS,
    parts: ['a limit on open files that is set as the shell makes way for the tool'],
    because:
      'Node raises its own soft limit before it looks, and with the shell the only other trace is gone; the fast path, which is no Node, gives it',
  },
  {
    paths: ['tackle on podman'],
    parts: ['what a group may do, its members may'],
    callers: ['user'],
    because:
      'a user namespace without root knows none of the caller’s further groups but as `nogroup`, and the runtime leaves them out',
  },
  {
    paths: ['tackle on podman'],
    parts: [
      'every limit, soft and hard, as the caller has it',
      'limits that were lowered, soft, or hard, or both',
    ],
    because:
      'Podman lowers its own limit on processes to the number of pids that there can be, and init cannot raise it',
    sometimes: true,
  },
  {
    paths: ON_AN_ENGINE,
    parts: ['niceness below zero'],
    because:
      'the engine grants it where its daemon may raise limits (CAP_SYS_RESOURCE), and a rootless or nested one may not',
    sometimes: true,
  },
  {
    paths: IN_A_NEW_ONE,
    parts: ['in a project whose path has a colon'],
    because: '-v has colons between its parts, and no way to write one in a path',
  },
  {
    paths: ['devcontainer exec'],
    parts: [
      'in a project whose path has a comma and other signs',
      'in a project whose path has spaces and quotes',
      'in a project whose path has a line feed and a tab',
    ],
    because:
      'the mount of the project is one line of CSV, which a comma, a double quote or a line feed in its path breaks: `devcontainer up` fails',
  },
  {
    paths: IN_A_NEW_ONE,
    parts: [
      'through a symbolic link that leads out of the project',
      'through a symbolic link to the project from elsewhere',
      'through a symbolic link: PWD is the shell’s name for it',
      'pwd -P behind a symbolic link to the project from elsewhere',
    ],
    because:
      'the directory is mounted at the shell’s name for it: what was a symbolic link is a directory inside, and PWD is not passed on',
  },
  {
    paths: ['docker exec -it'],
    parts: [
      'through a symbolic link that leads out of the project',
      'through a symbolic link to the project from elsewhere',
      'through a symbolic link: PWD is the shell’s name for it',
      'pwd -P behind a symbolic link to the project from elsewhere',
    ],
    because: 'PWD, the shell’s name for the directory, is not passed on',
  },
  {
    paths: ['devcontainer exec'],
    parts: [
      'in the project, and in a directory of it',
      'in a path as long as the system lets it be',
      'arguments that are paths, absolute and relative',
      'through a symbolic link that leads out of the project',
      'through a symbolic link to the project from elsewhere',
      'through a symbolic link: PWD is the shell’s name for it',
      'pwd -P behind a symbolic link to the project from elsewhere',
      '`#!/usr/bin/env -S tool python3`',
    ],
    because: 'the tool is started in the workspace folder, wherever in it the caller is',
  },
  {
    paths: IN_A_NEW_ONE,
    parts: [
      'arguments that are paths, absolute and relative',
      'an argument that names a file elsewhere: it is read, or named before the tool starts',
      'the same for a file in /tmp',
      'a file elsewhere that the config lets in, when an argument names it',
      'in a linked worktree whose repository lies elsewhere',
      'a project that is a submodule',
      'a project that is a directory of a repository',
      '`#!/usr/bin/env -S tool python3`',
    ],
    because:
      'only the working directory is mounted: what lies beside or above it is not there, and nothing tells so',
  },
  {
    paths: ['docker exec -it'],
    parts: ['the same for a file in /tmp'],
    because: 'what is not mounted is not there, and nothing tells so',
  },
  {
    paths: ['devcontainer exec'],
    parts: [
      'an argument that names a file elsewhere: it is read, or named before the tool starts',
      'the same for a file in /tmp',
      'a file elsewhere that the config lets in, when an argument names it',
      'in a linked worktree whose repository lies elsewhere',
      'a project that is a submodule',
      'a project that is a directory of a repository',
    ],
    because:
      'only the workspace folder is mounted: what lies beside or above it is not there, and nothing tells so',
  },
  {
    paths: OTHERS,
    parts: [
      'owner and mode of all that it makes, with any umask',
      'a umask that leaves nobody any right, not even the owner',
      'a set-group-ID directory passes its group on',
      'what a group may do, its members may',
      'temporary files are the caller’s alone, and can be run',
      'a socket in the project joins both sides, either one serving',
    ],
    because:
      'the tool is root, and so is the owner of what it makes; umask and groups are not the caller’s',
  },
  {
    paths: OTHERS,
    parts: ['whoami, id and getpwuid', 'the numbers and names of all groups'],
    because: 'the tool is root',
  },
  {
    paths: IN_A_NEW_ONE,
    parts: [
      'what is written to HOME is there the next time',
      'a REPL remembers what was typed the last time',
    ],
    because: 'HOME is in the container, and goes with it',
  },
  {
    paths: IN_A_RUNNING_ONE,
    parts: ['what is written to HOME is there the next time'],
    because:
      'HOME is root’s own in the container: it is kept as long as that, and the caller’s HOME is not asked for',
  },
  {
    paths: OTHERS,
    parts: [
      'status, commit and log, in the project and below',
      'a submodule, seen from above and from within',
    ],
    because:
      'the tool is root, to whom git says that the caller’s repository is of dubious ownership',
  },
  {
    paths: ['docker exec -it'],
    parts: [
      'in a linked worktree whose repository lies elsewhere',
      'a project that is a submodule',
      'a project that is a directory of a repository',
    ],
    because:
      'the tool is root, to whom git says that the caller’s repository is of dubious ownership',
  },
  {
    paths: OTHERS,
    parts: ['a repository of somebody else is not trusted, in the same words'],
    because: 'the tool is root, and trusts what root owns, where the caller would not',
  },
  {
    paths: OTHERS,
    parts: [
      'variables that the config lets through, whatever is in them',
      'values that are no UTF-8',
      'a value as long as the system lets it be',
      'all variables of a prefix',
      'how to draw, without asking for it',
      'LANG, LC_ALL and LC_CTYPE decide on letters and their order',
      'letters are letters in a locale that only this machine has',
      'TZ names a zone',
      'TZ spells a rule out, is empty, or names nothing',
      'TZ names a file of the project',
      'the variables of a proxy',
    ],
    because: 'no variable of the caller’s is passed on, unless each is named beforehand',
  },
  {
    paths: OTHERS,
    parts: ['an ssh-agent lists its keys and signs'],
    because: 'neither the agent’s socket nor the variable that names it is inside',
  },
  {
    paths: OTHERS,
    parts: ['a server of an authority that only the caller trusts'],
    because:
      'neither the caller’s certificates nor the variables that name them are inside, and a server on the caller’s own machine is not reached from the engine’s network',
  },
  {
    paths: OTHERS,
    parts: ['`#!/usr/bin/env python3`: the command’s own name'],
    because: 'it has no commands that can be found by their own names',
  },
  {
    paths: OTHERS,
    parts: ['what git says where there is no repository'],
    because: 'git says that it stops at the mount of the project, which natively is none',
  },
  {
    paths: OTHERS,
    parts: ['every limit, soft and hard, as the caller has it'],
    because:
      'the limits are the engine’s: the caller’s own only where both were started with the same',
    sometimes: true,
  },
  {
    paths: OTHERS,
    parts: [
      'limits that were lowered, soft, or hard, or both',
      'a limit is felt where it is reached',
      'a limit on open files that is set as the shell makes way for the tool',
      'niceness',
      'the processors that it may run on',
    ],
    because: 'limits, niceness and processors are the engine’s, not the caller’s',
  },
];
