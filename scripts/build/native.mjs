// Compiles native/, PID 1 of every container, into one static file for this machine's architecture.
// Where there is neither a C compiler nor a way to one, the build still succeeds, and launches say what is missing.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compileInDebian } from './compile-in-debian.mjs';

const ARCHITECTURES = { x64: 'amd64', arm64: 'arm64' };
const COMPILERS = ['musl-gcc', 'cc', 'gcc', 'clang'];
const FLAGS = ['-static', '-Os', '-s', '-std=c11', '-Wall', '-Wextra', '-Werror'];

const say = (line) => process.stderr.write(`build: ${line}\n`);

export default async function buildNative({ root, dist }) {
  const architecture = ARCHITECTURES[process.arch];
  if (process.platform !== 'linux' || architecture === undefined) {
    say('native/ was left out: it is for Linux on amd64 and arm64');
    return;
  }
  const directory = join(root, 'native');
  const output = join(dist, 'native', `init-linux-${architecture}`);
  mkdirSync(dirname(output), { recursive: true });
  // A container may be starting from dist/ right now: it is to find the one before or the one after.
  const fresh = `${output}.new`;
  const sources = readdirSync(directory).filter((name) => name.endsWith('.c'));
  const order = { root, architecture, directory, sources, flags: FLAGS, output: fresh };
  try {
    const compiler = COMPILERS.find((name) => linksStatically(name, fresh));
    if (compiler !== undefined) {
      compileHere(compiler, order);
    } else if (isNewer(output, [directory, import.meta.dirname])) {
      // Unpacking a compiler takes a while.
      return;
    } else {
      const lacking = await compileInDebian(order);
      if (lacking !== undefined) return sayLeftOut(lacking);
    }
    renameSync(fresh, output);
  } finally {
    rmSync(fresh, { force: true });
  }
}

function compileHere(compiler, { directory, sources, flags, output }) {
  const args = [...flags, '-o', output, ...sources];
  execFileSync(compiler, args, { cwd: directory, stdio: 'inherit' });
}

function sayLeftOut({ message, hint }) {
  say(`native/ was left out: no C compiler here, and none can be unpacked: ${message}`);
  if (hint !== undefined) say(`hint: ${hint}, or install a C compiler`);
}

/** A compiler may be there without a C library, or without a static one. */
function linksStatically(compiler, output) {
  const program = '#include <stdio.h>\nint main(void) { return puts("") < 0; }\n';
  const { status } = spawnSync(compiler, [...FLAGS, '-o', output, '-x', 'c', '-'], {
    input: program,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  return status === 0;
}

/** Whether a file is newer than all that lies in these directories. */
function isNewer(file, directories) {
  const made = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const changed = directories.flatMap((directory) =>
    readdirSync(directory).map((name) => statSync(join(directory, name)).mtimeMs),
  );
  return Math.max(...changed) < made;
}
