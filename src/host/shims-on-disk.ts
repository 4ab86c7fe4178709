import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** In bytes: more than any shim has. */
const MAX_SIZE = 64 * 1024;

/** The texts of a directory's files by name, nothing for what is no file of a size to be read. A directory that is missing is empty; throws where it cannot be read. */
export function readShimFiles(directory: string): ReadonlyMap<string, string | undefined> {
  const names = namesIn(directory);
  return new Map(names.map((name) => [name, textOf(join(directory, name))]));
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function textOf(path: string): string | undefined {
  try {
    const facts = statSync(path);
    return facts.isFile() && facts.size <= MAX_SIZE ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

/** Writes a program, whole or not at all; a shell that is reading the one before goes on with that. Throws where it cannot. */
export function writeShim(directory: string, name: string, text: string): void {
  mkdirSync(directory, { recursive: true });
  const draft = join(directory, `.${name}.${process.pid}`);
  try {
    writeFileSync(draft, text, { flag: 'wx' });
    chmodSync(draft, 0o755);
    renameSync(draft, join(directory, name));
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** Throws where it cannot. */
export function removeShim(directory: string, name: string): void {
  rmSync(join(directory, name));
}
