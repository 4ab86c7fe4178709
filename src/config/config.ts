import type { AbsolutePath, CommandName, ToolboxName, ToolboxVersion } from '../kernel/brand.ts';
import type { Located } from '../kernel/place.ts';

/** The layered, validated configuration: what every layer said, the last layer winning. */
export interface Config {
  /** The project that was found upward from the working directory, if any. */
  readonly project?: Project;
  /** Every file that took part, weakest first (user, project, local). */
  readonly files: readonly AbsolutePath[];
  /** Each at the characters that name its toolbox. */
  readonly commands: ReadonlyMap<CommandName, Located<CommandSpec>>;
  /** Each at its name. */
  readonly toolboxes: ReadonlyMap<ToolboxName, Located<ToolboxSpec>>;
  /** Where every word is run that is no command: the toolbox that a `devcontainer.json` describes. */
  readonly everyWord?: ToolboxName;
  readonly engine?: Located<EngineName>;
  /** Which kind of source toolboxes of the catalogue are taken from. */
  readonly source?: Located<SourceKind>;
  /** Whether launches may share a container; what a command or a toolbox says is nearer. */
  readonly isolation?: Located<Isolation>;
  /** Whether nothing may run but what `tackle.lock` has; said for a session or a launch, in no file. */
  readonly frozen?: Located<boolean>;
  /** Added to what every toolbox lets through, in the order written. */
  readonly env: readonly Located<EnvEntry>[];
  /** What every tool gets of the caller's own; each at its word. */
  readonly share: readonly Located<Share>[];
  readonly limits: LimitsSpec;
  /** Where images are asked for instead; from the user's own file alone. */
  readonly registries?: Registries;
}

/**
 * What the names of images begin with (`docker.io`, `registry.example.org/team`) → what they begin with where they are
 * asked for, in this order; each at its characters.
 */
export type Registries = ReadonlyMap<string, readonly Located<string>[]>;

export interface Project {
  /** The directory that is mounted: the one that holds the config (or its `.config` folder). */
  readonly root: AbsolutePath;
  readonly file: AbsolutePath;
}

export type EngineName = 'docker' | 'podman' | 'embedded';

/** How an image comes to be: pulled from a registry, built from packages, built from a Dockerfile. */
export type SourceKind = 'image' | 'packages' | 'dockerfile';

/** `none`: loopback only. `host`: the caller's network. `bridge`: the engine's private network. */
export type Network = 'none' | 'host' | 'bridge';

/**
 * `shared`: a launch may run in a container that is kept for launches of the same toolbox in the same project. `fresh`: each
 * has one of its own, which is removed with it.
 */
export type Isolation = 'shared' | 'fresh';

/** `python3.8: python@3.8`, or the long form. */
export interface CommandSpec {
  readonly toolbox: ToolboxName;
  readonly version?: ToolboxVersion;
  /** Which of the toolbox's commands to run; the command's own name, else the default, when absent. */
  readonly command?: CommandName;
  /** Put before the arguments the user types. */
  readonly args: readonly string[];
  readonly source?: Located<SourceKind>;
  /** Added to what its toolbox and the whole config share. */
  readonly share: readonly Located<Share>[];
  readonly isolation?: Located<Isolation>;
}

/** `NAME` lets one variable through, `PREFIX_*` all that begin so, `NAME=value` sets it. */
export type EnvEntry =
  | { readonly kind: 'pass'; readonly name: string }
  | { readonly kind: 'pass-prefix'; readonly prefix: string }
  | { readonly kind: 'set'; readonly name: string; readonly value: string };

/** What of the caller's own reaches a tool only where a config asks for it: `plan/share.ts`, `plan/arguments-outside.ts`. */
export type Share = 'argument-files' | 'ssh-agent' | 'proxy' | 'ca-certificates';

export interface LimitsSpec {
  readonly pids?: Located<number>;
  /** Bytes. */
  readonly memory?: Located<number>;
  /** Cores; fractions allowed. */
  readonly cpus?: Located<number>;
}

/** A toolbox the project describes itself, in one of three kinds. */
export type ToolboxSpec = ImageToolbox | PackagesToolbox | DockerfileToolbox;

interface ToolboxBase {
  /** Word to type → what to execute inside the image. The first is the default command. */
  readonly commands: ReadonlyMap<CommandName, readonly [string, ...string[]]>;
  readonly network?: Located<Network>;
  readonly env: readonly Located<EnvEntry>[];
  readonly share: readonly Located<Share>[];
  readonly isolation?: Located<Isolation>;
  readonly limits: LimitsSpec;
  /** Where the project is seen as well, besides its own path; of a `devcontainer.json` alone. */
  readonly workspace?: Located<AbsolutePath>;
  /** What is seen besides; of a `devcontainer.json` alone. */
  readonly mounts?: readonly Located<MountSpec>[];
  readonly summary?: string;
}

/** What is to be seen at `target`, besides the project. */
export type MountSpec =
  /** A file or directory of the caller's. */
  | {
      readonly kind: 'bind';
      readonly source: AbsolutePath;
      readonly target: AbsolutePath;
      readonly access: 'read-write' | 'read-only';
    }
  /** A directory that Tackle keeps for the toolbox in this project; a name, no path. */
  | {
      readonly kind: 'volume';
      readonly name: string;
      readonly target: AbsolutePath;
      readonly access: 'read-write' | 'read-only';
    }
  /** An empty directory in memory. */
  | { readonly kind: 'memory'; readonly target: AbsolutePath };

export interface ImageToolbox extends ToolboxBase {
  readonly kind: 'image';
  /** As written: `docker.io/koalaman/shellcheck:v0.10.0`, with or without a digest. */
  readonly image: Located<string>;
  readonly signedBy?: Located<SignedBy>;
}

/** Who has to have signed an image. */
export type SignedBy =
  /** The file of a public key; written relative to the config file. */
  | { readonly kind: 'key'; readonly file: AbsolutePath }
  /** Somebody that an issuer of identities vouched for when they signed: an address of mail, or of a workflow. */
  | { readonly kind: 'identity'; readonly identity: string; readonly issuer: string };

export interface PackagesToolbox extends ToolboxBase {
  readonly kind: 'packages';
  /** Debian suite: `bookworm`. */
  readonly debian: Located<string>;
  /** `name` or `name=version`. */
  readonly packages: readonly Located<string>[];
  /** `name@version`; the version is exact. */
  readonly npm: readonly Located<string>[];
}

export interface DockerfileToolbox extends ToolboxBase {
  readonly kind: 'dockerfile';
  /** Absolute; written relative to the config file. */
  readonly dockerfile: Located<AbsolutePath>;
  /** The build context; the Dockerfile's directory when not written. */
  readonly context: AbsolutePath;
  readonly target?: string;
  readonly args: Readonly<Record<string, string>>;
}
