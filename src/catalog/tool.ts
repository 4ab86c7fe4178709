import type {
  Network,
  EnvEntry,
  Isolation,
  LimitsSpec,
  MountSpec,
  Share,
  SourceKind,
  SignedBy,
} from '../config/config.ts';
import type { AbsolutePath, CommandName, ToolboxName, ToolboxVersion } from '../kernel/brand.ts';
import type { Located } from '../kernel/place.ts';
import type { ImageReference } from './reference.ts';

/** What a command means here: the toolbox it lives in and what to execute there. Asked, not exact. */
export interface Tool {
  /** The word the user typed. */
  readonly command: CommandName;
  readonly toolbox: ToolboxId;
  /** What was asked for: the name of its entry in `tackle.lock`. */
  readonly asked: string;
  /** What is executed inside the image, before the user's own arguments. */
  readonly exec: readonly [string, ...string[]];
  readonly source: Source;
  /** Other kinds of source this version could have come from: named in hints, never switched to. */
  readonly alternatives: readonly SourceKind[];
  readonly network: Network;
  /** What this toolbox itself says; `plan` puts it together with what the config says of all. */
  readonly env: readonly EnvEntry[];
  /** Variables set to a place below the toolbox's HOME: `GOPATH` → `go`. */
  readonly homeEnv?: Readonly<Record<string, string>>;
  /** What this toolbox and this command ask for of the caller's own; the catalogue's never do. */
  readonly share: readonly Share[];
  /** What this command says, else its toolbox of the project's own. */
  readonly isolation?: Isolation;
  /** As `env`. */
  readonly limits: LimitsSpec;
  /** Where the project is seen as well, besides its own path. */
  readonly workspace?: Located<AbsolutePath>;
  /** What is seen besides the project. */
  readonly mounts?: readonly Located<MountSpec>[];
}

export interface ToolboxId {
  readonly name: ToolboxName;
  /** Absent for a project's own toolbox, which has no versions. */
  readonly version?: ToolboxVersion;
  readonly origin: 'catalogue' | 'project';
}

/** Where an image comes from, as asked for. `lock/pin.ts` holds the exact counterpart. */
export type Source = ImageSource | PackagesSource | DockerfileSource;

export interface ImageSource {
  readonly kind: 'image';
  readonly reference: ImageReference;
  readonly signedBy?: Located<SignedBy>;
}

export interface PackagesSource {
  readonly kind: 'packages';
  readonly recipe: PackagesRecipe;
}

export interface DockerfileSource {
  readonly kind: 'dockerfile';
  readonly dockerfile: AbsolutePath;
  readonly context: AbsolutePath;
  readonly target?: string;
  readonly args: Readonly<Record<string, string>>;
}

/** Everything that decides the content of a package-built root file system, in canonical order. */
export interface PackagesRecipe {
  /** Debian suite: `bookworm`. */
  readonly debian: string;
  readonly packages: readonly PackageRequest[];
  readonly npm: readonly NpmRequest[];
}

export interface PackageRequest {
  readonly name: string;
  /** Exact Debian version; the suite's newest when absent. */
  readonly version?: string;
}

export interface NpmRequest {
  /** `{arch}` stands for the machine's architecture as npm spells it: `x64`, `arm64`. */
  readonly name: string;
  /** Exact. */
  readonly version: string;
}
