import type { AbsolutePath } from '../kernel/brand.ts';
import type { Inherited } from './inherited.ts';
import type { Platform } from '../kernel/platform.ts';
import type { PlanUser, Stdio } from './launch-plan.ts';

/** What planning needs to know of the machine and the moment; gathered by `host/facts.ts`. */
export interface HostFacts {
  readonly user: PlanUser;
  /** `user.home` with every symbolic link resolved; `user.home` itself when it does not exist. */
  readonly realHome: AbsolutePath;
  readonly platform: Platform;
  /** Values byte for byte, as `kernel/byte-text.ts` has them; so are arguments and paths. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: Directory;
  readonly stdio: Stdio;
  readonly inherited: Inherited;
  /** The zone file in force, all links resolved: what `TZ` names, else what `/etc/localtime` leads to. */
  readonly timeZoneFile?: AbsolutePath;
  /** The socket that `SSH_AUTH_SOCK` names, if one is there; all links resolved. */
  readonly sshAgent?: AbsolutePath;
  /**
   * The variables that name a file of certificate authorities to some program → the file that holds for
   * the caller, whether or not the variable is set; all links resolved.
   */
  readonly caCertificates: Readonly<Record<string, AbsolutePath>>;
  /** Where toolbox homes lie: `$XDG_DATA_HOME/tackle/homes`. */
  readonly homesDir: AbsolutePath;
  /** For each argument that names something on disk: where it is and where it really is. */
  readonly existingArguments: readonly ExistingArgument[];
}

/** What planning needs to know of a project, once it was found; gathered by `host/project-facts.ts`. */
export interface ProjectFacts {
  readonly root: Directory;
  /**
   * The git directory of the repository that the root is a linked worktree of, or the root's own where
   * that lies outside of it (a submodule's); only when it is proven to be the caller's.
   */
  readonly gitDirectory?: AbsolutePath;
}

/** Something that is on disk where a path says. */
export interface FoundPath {
  /**
   * The path as written, made absolute, then what it becomes with each symbolic link that the kernel
   * follows in it; the last is the real path.
   */
  readonly names: readonly [AbsolutePath, ...AbsolutePath[]];
  readonly kind: 'file' | 'directory' | 'special';
}

/** What planning needs to know for what a config mounts; gathered by `host/mount-facts.ts`. */
export interface MountFacts {
  /** What is there, by the path that a mount names it by. */
  readonly sources: ReadonlyMap<AbsolutePath, FoundPath>;
  /** Where Tackle's own files lie, all links resolved: who may write there decides what is run. */
  readonly ownDirectories: readonly AbsolutePath[];
  /** The home directory that the account has, whatever `HOME` says; and with all links resolved. */
  readonly accountHomes: readonly AbsolutePath[];
  /** What those credentials that are there are, all links resolved. */
  readonly realCredentials: readonly AbsolutePath[];
}

export interface ExistingArgument extends FoundPath {
  readonly argument: string;
  /** The part of the argument that names the path: all of it, or what follows `--option=` or `-I`. */
  readonly written: string;
  /** It, or a link that it goes through, enters a directory and leaves it again: `lib/../data`. */
  readonly climbs: boolean;
}

/** A directory by the two names it can have. */
export interface Directory {
  /** As people came to it: for the working directory, `PWD` when that names it; else the physical path. */
  readonly logical: AbsolutePath;
  /** With every symbolic link resolved. */
  readonly physical: AbsolutePath;
}
