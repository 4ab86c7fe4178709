import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { ShimFile } from '../shims/shim-mark.ts';

/** In bytes: more than any shim has. */
const MAX_SIZE = 64 * 1024;

/** Where there lies what shims go by that are links. */
export function leadsDirectory(directory: string): string {
  return join(directory, '.tackle');
}

/**
 * A directory's files by name, nothing for what is neither a link nor a file of a size to be read. A directory that is
 * missing is empty; throws where it cannot be read.
 */
export function readShimFiles(directory: string): ReadonlyMap<string, ShimFile | undefined> {
  const names = namesIn(directory);
  return new Map(names.map((name) => [name, shimFileAt(join(directory, name))]));
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function shimFileAt(path: string): ShimFile | undefined {
  try {
    const facts = lstatSync(path);
    if (facts.isSymbolicLink()) return { kind: 'link', target: readlinkSync(path) };
    if (!facts.isFile() || facts.size > MAX_SIZE) return undefined;
    return { kind: 'text', text: readFileSync(path, 'utf8') };
  } catch {
    return undefined;
  }
}

/** Writes a program or a link, whole or not at all; who is reading the one before goes on with that. Throws where it cannot. */
export function writeShim(directory: string, name: string, file: ShimFile): void {
  mkdirSync(directory, { recursive: true });
  const draft = join(directory, `.${name}.${randomUUID()}`);
  try {
    if (file.kind === 'link') symlinkSync(file.target, draft);
    else {
      writeFileSync(draft, file.text, { flag: 'wx' });
      chmodSync(draft, 0o755);
    }
    renameSync(draft, join(directory, name));
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** One that somebody else has removed meanwhile is as good; throws where it cannot. */
export function removeShim(directory: string, name: string): void {
  rmSync(join(directory, name), { force: true });
}

/** The links alone, and the directory where nothing else is in it. */
export function removeLeads(directory: string): void {
  const leads = leadsDirectory(directory);
  for (const name of ['launch', 'node', 'tackle']) rmSync(join(leads, name), { force: true });
  if (namesIn(leads).length === 0) rmSync(leads, { recursive: true, force: true });
}
