import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PackagesRecipe } from '../../src/catalog/tool.ts';
import { buildRootfs, type Rootfs } from '../../src/images/build-rootfs.ts';
import type { ImagesProblem } from '../../src/images/problems.ts';
import type { Result } from '../../src/kernel/result.ts';
import type { Progress } from '../../src/kernel/work.ts';
import type { ExactPackages } from '../../src/lock/exact.ts';
import { exactPin } from '../../src/lock/exact-pin.ts';
import { packagesKey } from '../../src/lock/packages-key.ts';
import type { PackagesPin } from '../../src/lock/pin.ts';
import type { Platform } from '../../src/kernel/platform.ts';
import { bundledProgram } from '../bundle-program.ts';

export const HERE: Platform = process.arch === 'arm64' ? 'linux/arm64' : 'linux/amd64';
export const ELSEWHERE: Platform = HERE === 'linux/arm64' ? 'linux/amd64' : 'linux/arm64';

export interface BuildOptions {
  readonly cacheDir: string;
  readonly platform?: Platform;
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly report?: (progress: Progress) => void;
  /** What is locked. */
  readonly exact?: ExactPackages;
  readonly snapshot?: string;
}

/** Builds a recipe in this process. */
export function buildHere(
  recipe: PackagesRecipe,
  options: BuildOptions,
): Promise<Result<Rootfs, ImagesProblem>> {
  const { cacheDir, platform = HERE, env, signal, report = () => undefined, exact } = options;
  const where = { cacheDir, ...(env !== undefined && { env: { ...process.env, ...env } }) };
  const work = { signal: signal ?? new AbortController().signal, report };
  const pin: PackagesPin = { kind: 'packages', recipe, key: packagesKey(recipe, platform) };
  const { snapshot } = options;
  const how = snapshot === undefined ? {} : { snapshot };
  return buildRootfs(exact ? exactPin(pin, exact) : pin, platform, where, work, how);
}

export function recipe(debian: string, packages: string[], npm: string[] = []): PackagesRecipe {
  const cut = (text: string, at: number) => ({
    name: text.slice(0, at),
    version: text.slice(at + 1),
  });
  return {
    debian,
    packages: packages.map((text) =>
      text.includes('=') ? cut(text, text.indexOf('=')) : { name: text },
    ),
    npm: npm.map((text) => cut(text, text.lastIndexOf('@'))),
  };
}

/** `fixtures/build-program.ts`, bundled into a directory. */
export function buildProgram(directory: string): Promise<string> {
  return bundledProgram(join(import.meta.dirname, 'fixtures/build-program.ts'), directory);
}

/** What is left of builds in a cache directory: half-made images, not locks. */
export function remains(cacheDir: string): readonly string[] {
  return readdirSync(join(cacheDir, 'build')).filter((name) => !name.endsWith('.lock'));
}

/** The programs that work in a directory, by their command lines. */
export function programsIn(directory: string): readonly string[] {
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return ids.flatMap((id) => {
    const [command, environment] = [read(`/proc/${id}/cmdline`), read(`/proc/${id}/environ`)];
    const works = environment.includes(`TMPDIR=${directory}`) || command.includes(`${directory}/`);
    return works && command !== '' ? [command.replaceAll('\0', ' ').slice(0, 200)] : [];
  });
}

/** Every mount below a directory, in this namespace. */
export function mountsIn(directory: string): readonly string[] {
  const lines = readFileSync('/proc/self/mountinfo', 'utf8').split('\n');
  return lines.filter((line) => line.split(' ')[4]?.startsWith(`${directory}/`));
}

function read(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
