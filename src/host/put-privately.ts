import { randomBytes } from 'node:crypto';
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
    const draft = join(directory, `.${name}.${randomBytes(6).toString('hex')}`);
    try {
      writeFileSync(draft, text, { flag: 'wx' });
      renameSync(draft, join(directory, name));
    } catch (error) {
      rmSync(draft, { force: true });
      throw error;
    }
  });
}
