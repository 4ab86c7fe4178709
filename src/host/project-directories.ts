import {
  lstatSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { AbsolutePath } from '../kernel/brand.ts';
import { decodeBytes, encodeBytes } from '../kernel/byte-text.ts';

/** A link beside a project's shims that leads to the project: the directory's own name does not say which it is. */
const PROJECT = 'project';

/** What belongs to one project. */
export interface ProjectDirectory {
  readonly directory: AbsolutePath;
  /** Of the project, physical. */
  readonly root: string;
}

/** Says whose shims lie in the directory. Where that cannot be written, they stay when the project is gone. */
export function noteProject(shims: AbsolutePath, root: AbsolutePath): void {
  const directory = dirname(shims);
  if (rootOf(directory) === root) return;
  const draft = join(directory, `.${PROJECT}.${process.pid}`);
  try {
    rmSync(draft, { force: true });
    symlinkSync(encodeBytes(root), draft);
    renameSync(draft, join(directory, PROJECT));
  } catch {
    // Whoever asked for the shims has them.
  }
}

/** Those that say whose they are. */
export function projectDirectories(projects: string): readonly ProjectDirectory[] {
  return namesIn(projects).flatMap((name) => {
    const directory = join(projects, name) as AbsolutePath;
    const root = rootOf(directory);
    return root === undefined ? [] : [{ directory, root }];
  });
}

/** Removes what is left when the shims are gone. What else somebody has put there stays, and the directory with it. */
export function removeProjectDirectory({ directory }: ProjectDirectory): void {
  rmSync(join(directory, PROJECT), { force: true });
  for (const place of [join(directory, 'bin'), directory]) {
    try {
      rmdirSync(place);
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(code)) throw error;
    }
  }
}

function rootOf(directory: string): string | undefined {
  try {
    return decodeBytes(readlinkSync(join(directory, PROJECT), 'buffer'));
  } catch {
    return undefined;
  }
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory).filter((name) => lstatSync(join(directory, name)).isDirectory());
  } catch {
    return [];
  }
}
