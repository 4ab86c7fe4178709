import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { chmod, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { privately } from '../host/privately.ts';

/**
 * Writes a file of the cache, whole or not at all, with its directory. It is the user's alone, whatever the
 * umask of the moment. Rejects when that cannot be.
 */
export async function keep(file: string, text: string): Promise<void> {
  privately(() => mkdirSync(dirname(file), { recursive: true }));
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(draft, text);
    await chmod(draft, 0o600);
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
