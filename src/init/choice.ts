import type { CatalogToolbox } from '../catalog/catalog.ts';
import type { ToolboxVersion } from '../kernel/brand.ts';
import type { Fact } from './finding.ts';

/** A toolbox at the version that the files of a repository come to. */
export interface Choice {
  readonly toolbox: CatalogToolbox;
  readonly version: ToolboxVersion;
  /** Who has it so, the one that decided first; at least one. */
  readonly facts: readonly [Fact, ...Fact[]];
  /** That nothing in the catalogue is what the first asks for, and this is next to it. */
  readonly isNearest: boolean;
  /** Who asks for something that this version is not. */
  readonly against: readonly Fact[];
}
