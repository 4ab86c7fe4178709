import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect } from 'vitest';
import type { PackagesRecipe } from '../../src/catalog/tool.ts';
import type { ExactPackages } from '../../src/lock/exact.ts';
import { scratch } from '../rig/scratch.ts';
import { asUser, ordinaryUser } from '../rig/user.ts';
import { buildProgram, remains } from './builds.ts';

const isRoot = process.getuid?.() === 0;

/**
 * Builds from a lock as if on another machine: another directory, user, umask, home, language, and where root runs the
 * tests, another host name and another kind of file system. Gives what it says.
 */
export async function buildElsewhere(
  recipe: PackagesRecipe,
  exact: ExactPackages,
  env: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  using home = scratch('elsewhere');
  if (isRoot) execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4g,mode=755', 'tmpfs', home.path]);
  try {
    return await buildIn(home.path, recipe, exact, env);
  } finally {
    if (isRoot) execFileSync('umount', [home.path]);
  }
}

async function buildIn(
  home: string,
  recipe: PackagesRecipe,
  exact: ExactPackages,
  env: Readonly<Record<string, string>>,
): Promise<unknown> {
  const program = await buildProgram(home);
  const locked = join(home, 'exact.json');
  writeFileSync(locked, JSON.stringify(exact));
  const [cacheDir, temporary] = [join(home, 'a longer', 'name', 'tackle'), join(home, 'tmp')];
  for (const directory of [cacheDir, temporary]) mkdirSync(directory, { recursive: true });
  chmodSync(temporary, 0o755);
  const user = ordinaryUser();
  if (isRoot) execFileSync('chown', ['--recursive', `${user.uid}:${user.gid}`, home]);
  const renamed = ['unshare', '--uts', 'sh', '-c', 'hostname elsewhere; exec "$@"', 'sh'];
  const guarded = ['sh', '-c', 'umask 077; exec "$@"', 'sh'];
  const build = [process.execPath, program, JSON.stringify(recipe), cacheDir, locked];
  const [command = '', ...args] = [
    ...(isRoot ? renamed : []),
    ...asUser(user),
    ...guarded,
    ...build,
  ];
  const { stdout } = await execa(command, args, {
    cwd: '/',
    env: { HOME: home, TMPDIR: temporary, LANG: 'de_DE.UTF-8', ...env },
    stderr: 'inherit',
  });
  expect(remains(cacheDir)).toEqual([]);
  return JSON.parse(stdout.split('\n').at(-1) ?? '');
}
