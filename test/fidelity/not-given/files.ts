import type { NotGiven } from './not-given.ts';

/** Files and ambience: rows 28 to 36, and 40. */
export const files: readonly NotGiven[] = [
  {
    paths: ['tackle on docker'],
    parts: ['pwd -P behind a symbolic link to the project from elsewhere'],
    because:
      'the link lies outside of what is shown: at its path the project is mounted once more, which a program that resolves links by itself takes for a directory',
  },
];
