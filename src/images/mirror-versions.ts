import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findProgram } from '../host/find-program.ts';
import type { Platform } from '../kernel/platform.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { Work } from '../kernel/work.ts';
import { buildFailure } from './build-failure.ts';
import { environmentOf, type BuildPlace } from './build-place.ts';
import { debianSources, type DebianArchive } from './debian-sources.ts';
import { builderMissing } from './machine-problems.ts';
import { sourceLine } from './mmdebstrap-arguments.ts';
import { mmdebstrapEnvironment } from './mmdebstrap-environment.ts';
import { cannotWrite, interrupted, type ImagesProblem } from './problems.ts';
import { makeScratch } from './scratch.ts';

/** Which packages of which archives are asked for. */
export interface VersionsOrder {
  readonly debian: string;
  readonly names: readonly string[];
  readonly platform: Platform;
  /** From the state of the archive at that time. */
  readonly snapshot?: string | undefined;
}

/**
 * The versions that the mirror has of each package, newest first, by the package's name; of one that it does not have,
 * nothing. Builds nothing, needs no root, and leaves nothing.
 */
export async function mirrorVersions(
  { debian, names, platform, snapshot }: VersionsOrder,
  where: BuildPlace,
  work: Work,
): Promise<Result<ReadonlyMap<string, readonly string[]>, ImagesProblem>> {
  const sources = await debianSources(debian, where, work, snapshot);
  if (!sources.ok) return sources;
  const { archives } = sources.value;
  try {
    await using scratch = await makeScratch(where);
    const { directory } = scratch;
    const env = {
      ...mmdebstrapEnvironment(environmentOf(where), directory, sources.value.epoch),
      APT_CONFIG: await layOut(directory, archives, platform),
    };
    if (findProgram('apt-get', env) === undefined) return err(builderMissing());
    const apt = await runner(env, work.signal);
    const updated = await apt('apt-get', 'update', '--error-on=any');
    const said = updated.failed ? updated : await apt('apt-cache', 'madison', ...names);
    if (work.signal.aborted) return err(interrupted('asking the Debian mirror for its versions'));
    if (!said.failed) return ok(versionsIn(said.stdout));
    const recipe = { debian, packages: [], npm: [] };
    const mirror = archives[0]?.mirror ?? '';
    const context = { recipe, mirror, directory: where.cacheDir, known: new Map() };
    return err(buildFailure(said.all.split('\n'), context));
  } catch (error) {
    return err(cannotWrite(where.cacheDir, error));
  }
}

/** A place of apt's own below the directory. Gives the file of settings, which apt reads before any other. */
async function layOut(
  directory: string,
  archives: readonly DebianArchive[],
  platform: Platform,
): Promise<string> {
  const root = join(directory, 'apt');
  for (const path of ['etc/apt', 'var/lib/apt/lists/partial', 'var/cache/apt/archives/partial']) {
    await mkdir(join(root, path), { recursive: true });
  }
  const architecture = platform.slice('linux/'.length);
  const settings = {
    Dir: root,
    'Dir::State::status': '/dev/null',
    'APT::Architecture': architecture,
    'APT::Architectures': architecture,
    // Only root could become another user for the download, who may not write here.
    'APT::Sandbox::User': 'root',
    'Acquire::Languages': 'none',
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} "${value}";\n`);
  await writeFile(join(root, 'etc/apt/sources.list'), archives.map(sourceLine).join('\n') + '\n');
  const file = join(root, 'settings');
  await writeFile(file, lines.join(''));
  return file;
}

async function runner(env: Readonly<Record<string, string>>, cancelSignal: AbortSignal) {
  const { execa } = await import('execa');
  const options = { env, extendEnv: false, cwd: '/', stdin: 'ignore', reject: false } as const;
  return (program: string, ...args: readonly string[]) =>
    execa(program, args, { ...options, all: true, cancelSignal });
}

/** Of lines such as ` bash | 5.2.15-2+b13 | http://deb.debian.org/debian bookworm/main amd64 Packages`. */
function versionsIn(said: string): ReadonlyMap<string, readonly string[]> {
  const versions = new Map<string, string[]>();
  for (const line of said.split('\n')) {
    const [name = '', version = ''] = line.split('|').map((part) => part.trim());
    const known = versions.get(name) ?? [];
    if (version !== '' && !known.includes(version)) versions.set(name, [...known, version]);
  }
  return versions;
}
