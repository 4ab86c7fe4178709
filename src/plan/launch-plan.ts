import type { Isolation, Network, Share } from '../config/config.ts';
import type { AbsolutePath } from '../kernel/brand.ts';
import type { Platform } from '../kernel/platform.ts';
import type { Pin } from '../lock/pin.ts';
import type { Inherited } from './inherited.ts';

/**
 * Everything about one launch, as plain readonly data. Words may hold bytes that are no UTF-8, as
 * `kernel/byte-text.ts` has them; paths do not. It is computed without touching the world
 * (`plan/plan-launch.ts`), printed by `tackle plan`, compared whole in golden tests, and
 * interpreted by every engine in the same way.
 */
export interface LaunchPlan {
  /** The format of this value; raised when a field changes its meaning. */
  readonly format: 1;
  readonly command: string;
  /** `python@3.8`, or a project toolbox's name. */
  readonly toolbox: string;
  readonly image: Pin;
  /** `linux/amd64` or `linux/arm64`. */
  readonly platform: Platform;
  readonly argv: readonly [string, ...string[]];
  /** Added to the image's own environment; sorted by name. */
  readonly env: Readonly<Record<string, string>>;
  /**
   * With every symbolic link resolved, as `getcwd(3)` says outside; `env.PWD` holds the name the shell
   * has for it, and both lead there inside.
   */
  readonly cwd: AbsolutePath;
  readonly user: PlanUser;
  readonly inherited: Inherited;
  /** Parents before children: mounted in this order, none hides another. No two have one target. */
  readonly mounts: readonly Mount[];
  readonly stdio: Stdio;
  readonly network: Network;
  /** What the config asked for of the caller's own, whether or not the caller has it; sorted. */
  readonly share: readonly Share[];
  readonly limits: Limits;
  readonly security: Security;
  /** What an engine may do, not what it has to: Node and `embedded` make one for each launch in any case. */
  readonly isolation: Isolation;
}

/** Whom the tool runs as. The engine adds a passwd and group entry for it to the image's own. */
export interface PlanUser {
  readonly uid: number;
  readonly gid: number;
  /** Supplementary groups, ascending, without `gid`. */
  readonly groups: readonly number[];
  /** The host's names for those of `groups` that have one. */
  readonly groupNames?: Readonly<Record<number, string>>;
  readonly name: string;
  readonly group: string;
  readonly home: AbsolutePath;
  /** The caller's umask, as `umask(2)` takes it. */
  readonly umask: number;
}

export type Mount = BindMount | PrivateMount;

/** A file or directory of the host. */
export interface BindMount {
  readonly kind: 'bind';
  readonly source: AbsolutePath;
  readonly target: AbsolutePath;
  readonly access: 'read-write' | 'read-only';
  readonly purpose: Purpose;
}

export type Purpose =
  | 'project'
  | 'home'
  | 'time-zone'
  | 'git'
  | 'argument'
  | 'ssh-agent'
  | 'ca-certificates'
  /** What a config mounts: of the caller's, or a directory of Tackle's that is kept for it. */
  | 'mount'
  | 'volume';

/** An empty directory in memory that is gone with the launch. */
export interface PrivateMount {
  readonly kind: 'private';
  readonly target: AbsolutePath;
  /** Permission bits: 0o1777 for /tmp. */
  readonly mode: number;
}

/** What each of the caller's descriptors is; the tool sees the same. */
export interface Stdio {
  readonly stdin: StreamKind;
  readonly stdout: StreamKind;
  /**
   * `same-as-stdout`: both are one stream, as after `2>&1`, and what is written to them stays in order. Two
   * that are terminals are the same one anyhow.
   */
  readonly stderr: StreamKind | 'same-as-stdout';
  /** None of them is a terminal, and yet one controls the caller: the tool finds it as /dev/tty. */
  readonly controlling?: true;
}

export type StreamKind = 'terminal' | 'stream';

export interface Limits {
  readonly pids: number;
  /** Bytes. */
  readonly memory?: number;
  readonly cpus?: number;
}

export interface Security {
  readonly capabilities: readonly [];
  readonly noNewPrivileges: true;
  readonly readOnlyRoot: true;
  readonly seccomp: 'default';
}
