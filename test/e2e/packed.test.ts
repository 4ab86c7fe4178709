import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ARCHITECTURES, compilerFor } from '../../scripts/build/compilers.mjs';
import type { Tarball } from '../rig/checkout.ts';
import { copyCheckout, installOffline, packCheckout } from '../rig/checkout.ts';
import { rig } from '../rig/rig.ts';
import { runTackle } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';
import { asUser, ordinaryUser } from '../rig/user.ts';

/** All that belongs in the package: the program, what it reads, and what people read. */
const BELONGS =
  /^(activation\/tackle\.(sh|fish)|bin\/(tackle|package\.json)|completions\/(_tackle|tackle\.(bash|fish))|dist\/.+|schema\/.+\.json|docs\/(.+\.md|benchmarks\.svg)|package\.json|LICENSE|README\.md|CHANGELOG\.md)$/;

const directory = scratch('packed');
let tarball: Tarball;
let prefix: string;

beforeAll(() => {
  const checkout = copyCheckout(directory.path);
  tarball = packCheckout(checkout, directory.path);
  prefix = installOffline(tarball, directory.path);
});
afterAll(() => directory[Symbol.dispose]());

describe('the package', () => {
  test('holds what the program needs', () => {
    expect(tarball.files).toEqual(
      expect.arrayContaining(['bin/tackle', 'dist/main.cjs', 'LICENSE', 'package.json']),
    );
    expect(tarball.files.some((file) => file.startsWith('dist/native/'))).toBe(true);
  });

  test('holds the native programs for each kind of machine that they can be compiled for here', () => {
    const architectures = ARCHITECTURES.filter((each) => compilerFor(each) !== undefined);
    const programs = architectures.flatMap((architecture) =>
      ['init', 'launch'].map((name) => `dist/native/${name}-linux-${architecture}`),
    );
    expect(tarball.files).toEqual(expect.arrayContaining(programs));
  });

  test('holds nothing else', () => {
    expect(tarball.files.filter((file) => !BELONGS.test(file))).toEqual([]);
  });

  test('installs without a network, alone', () => {
    expect(readdirSync(join(prefix, 'lib/node_modules'))).toEqual(['tackle']);
    expect(existsSync(join(prefix, 'lib/node_modules/tackle/node_modules'))).toBe(false);
  });
});

describe('the installed program', () => {
  const version = (): string =>
    (
      JSON.parse(readFileSync(join(prefix, 'lib/node_modules/tackle/package.json'), 'utf8')) as {
        version: string;
      }
    ).version;

  test('starts through the link that npm made, and through a link to that', async () => {
    const npmLink = join(prefix, 'bin/tackle');
    const farLink = join(directory.path, 'elsewhere');
    symlinkSync(npmLink, farLink);
    for (const program of [npmLink, farLink]) {
      const outcome = await runTackle(['--version'], { cwd: '/', program });
      expect(outcome).toMatchObject({ status: 0, signal: null });
      expect(outcome.stdout.toString()).toBe(`tackle ${version()}\n`);
      expect(outcome.stderr.toString()).toBe('');
    }
  });

  test('finds its catalogue', async () => {
    const outcome = await runTackle(['list', '--all'], {
      cwd: '/',
      program: join(prefix, 'bin/tackle'),
    });
    expect(outcome.status).toBe(0);
    expect(outcome.stdout.toString()).toContain('python');
  });

  test('runs a tool in a container, for root and for an ordinary user', async () => {
    const user = ordinaryUser();
    const project = join(user.home, 'project');
    mkProject(project, user);
    for (const through of [[], asUser(user)]) {
      const outcome = await runTackle(['bash', '-c', 'id -u; pwd; exit 7'], {
        cwd: project,
        program: join(prefix, 'bin/tackle'),
        through,
        env: { XDG_CACHE_HOME: undefined },
      });
      const uid = through.length === 0 ? process.getuid!() : user.uid;
      expect(outcome.stderr.toString()).not.toContain('error');
      expect(outcome.stdout.toString()).toBe(`${uid}\n${project}\n`);
      expect(outcome.status).toBe(7);
    }
  });
});

function mkProject(project: string, user: { readonly uid: number; readonly gid: number }): void {
  mkdirSync(project);
  chownSync(project, user.uid, user.gid);
  const config = { toolboxes: { kit: { image: rig().kit.reference, commands: ['bash'] } } };
  writeFileSync(join(project, 'tackle.json'), JSON.stringify(config));
}
