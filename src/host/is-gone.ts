import { lstatSync } from 'node:fs';
import { pathForNode } from './path-for-node.ts';

/** Whether there is nothing of this path any more. What cannot be looked at may well be there. */
export function isGone(path: string): boolean {
  try {
    lstatSync(pathForNode(path));
    return false;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR';
  }
}
