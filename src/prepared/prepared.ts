import type { EnvironmentRules } from '../plan/environment.ts';

/** What `native/launch` needs to know beforehand to run a command of a project, and for how long that holds. */
export interface Prepared extends PreparedFor {
  readonly guards: Guards;
  readonly way: PreparedWay;
}

/** What it is found by. */
export interface PreparedFor {
  /** The nearest directory that seems to hold a config, as `native/launch/project.c` finds it; where none does, the working directory. */
  readonly project: string;
  /**
   * As `native/launch/typed.h` has it: the name of a command, `x TOOLBOX`, `x TOOLBOX ...` for one with arguments, which may be
   * another program, or `shell TOOLBOX`.
   */
  readonly command: string;
  /** Of the caller's variables, those that tell launches apart that go on side by side. */
  readonly variables: { readonly TERM: string; readonly LANG: string };
}

/** By what it can be told that it still holds: all of this is as it was when it was prepared. */
export interface Guards {
  /** Paths, each with what stat(2) said of it (`host/observe.ts`). */
  readonly files: readonly Observed[];
  /** The same, by identity alone: what lies in a directory may change. */
  readonly directories: readonly Observed[];
  /** Where there is nothing. */
  readonly nothing: readonly string[];
  /** In directories that the caller may not enter. */
  readonly hidden: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  readonly unset: readonly string[];
  /** How names of variables begin of which `variables` has all that there are. */
  readonly allOf: readonly string[];
  /** Groups ascending, without `gid`. */
  readonly caller: {
    readonly uid: number;
    readonly gid: number;
    readonly groups: readonly number[];
  };
}

export interface Observed {
  readonly path: string;
  readonly said: string;
}

export type PreparedWay =
  /** Something here takes Node at each launch. */
  { readonly kind: 'slow' } | (ToolboxWay & CarrierWay);

/** How init comes to be there. */
export type CarrierWay = SandboxWay | AgentWay;

/** What a tool of the toolbox sees, whoever holds it. */
export interface ToolboxWay {
  /** Where the project is seen inside → what of the host is seen there. */
  readonly project: readonly Sight[];
  /** Where the tool starts, if not in its caller's directory, which it does not see. */
  readonly start?: string;
  /** The same of all that is the caller's own. */
  readonly shown: readonly Sight[];
  /** Directories that are empty inside. */
  readonly own: readonly string[];
  /** Trees that every image has of its own. */
  readonly trees: readonly string[];
  readonly environment: EnvironmentRules;
  /** What is executed, before the arguments. */
  readonly exec: readonly string[];
  /** Options of init, for the tool. */
  readonly init: readonly string[];
}

/** In a sandbox of its own; it finds a socket to its launcher as descriptor 3. */
export interface SandboxWay {
  readonly kind: 'sandbox';
  /** With its arguments, those of init too. */
  readonly program: readonly string[];
  /** The image that has to stay meanwhile. */
  readonly hold: { readonly store: string; readonly image: string };
}

/** As an agent in a container that runs until nobody has used it for a while. */
export interface AgentWay {
  readonly kind: 'agent';
  readonly socket: string;
  /** Of init, as seen outside: who else listens there is an impostor. */
  readonly pid: number;
  /** The engine's own variables, which no tool is to have. */
  readonly removed: readonly string[];
  /** Hard limits of what the container may have; a caller with higher ones takes Node. */
  readonly limits: readonly ResourceLimit[];
}

export interface ResourceLimit {
  /** As getrlimit(2) numbers it. */
  readonly resource: number;
  readonly most: number | 'unlimited';
}

export interface Sight {
  readonly target: string;
  readonly source: string;
}
