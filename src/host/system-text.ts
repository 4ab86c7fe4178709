import { readFileSync } from 'node:fs';

/** A text of the system's, such as a file of `/proc`; nothing where it is not to be had. */
export function systemText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
