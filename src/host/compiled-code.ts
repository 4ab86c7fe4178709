import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import Module from 'node:module';
import { basename, dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { cacheDir } from './directories.ts';
import { putPrivately } from './put-privately.ts';

/** Which build this is: put in by the bundler (`scripts/build.mjs`), which makes it of all the other files. */
declare const TACKLE_BUILD: string;

/** What Node makes of a file's text and calls with these five; not in its types. */
type Wrapped = (
  this: unknown,
  ...given: [unknown, NodeJS.Require, NodeJS.Module, string, string]
) => unknown;

interface Compiling {
  _compile: (this: NodeJS.Module, text: string, file: string, ...more: unknown[]) => unknown;
}

/**
 * Has V8 take the files of this directory as it compiled them for an earlier process: compiling is a fifth of what Tackle's
 * own code takes. Node does this by itself from 22.1 on, but for all users in one directory in `/tmp`, where whoever made it
 * first could put code for others.
 *
 * What V8 takes is a file that is this user's alone, of this build, whole, and of the same V8 with the same flags, which alone
 * V8 itself looks at (https://v8.dev/blog/code-caching).
 *
 * @returns writes down what was compiled here, for the next process: to be called at the end, when V8 knows what is used
 */
export function useCompiledCode(): () => void {
  const compiled = new Map<string, Script>();
  const directory = directoryHere();
  if (directory === undefined) return () => undefined;
  const { prototype } = Module as unknown as { readonly prototype: Compiling };
  const { _compile: compile } = prototype;
  const require = Module.createRequire(__filename);
  prototype._compile = function (text, file, ...more) {
    if (dirname(file) !== import.meta.dirname) return compile.call(this, text, file, ...more);
    const name = nameOf(file);
    const cachedData = readIfOurs(join(directory, name));
    const script = new Script(Module.wrap(text), {
      filename: file,
      ...(cachedData && { cachedData }),
    });
    if (cachedData === undefined || script.cachedDataRejected === true) compiled.set(name, script);
    const run = script.runInThisContext() as Wrapped;
    return run.call(this.exports, this.exports, require, this, file, dirname(file));
  };
  return () => {
    if (compiled.size > 0) keep(directory, compiled);
  };
}

/** Nothing where nobody can say whose home this is. */
function directoryHere(): string | undefined {
  try {
    return join(cacheDir(process.env), 'code');
  } catch {
    return undefined;
  }
}

/** Another Node has another V8. */
function nameOf(file: string): string {
  return `${process.version}-${process.arch}-${TACKLE_BUILD}-${basename(file)}`;
}

function readIfOurs(path: string): Buffer | undefined {
  let fd: number | undefined;
  try {
    // Neither what a link leads to nor a FIFO, which would be waited for.
    fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const found = fstatSync(fd);
    const { uid, mode } = found;
    const isOurs = found.isFile() && uid === process.geteuid?.() && (mode & 0o022) === 0;
    return isOurs ? wholeCode(readFileSync(fd)) : undefined;
  } catch {
    return undefined;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/**
 * The first half of it, if the second is the same. Nothing where not all is as it was written: V8 runs what was damaged on a
 * disk. To compare takes the kernel's copying alone; to load a checksum of Node's takes a tenth of Node's start.
 */
function wholeCode(bytes: Buffer): Buffer | undefined {
  const half = bytes.length >> 1;
  const code = bytes.subarray(0, half);
  return half > 0 && code.equals(bytes.subarray(half)) ? code : undefined;
}

/** In milliseconds: what is of another build or another Node may be in use as well, and is soon made again. */
const KEPT_MS = 7 * 24 * 60 * 60 * 1000;

/** A disk may be full, and a cache for reading alone: then the next process compiles as this one did. */
function keep(directory: string, compiled: ReadonlyMap<string, Script>): void {
  try {
    if (!isOwnPlace(directory)) return;
    for (const [name, script] of compiled) {
      const code = script.createCachedData();
      putPrivately(directory, name, Buffer.concat([code, code]));
    }
    for (const name of readdirSync(directory)) {
      const path = join(directory, name);
      const written = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
      if (!name.startsWith(nameOf('')) && written < Date.now() - KEPT_MS) rmSync(path);
    }
  } catch {
    // As above.
  }
}

/** Root with somebody else's HOME (`sudo -E`) would leave a directory there that its owner cannot use. */
function isOwnPlace(directory: string): boolean {
  let nearest = directory;
  while (!existsSync(nearest)) nearest = dirname(nearest);
  return statSync(nearest).uid === process.geteuid?.();
}
