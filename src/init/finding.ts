import type { Place } from '../kernel/place.ts';
import type { Wish } from './wish.ts';

/** A file of a repository. */
export interface RepositoryFile {
  /** From the repository's root: `.github/workflows/ci.yml`. */
  readonly path: string;
  readonly text: string;
}

/** What a file of a repository tells of the tools that it needs. */
export type Finding = Fact | Fault;

/** That a tool is needed, and at which version. */
export interface Fact {
  readonly kind: 'fact';
  /** As the catalogue calls it, where it has a toolbox for it: `node`. */
  readonly tool: string;
  /** Absent where any version will do. */
  readonly wish?: Wish;
  /** What is told, as it follows the place in a comment: `asks for 3.8.10`. */
  readonly says: string;
  /** Its file is a path from the repository's root. */
  readonly place: Place;
  readonly voice: Voice;
  /** That it is wanted besides the one before it, and not in its place: Python 2.7 besides 3.8. */
  readonly besides?: true;
  /** An npm package that is to be run as a command of this tool: `pnpm@9.1.0`. */
  readonly npx?: { readonly command: string; readonly package: string };
}

/** That something in a file cannot be understood. */
export interface Fault {
  readonly kind: 'fault';
  readonly says: string;
  readonly place: Place;
}

/**
 * Who speaks, the one that is listened to first before the others: a file that version managers go by, what the
 * project pins, what it says it can do with, the containers that it is worked on or run in, the machines that test it.
 */
export type Voice = 'switch' | 'pin' | 'range' | 'container' | 'ci';

/** Why one is listened to before another. */
export const VOICES: Readonly<Record<Voice, string>> = {
  switch: 'version managers go by it',
  pin: 'it pins a version',
  range: 'it is what the project says it can do with',
  container: 'it is a container of the project',
  ci: 'it is what tests the project',
};

export type Reader = (file: RepositoryFile) => readonly Finding[];
