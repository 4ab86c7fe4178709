import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { privately } from '../host/privately.ts';
import { writeWhole } from '../host/write-whole.ts';

/**
 * Writes a file of the cache, whole or not at all, with its directory. It is the user's alone, whatever the
 * umask of the moment. Rejects when that cannot be.
 */
export async function keep(file: string, text: string): Promise<void> {
  privately(() => mkdirSync(dirname(file), { recursive: true }));
  await writeWhole(file, text, { mode: 0o600 });
}
