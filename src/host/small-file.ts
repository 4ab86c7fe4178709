import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/**
 * The bytes of a file that somebody else has put there, such as whoever made a checkout. What has no end (`/dev/zero` by a
 * symbolic link) is not read, and a pipe is not waited for. Rejects with what the file system says, or why it is not read.
 *
 * @param most in bytes
 */
export async function readSmallFile(file: string, most: number): Promise<Buffer> {
  await using handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  const facts = await handle.stat();
  // Of a directory the reading says what is wrong, by its code.
  if (!facts.isFile() && !facts.isDirectory()) throw new Error('it is no file');
  if (facts.size > most) {
    throw new Error(`it has ${facts.size} bytes, and ${most} are the most that is read`);
  }
  return await handle.readFile();
}
