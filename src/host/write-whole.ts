import { randomBytes } from 'node:crypto';
import { chmod, rename, rm, writeFile } from 'node:fs/promises';

interface WriteOptions {
  /** Whatever the umask of the moment; what that leaves when not said. */
  readonly mode?: number | undefined;
  /** A machine that stops finds the text before or this one as well. */
  readonly flush?: boolean;
}

/** Writes a file, whole or not at all: whoever reads it meanwhile finds the text before or this one. Rejects where it cannot. */
export async function writeWhole(
  file: string,
  text: string,
  { mode, flush = false }: WriteOptions,
): Promise<void> {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(draft, text, { flag: 'wx', flush });
    if (mode !== undefined) await chmod(draft, mode);
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
