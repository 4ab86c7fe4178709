import type { Digest } from '../kernel/brand.ts';
import type { Platform } from '../kernel/platform.ts';

/** The config of an image that is a root file system and nothing else: the same bytes on every engine. */
export function rootfsConfig(rootfs: Digest, platform: Platform): Buffer {
  const [os, architecture] = platform.split('/');
  const layers = { type: 'layers', diff_ids: [rootfs] };
  return Buffer.from(JSON.stringify({ architecture, os, config: {}, rootfs: layers }));
}
