import type { CallerName } from '../case.ts';

/**
 * One way of running a tool. Every case types the same line on every path, and in it the word `tool`: a
 * program on PATH that runs the rest of its arguments as this path does.
 */
export interface LaunchPath extends AsyncDisposable {
  readonly name: PathName;
  /** What was measured: `Docker CLI 20.10.24`. */
  readonly version: string;
  readonly callers: readonly CallerName[];
  /** The one project directory that it can serve; a fresh one for each case when not said. */
  readonly onlyProject?: string;
  /** Makes a project ready, and gives the shell script that is `tool` in it. */
  prepare(project: string): string;
  /** Variables that name the engine where `tool` is not there to: for shims. */
  env?(uid: number): Readonly<Record<string, string>>;
  /** Makes a program of this name in a directory of PATH that is this path's command; for paths that have such. */
  shim?(name: string, directory: string): void;
  /** What tools have left behind, beside processes of the host: `container 3f2a…`. */
  remains(project: string): Promise<readonly string[]>;
  /** Takes the container away under a running tool. */
  lose(project: string): Promise<void>;
  /** Ends and removes whatever a case has left. */
  tidy(project: string): Promise<void>;
}

/** Tackle's own with a container engine. */
export const ON_AN_ENGINE: readonly PathName[] = ['tackle on docker', 'tackle on podman'];

/** Tackle's own, through Node: as where nothing can be prepared. */
export const OURS: readonly PathName[] = [...ON_AN_ENGINE, 'tackle embedded'];

/** Tackle's own, by what is prepared: through shims, and `tackle COMMAND` as it is typed. */
export const SHIMS: readonly PathName[] = ['shim on docker', 'shim embedded', 'typed on docker'];

export type PathName =
  | 'native'
  | 'tackle on docker'
  | 'tackle on podman'
  | 'tackle embedded'
  | 'shim on docker'
  | 'shim embedded'
  | 'typed on docker'
  | 'docker run -it'
  | 'docker exec -it'
  | 'devcontainer exec';
