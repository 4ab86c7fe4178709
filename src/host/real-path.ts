import { realpathSync } from 'node:fs';
import type { AbsolutePath } from '../kernel/brand.ts';
import { absolutePathOf } from '../kernel/brand.ts';
import { decodeBytes } from '../kernel/byte-text.ts';
import { pathForNode } from './path-for-node.ts';

/** The path with every symbolic link resolved; nothing when it does not exist or may not be seen. */
export function realPathOf(path: string): AbsolutePath | undefined {
  try {
    return absolutePathOf(decodeBytes(realpathSync.native(pathForNode(path), 'buffer')));
  } catch {
    return undefined;
  }
}
