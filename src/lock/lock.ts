import type { PackagesRecipe } from '../catalog/tool.ts';
import type { Digest, ToolboxVersion } from '../kernel/brand.ts';
import type { Platform } from '../kernel/platform.ts';
import type { ExactManifest, ExactPackages } from './exact.ts';

/** What `tackle.lock` says: the entry of each toolbox by what was asked for, such as `python@3`. */
export type Lock = ReadonlyMap<string, LockEntry>;

export type LockEntry = LockedImage | LockedPackages | LockedDockerfile;

interface LockedBase {
  /** The version that a toolbox of the catalogue was resolved to; absent for a project's own. */
  readonly version?: ToolboxVersion;
}

export interface LockedImage extends LockedBase {
  readonly kind: 'image';
  /** The canonical text of the reference that was asked for, tag and all. */
  readonly image: string;
  /** What the reference meant: of its index, or of its manifest, if it has no index. */
  readonly digest: Digest;
  readonly platforms: ReadonlyMap<Platform, ExactManifest>;
}

export interface LockedPackages extends LockedBase {
  readonly kind: 'packages';
  /** What was asked for. */
  readonly recipe: PackagesRecipe;
  readonly platforms: ReadonlyMap<Platform, ExactPackages>;
}

export interface LockedDockerfile {
  readonly kind: 'dockerfile';
  /** Of the Dockerfile, its context, target and arguments. */
  readonly context: Digest;
  /** Canonical reference of each image that it builds on, by the words of its own → digest. */
  readonly bases: ReadonlyMap<string, Digest>;
}
