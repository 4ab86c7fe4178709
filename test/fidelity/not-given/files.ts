import type { NotGiven } from './not-given.ts';

/** Files and ambience: rows 28 to 36, and 40. */
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
    parts: ['what the caller’s own HOME holds is seen'],
    because:
      'by design: a toolbox has a HOME of its own, so that no tool reads the keys and tokens that lie in the real one',
  },
  {
    paths: ['tackle on docker'],
    parts: ['a project that is a directory of a repository'],
    because:
      'by design: only the project’s own directory is shown; with the config at the root of the repository, git works',
  },
  {
    paths: ['tackle on docker'],
    parts: ['a file in /tmp is there for the next program'],
    because:
      'by design: /tmp is empty at every launch and gone after it; others’ files lie in the real one',
  },
];
