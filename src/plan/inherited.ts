/**
 * What every process gets from the one that starts it (`fork(2)`), besides its umask and descriptors. What
 * the machine does not tell is absent, and is then as the engine has it.
 */
export interface Inherited {
  /** -20 to 19. */
  readonly nice?: number;
  /** The processors it may run on, as Linux lists them (`0,2-5`); absent when it may run on all. */
  readonly cpus?: string;
  /** A resource that is not named is unlimited. */
  readonly rlimits?: Rlimits;
}

export type Rlimits = Readonly<Partial<Record<Resource, Rlimit>>>;

/** Those of `getrlimit(2)`, by the names that `docker run --ulimit` has for them, where it has one. */
export type Resource =
  | ('as' | 'core' | 'cpu' | 'data' | 'fsize' | 'locks' | 'memlock' | 'msgqueue')
  | ('nice' | 'nofile' | 'nproc' | 'rss' | 'rtprio' | 'rttime' | 'sigpending' | 'stack');

/** In the units of `setrlimit(2)`. */
export interface Rlimit {
  readonly soft: RlimitValue;
  readonly hard: RlimitValue;
}

export type RlimitValue = number | 'unlimited';

/** Sorted by name. */
export function rlimitEntries(rlimits: Rlimits): readonly (readonly [Resource, Rlimit])[] {
  const entries = Object.entries(rlimits) as [Resource, Rlimit][];
  return entries.sort(([a], [b]) => (a < b ? -1 : 1));
}
