import { createReadStream } from 'node:fs';
import { posix } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { Header, Pack } from 'tar-stream';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { NpmPackage } from './npm-package.ts';
import { npmUnusable } from './npm-problems.ts';
import type { ImagesProblem } from './problems.ts';

const MODULES = 'usr/local/lib/node_modules';
const PROGRAMS = 'usr/local/bin';

/** What npm gives every file: zip knows no time before 1980, and no time zone makes this one earlier. */
const SOME_DAY = new Date('1985-10-26T08:15:00Z');
const ROOTS = { uid: 0, gid: 0, mtime: SOME_DAY } as const;

/** A program's name that is one word in one directory. */
const PROGRAM = /^[A-Za-z0-9_][A-Za-z0-9_.+-]*$/;

/**
 * Adds a downloaded package to a tar stream as `npm install --global` would lay it down: its files in
 * `/usr/local/lib/node_modules`, its programs linked in `/usr/local/bin`, modes as npm makes them.
 */
export async function layNpmPackage(
  { name, version, bin }: NpmPackage,
  tarball: string,
  tar: Pack,
): Promise<Result<void, ImagesProblem>> {
  const refuse = (why: string) => err(npmUnusable(`${name}@${version}`, why));
  const programs = new Set([...bin.values()].map((path) => posix.join(path)));
  const home = `${MODULES}/${name}`;
  const directories = new Set<string>();
  const files = new Set<string>();

  const { extract } = await import('tar-stream');
  const entries = extract();
  const unpacking = pipeline(createReadStream(tarball), createGunzip(), entries);
  // What goes wrong while reading is thrown by the loop below as well.
  unpacking.catch(() => undefined);
  try {
    for await (const entry of entries) {
      const { header } = entry;
      const path = pathWithin(header);
      if (path === undefined) return refuse(`\`${header.name}\` in it is no plain file`);
      if (path === '') {
        entry.resume();
        continue;
      }
      addDirectories(tar, `${home}/${path}`, directories);
      const mode = isExecutable(header) || programs.has(path) ? 0o755 : 0o644;
      const sink = tar.entry({ ...ROOTS, name: `${home}/${path}`, mode, size: header.size });
      await pipeline(entry, sink);
      files.add(path);
    }
    await unpacking;
  } catch (error) {
    return refuse((error as Error).message);
  } finally {
    entries.destroy();
  }

  for (const [program, path] of bin) {
    const target = posix.join(path);
    if (!PROGRAM.test(program)) return refuse(`\`${program}\` is no name for a program`);
    if (!files.has(target)) return refuse(`its program \`${path}\` is not in it`);
    const linkname = `../lib/node_modules/${name}/${target}`;
    const link = `${PROGRAMS}/${program}`;
    tar.entry({ ...ROOTS, name: link, type: 'symlink', linkname, mode: 0o777 });
  }
  return ok(undefined);
}

/**
 * The path in the package: without the first directory, which is `package` or whatever else its maker
 * called it. Empty for a directory; nothing for what could reach out of the package.
 */
function pathWithin({ name, type }: Header): string | undefined {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..') || name.startsWith('/')) return undefined;
  if (type === 'directory') return '';
  if (type !== 'file' && type !== 'contiguous-file') return undefined;
  return parts.length < 2 ? undefined : parts.slice(1).join('/');
}

function isExecutable({ mode }: Header): boolean {
  return (mode & 0o111) !== 0;
}

/** Every directory between `node_modules` and the file, once. */
function addDirectories(tar: Pack, file: string, added: Set<string>): void {
  const parts = file.slice(MODULES.length + 1).split('/');
  for (let depth = 0; depth < parts.length; depth++) {
    const directory = [MODULES, ...parts.slice(0, depth)].join('/');
    if (added.has(directory)) continue;
    added.add(directory);
    tar.entry({ ...ROOTS, name: `${directory}/`, type: 'directory', mode: 0o755 });
  }
}
