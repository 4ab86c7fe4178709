import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { AbsolutePath } from '../kernel/brand.ts';
import { pathForNode } from './path-for-node.ts';

/** The last so many bytes of a file, as text; an empty one where there is no such file, or it may not be read. */
export function readEnd(file: AbsolutePath, bytes: number): string {
  try {
    const { O_RDONLY, O_NONBLOCK } = constants;
    const descriptor = openSync(pathForNode(file), O_RDONLY | O_NONBLOCK);
    try {
      const status = fstatSync(descriptor);
      if (!status.isFile()) return '';
      const end = Buffer.alloc(Math.min(bytes, status.size));
      const read = readSync(descriptor, end, 0, end.length, status.size - end.length);
      return end.subarray(0, read).toString('utf8');
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return '';
  }
}
