import { realpathSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { AbsolutePath } from '../kernel/brand.ts';
import { absolutePathOf } from '../kernel/brand.ts';
import { decodeBytes } from '../kernel/byte-text.ts';
import { below } from '../kernel/path-within.ts';
import { pathForNode } from './path-for-node.ts';

/** The path with every symbolic link resolved; nothing when it does not exist or may not be seen. */
export function realPathOf(path: string): AbsolutePath | undefined {
  try {
    return absolutePathOf(decodeBytes(realpathSync.native(pathForNode(path), 'buffer')));
  } catch {
    return undefined;
  }
}

/** The same of one that is not there yet, which it would have: of what lies above it links are resolved. */
export function realPathToBe(path: string): AbsolutePath {
  const real = realPathOf(path);
  if (real !== undefined || path === '/') return real ?? ('/' as AbsolutePath);
  return below(realPathToBe(dirname(path)), basename(path));
}
