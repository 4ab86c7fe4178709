// Compiles C on a machine without a compiler: in a Debian that mmdebstrap unpacks for it and throws away, so that
// nothing is installed. Mirror, keys and namespaces are those of a toolbox that is built from packages.
import { chmodSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../setup/child.mjs';
import { importTypeScript } from './import-typescript.mjs';

const SUITE = 'bookworm';
const PACKAGES = ['gcc', 'libc6-dev'];

const KNOWN = [
  'src/images/builder-mode.ts',
  'src/images/debian-sources.ts',
  'src/images/mmdebstrap-environment.ts',
  'src/images/scratch.ts',
];

/**
 * Compiles programs, each from sources of one directory to its `fresh`. Throws when they do not compile.
 * @param {{ root: string, architecture: string, directory: string, flags: readonly string[],
 *   programs: readonly { sources: readonly string[], fresh: string }[] }} order
 *   names and flags hold nothing that a shell would read
 * @returns {Promise<{ message: string, hint?: string } | undefined>} what is missing to compile here
 */
export async function compileInDebian({ root, ...order }) {
  const images = await importTypeScript(root, KNOWN);
  const mode = await images.builderMode(process.env);
  if (!mode.ok) return mode.error;
  const place = { cacheDir: join(root, '.cache') };
  const work = { signal: new AbortController().signal };
  const sources = await images.debianSources(SUITE, place, work);
  if (!sources.ok) return sources.error;

  const unpacked = PACKAGES.join(' and ');
  console.error(`build: no C compiler here: unpacking ${unpacked} for once, installing nothing`);
  const { archives, epoch } = sources.value;
  const scratch = await images.makeScratch(place);
  try {
    const env = images.mmdebstrapEnvironment(process.env, scratch.directory, epoch);
    const args = mmdebstrapArguments({ ...order, mode: mode.value, archives, key: images.KEYRING });
    const log = join(scratch.directory, 'log');
    const stdio = ['ignore', 'ignore', openSync(log, 'w')];
    const status = await run('mmdebstrap', args, { cwd: '/', env, stdio });
    if (status !== 0) throw new Error(`compiling failed:\n${readFileSync(log, 'utf8')}`);
    for (const { fresh } of order.programs) chmodSync(fresh, 0o755);
    return undefined;
  } finally {
    await scratch[Symbol.asyncDispose]();
  }
}

/**
 * The packages are unpacked and not configured: a compiler needs no more. mmdebstrap runs the hooks where it
 * can change its root; what they copy passes through a process of the caller's, so `fresh` is the caller's.
 */
function mmdebstrapArguments({ mode, archives, key, architecture, ...compile }) {
  const { directory, flags, programs } = compile;
  const hooks = [
    `copy-in ${quoted(directory)} /`,
    ...programs.flatMap(({ sources, fresh }) => {
      const files = sources.map((name) => `/native/${name}`);
      return [
        `chroot "$1" /usr/bin/gcc ${[...flags, '-o', '/compiled', ...files].join(' ')}`,
        `download /compiled ${quoted(fresh)}`,
      ];
    }),
  ];
  return [
    `--mode=${mode}`,
    '--variant=extract',
    '--format=null',
    '--quiet',
    `--architectures=${architecture}`,
    `--include=${PACKAGES.join(',')}`,
    ...hooks.map((hook) => `--extract-hook=${hook}`),
    SUITE,
    '/dev/null',
    ...archives.map(({ mirror, suite }) => `deb [signed-by=${key}] ${mirror} ${suite} main`),
  ];
}

/** For Perl's `shellwords`, which reads a hook that copies: as in a shell, within double quotes. */
function quoted(path) {
  return `"${path.replaceAll(/["\\]/g, '\\$&')}"`;
}
