import { randomBytes } from 'node:crypto';
import { link, rm, writeFile } from 'node:fs/promises';

/** What file systems without hard links say of one. */
const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'];

/**
 * Writes a file that is not there yet, whole or not at all. Rejects with `EEXIST` where something of that name is there, which is
 * left as it is, whoever made it and when; else with what the file system says.
 */
export async function createWhole(file: string, text: string): Promise<void> {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(draft, text, { flag: 'wx' });
    await link(draft, file);
  } catch (error) {
    if (!NO_LINKS.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    await writeFile(file, text, { flag: 'wx' });
  } finally {
    await rm(draft, { force: true });
  }
}
