import { closeSync, createReadStream, openSync, readFileSync, readSync } from 'node:fs';
import type { ImageParts } from '../image-parts.ts';
import type { ArchiveFile } from './archive-files.ts';
import { compressionOf, LONGEST_MAGIC, type Compression } from './decompress.ts';
import type { FoundImage } from './found-image.ts';

/** An image in an archive as others take it. Throws a `LayerFault` for a layer that is packed in a way nobody reads. */
export function partsOf({ configFile, layers }: FoundImage): ImageParts {
  return {
    config: readFileSync(configFile.path),
    layers: layers.map(({ file, digest, diffId }) => ({
      digest,
      diffId,
      size: file.size,
      compression: compressionIn(file),
      open: () => createReadStream(file.path),
    })),
  };
}

function compressionIn({ path }: ArchiveFile): Compression {
  const head = Buffer.alloc(LONGEST_MAGIC);
  const fd = openSync(path, 'r');
  try {
    return compressionOf(head.subarray(0, readSync(fd, head)));
  } finally {
    closeSync(fd);
  }
}
