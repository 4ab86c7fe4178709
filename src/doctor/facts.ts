/** All that is judged, as plain values: `src/cli/doctor-facts.ts` puts them together. */
export interface Facts {
  readonly isRoot: boolean;
  readonly engines: readonly EngineFact[];
  readonly launch: LaunchFact;
  /** What keeps ordinary users from making user namespaces. */
  readonly userNamespaces?: Forbidding;
  readonly cgroups: CgroupsFact;
  readonly selinux: 'enforcing' | 'permissive' | 'off';
  readonly disks: readonly DiskFact[];
  readonly directories: readonly DirectoryFact[];
  /** Programs of this installation that are not there. */
  readonly missingPrograms: readonly MissingProgram[];
  readonly shims: ShimsFact;
  readonly project?: ProjectFact;
  readonly registries: readonly RegistryFact[];
  /** This machine's clock less a registry's, in seconds; absent where nobody has answered. */
  readonly skew?: number;
}

/** What a problem says. */
export interface Told {
  readonly message: string;
  readonly hint?: string;
}

export type EngineFact = { readonly engine: string } & (
  | { readonly state: 'usable'; readonly version: string; readonly at: string }
  | { readonly state: 'unusable'; readonly problem: Told }
  | { readonly state: 'not there' }
);

/** The engine that a launch here takes, or why it takes none. */
export type LaunchFact = { readonly engine: string } | { readonly problem: Told };

export interface Forbidding {
  /** `` `user.max_user_namespaces` is 0 `` */
  readonly setting: string;
  /** What allows it. */
  readonly command: string;
}

export interface CgroupsFact {
  /** cgroups(7): version 2, version 1, or none mounted. */
  readonly hierarchy: 'unified' | 'legacy' | 'none';
  /** Controllers that this user's processes may be given. */
  readonly delegated: readonly string[];
}

/** A file system that Tackle writes to. */
export interface DiskFact {
  readonly path: string;
  readonly freeBytes: number;
  /** Absent where the file system does not count them. */
  readonly freeFiles?: number;
}

/** A directory of Tackle's, or where it would be made. */
export interface DirectoryFact {
  readonly path: string;
  readonly state:
    | 'usable'
    | 'not writable'
    | 'cannot be made'
    | 'not private'
    | 'not yours'
    /** Something else is in its place. */
    | 'no directory';
}

export interface MissingProgram {
  readonly program: 'init' | 'launch';
  readonly path: string;
}

export interface ShimsFact {
  readonly directory: string;
  readonly commands: readonly ShimFact[];
  /** What shims go by, and leads nowhere. */
  readonly broken: readonly string[];
}

export interface ShimFact {
  readonly command: string;
  readonly found: 'shim' | 'other' | 'none';
  /** The first of its name on PATH that is no shim. */
  readonly next?: string;
}

/** What is wrong with each; `not locked` by toolbox. */
export interface ProjectFact {
  readonly config: string;
  readonly problems: readonly Told[];
  readonly lock?: LockFact;
  /** Absent where it is trusted, or asks for nothing. */
  readonly trust?: Told;
}

export type LockFact =
  | { readonly state: 'none' }
  | { readonly state: 'unusable'; readonly problem: Told }
  | { readonly state: 'read'; readonly notLocked: readonly NotLocked[] };

export interface NotLocked {
  readonly toolbox: string;
  readonly why: string;
}

export interface RegistryFact {
  readonly registry: string;
  /** Where it is asked. */
  readonly url: string;
  /** Why it does not answer. */
  readonly silent?: string;
}
