import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const ROOT = dirname(dirname(import.meta.dirname));

/** What a clean clone does not hold. */
const MADE_HERE = ['.git', '.cache', 'dist', 'node_modules', 'examples/paper/build'];

/**
 * A copy of this checkout as a clean clone would be, with the dependencies lent to it: what builds,
 * packs or installs can do so there without disturbing anybody.
 */
export function copyCheckout(into: string): string {
  const copy = join(into, 'checkout');
  cpSync(ROOT, copy, {
    recursive: true,
    preserveTimestamps: true,
    filter: (source) => !MADE_HERE.includes(relative(ROOT, source)),
  });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

export interface Tarball {
  readonly file: string;
  /** Paths inside the package, sorted. */
  readonly files: readonly string[];
}

/** `npm pack`, which builds first. */
export function packCheckout(checkout: string, into: string): Tarball {
  const args = ['pack', '--json', '--loglevel=error', '--pack-destination', into];
  const text = execFileSync('npm', args, {
    cwd: checkout,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [packed] = JSON.parse(text) as readonly PackReport[];
  if (packed === undefined) throw new Error('npm packed nothing');
  const files = packed.files.map((file) => file.path).sort();
  return { file: join(into, packed.filename), files };
}

interface PackReport {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** Installs the tarball into an empty prefix with no network and no cache; gives the prefix. */
export function installOffline(tarball: Tarball, into: string): string {
  const prefix = join(into, 'prefix');
  mkdirSync(prefix);
  const where = [`--prefix=${prefix}`, `--cache=${join(into, 'npm-cache')}`];
  const quietly = ['--offline', '--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync('npm', ['install', '--global', ...where, ...quietly, tarball.file]);
  return prefix;
}
