import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Writable } from 'node:stream';
import type { Problem } from '../../kernel/problem.ts';
import type { Result } from '../../kernel/result.ts';
import { err } from '../../kernel/result.ts';
import type { ImagesProblem } from '../problems.ts';
import { syncDirectory } from '../store/durable-file.ts';
import { bundleNotWritten, bundleUnwritable } from './problems.ts';

/**
 * Writes a file that is there as a whole or not at all: what `write` makes is a draft beside it, which takes its name
 * when all went well, and is gone otherwise. Rejects with what `write` rejects with.
 */
export async function throughDraft<T, P extends Problem>(
  file: string,
  write: (sink: Writable) => Promise<Result<T, P>>,
): Promise<Result<T, P | ImagesProblem>> {
  const there = await stat(file).catch(() => undefined);
  if (there?.isFile() === false) return err(bundleUnwritable(file, 'it is there, and is no file'));
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  const sink = createWriteStream(draft, { flags: 'wx', flush: true });
  try {
    await opened(sink);
  } catch (error) {
    return err(bundleNotWritten(file, error));
  }
  try {
    const written = await write(sink);
    if (!written.ok) return written;
    await rename(draft, file);
    syncDirectory(dirname(file));
    return written;
  } finally {
    sink.destroy();
    await rm(draft, { force: true });
  }
}

function opened(sink: Writable): Promise<void> {
  return new Promise((resolve, reject) => {
    sink.once('open', () => resolve());
    sink.once('error', reject);
  });
}
