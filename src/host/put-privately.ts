import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { privately } from './privately.ts';

/**
 * Puts a file into a directory, whole or not at all, for this user alone to read and to write; the directory is made where
 * it is not there. What is written meanwhile has a name that begins with a dot. Throws where that cannot be.
 */
export function putPrivately(directory: string, name: string, text: string | Buffer): void {
  privately(() => {
    mkdirSync(directory, { recursive: true });
    // Nobody is kept from guessing it: what is there already is not written to. To load `node:crypto` takes 2 ms.
    const draft = join(directory, `.${name}.${Math.random().toString(36).slice(2)}`);
    try {
      writeFileSync(draft, text, { flag: 'wx' });
      renameSync(draft, join(directory, name));
    } catch (error) {
      rmSync(draft, { force: true });
      throw error;
    }
  });
}
