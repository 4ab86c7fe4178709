import type { Digest } from '../../kernel/brand.ts';
import type { ArchiveFile, ArchiveFiles } from './archive-files.ts';
import { checked, Config } from './image-documents.ts';
import { LayerFault } from './layer-fault.ts';

/** An image in an archive, its documents proved. */
export interface FoundImage {
  /** The digest of its manifest; of its config where the archive has no manifest. */
  readonly id: Digest;
  /** What it is called in the archive, if anything. */
  readonly names: readonly string[];
  /** Of the indexes and the manifest that lead to its config, where there are such, and last of its config. */
  readonly digests: readonly Digest[];
  readonly config: unknown;
  readonly configFile: ArchiveFile;
  readonly layers: readonly FoundLayer[];
}

export interface FoundLayer {
  readonly file: ArchiveFile;
  readonly digest: Digest;
  readonly diffId: Digest;
}

/** The digests of the archives in so many layers, as the config announces them. */
export function diffIdsOf(config: unknown, layers: number): readonly Digest[] {
  const { diff_ids: diffIds } = checked(Config, config, 'the config').rootfs;
  if (diffIds.length === layers) return diffIds;
  throw new LayerFault('damaged', 'its config and its manifest have different layers');
}

/** A file that has to be there. */
export function fileOf(files: ArchiveFiles, name: string): ArchiveFile {
  const file = files(name);
  if (file === undefined) throw new LayerFault('damaged', `\`${name}\` is missing`);
  return file;
}
