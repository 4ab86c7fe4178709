// Compiles native/ into static programs: init, PID 1 of every container, and launch, what a shim is. Each is made of the
// folder of its name and of what both need, native/shared; for this machine, and for each other kind of machine that a
// compiler is here for.
// Where there is neither a C compiler nor a way to one, the build still succeeds, and launches say what is missing; but not
// when it is for a release (`--release`), which has the programs of all kinds of machine.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { compileInDebian } from './compile-in-debian.mjs';
import { ARCHITECTURES, compilerFor, FLAGS, OWN } from './compilers.mjs';

const PROGRAMS = ['init', 'launch'];

const say = (line) => process.stderr.write(`build: ${line}\n`);

export default async function buildNative({ root, dist, isRelease }) {
  mkdirSync(join(dist, 'native'), { recursive: true });
  if (OWN === undefined) say('native/ was left out: it is for Linux on amd64 and arm64');
  for (const architecture of ARCHITECTURES) {
    const order = orderFor(architecture, root, dist);
    const lacking = await (architecture === OWN ? buildOwn(order) : buildOther(order));
    if (lacking !== undefined && isRelease) {
      throw new Error(`native/ is missing for ${architecture}: ${lacking.message}`);
    }
  }
}

function orderFor(architecture, root, dist) {
  const directory = join(root, 'native');
  const programs = PROGRAMS.map((name) => {
    const output = join(dist, 'native', `${name}-linux-${architecture}`);
    // A container may be starting from dist/ right now: it is to find the one before or the one after.
    return { sources: sourcesOf(directory, name), output, fresh: `${output}.new` };
  });
  return { root, architecture, directory, flags: FLAGS, programs };
}

/** Relative to `native/`. */
function sourcesOf(directory, program) {
  return [program, 'shared'].flatMap((folder) =>
    readdirSync(join(directory, folder))
      .filter((name) => name.endsWith('.c'))
      .map((name) => `${folder}/${name}`),
  );
}

/** Gives what is lacking, if anything is. */
async function buildOwn(order) {
  const compiler = compilerFor(OWN);
  if (compiler !== undefined) return put(order, () => compileHere(compiler, order));
  // Unpacking a compiler takes a while.
  if (isNew(order)) return undefined;
  const lacking = await put(order, () => compileInDebian(order));
  if (lacking === undefined) return undefined;
  say(`native/ was left out: no C compiler here, and none can be unpacked: ${lacking.message}`);
  if (lacking.hint !== undefined) say(`hint: ${lacking.hint}, or install a C compiler`);
  return lacking;
}

/** The same. What is older than its sources may speak another protocol than the rest. */
async function buildOther(order) {
  if (isNew(order)) return undefined;
  const compiler = compilerFor(order.architecture);
  if (compiler !== undefined) return put(order, () => compileHere(compiler, order));
  for (const { output } of order.programs) rmSync(output, { force: true });
  return { message: 'there is no compiler for that here' };
}

/** Has the programs compiled, and puts them where they belong unless something is lacking. */
async function put({ programs }, compile) {
  try {
    const lacking = await compile();
    if (lacking !== undefined) return lacking;
    for (const { fresh, output } of programs) renameSync(fresh, output);
    return undefined;
  } finally {
    for (const { fresh } of programs) rmSync(fresh, { force: true });
  }
}

function compileHere(compiler, { directory, flags, programs }) {
  for (const { sources, fresh } of programs) {
    execFileSync(compiler, [...flags, '-o', fresh, ...sources], {
      cwd: directory,
      stdio: 'inherit',
    });
  }
}

/** Whether the programs are newer than all that they are made of and by. */
function isNew({ directory, programs }) {
  return programs.every(({ output }) => isNewer(output, [directory, import.meta.dirname]));
}

/** Whether a file is newer than all that lies in these directories and below. */
function isNewer(file, directories) {
  const made = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const changed = directories.flatMap((directory) =>
    readdirSync(directory, { recursive: true }).map(
      (name) => statSync(join(directory, name)).mtimeMs,
    ),
  );
  return Math.max(...changed) < made;
}
