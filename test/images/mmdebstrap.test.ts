import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeHooks } from '../../src/images/build-hooks.ts';
import { followSteps } from '../../src/images/build-steps.ts';
import { builderMode } from '../../src/images/builder-mode.ts';
import { mmdebstrapArguments, sourceLine } from '../../src/images/mmdebstrap-arguments.ts';
import { mmdebstrapEnvironment } from '../../src/images/mmdebstrap-environment.ts';
import { checkPackageNames } from '../../src/images/package-words.ts';
import type { Digest } from '../../src/kernel/brand.ts';
import { recipe } from './builds.ts';

const ARCHIVES = [
  { mirror: 'http://deb.debian.org/debian', suite: 'trixie' },
  { mirror: 'http://deb.debian.org/debian-security', suite: 'trixie-security' },
];
const HOOKS = { setup: '/s/before', extract: '/s/check', customize: '/s/after' };

describe('what mmdebstrap is told', () => {
  it('to install packages, in whatever order they were written, and lay a layer over them', () => {
    const order = {
      recipe: recipe('trixie', ['python3=3.13.5-1', 'g++']),
      platform: 'linux/amd64',
      archives: ARCHIVES,
      mode: 'unshare',
      hooks: HOOKS,
      layer: '/home/a "b"/npm.tar',
    } as const;
    expect(mmdebstrapArguments(order)).toMatchSnapshot();
  });

  it('to install nothing more than Debian’s essential packages', () => {
    const order = {
      recipe: recipe('trixie', []),
      platform: 'linux/arm64',
      archives: ARCHIVES,
      mode: 'root',
      hooks: HOOKS,
    } as const;
    const words = mmdebstrapArguments(order);
    expect(words).toContain('--mode=root');
    expect(words).toContain('--architectures=arm64');
    expect(words.filter((word) => word.startsWith('--include'))).toEqual([]);
  });

  it('to take old lists of an archive’s old state', () => {
    const archive = { mirror: 'http://s/archive/debian/20260131T000000Z', suite: 'trixie' };
    expect(sourceLine({ ...archive, isSnapshot: true })).toBe(
      'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg check-valid-until=no] http://s/archive/debian/20260131T000000Z trixie main',
    );
  });

  it('nothing of the caller but proxies', () => {
    const caller = { PATH: '/home/me/bin', LANG: 'de_DE', HTTP_PROXY: 'http://p:1', no_proxy: '' };
    expect(mmdebstrapEnvironment(caller, '/s', 1795140670)).toEqual({
      http_proxy: 'http://p:1',
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      HOME: '/nonexistent',
      LC_ALL: 'C.UTF-8',
      TZ: 'UTC',
      TMPDIR: '/s',
      SOURCE_DATE_EPOCH: '1795140670',
      FORCE_SOURCE_DATE: '1',
      PERL_HASH_SEED: '0',
    });
  });

  it('to run hooks of our own', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'tackle-hooks-'));
    try {
      const wanted = recipe('trixie', ['python3=3.13.5-1', 'pypy3', 'g++']);
      const hooks = await writeHooks({ recipe: wanted, platform: 'linux/arm64' }, directory);
      for (const file of Object.values(hooks)) {
        expect(readFileSync(file as string, 'utf8')).toMatchSnapshot();
      }
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});

it('runs hooks that let apt have what is locked, and nothing else', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'tackle-hooks-'));
  try {
    const digest = (letter: string) => `sha256:${letter.repeat(64)}` as Digest;
    const packages = [
      { name: 'bash', version: '5.2.15-2+b13', architecture: 'amd64', digest: digest('b') },
      { name: 'media-types', version: '10.0.0', architecture: 'all', digest: digest('a') },
      { name: 'libcap2', version: '1:2.66-4', architecture: 'amd64', digest: digest('c') },
    ];
    const exact = { rootfs: digest('0'), epoch: 1, packages, npm: [] };
    const order = { recipe: recipe('bookworm', ['bash']), platform: 'linux/amd64', exact } as const;
    const { setup, extract } = await writeHooks(order, directory);
    for (const file of [setup, extract]) expect(readFileSync(file, 'utf8')).toMatchSnapshot();
  } finally {
    rmSync(directory, { recursive: true });
  }
});

describe('names that are no packages', () => {
  for (const [name, version] of [
    ['?essential', undefined],
    ['~nbash', undefined],
    ['/tmp/x.deb', undefined],
    ['./x.deb', undefined],
    ['bash-', undefined],
    ['bash,dash', undefined],
    ['$(reboot)', undefined],
    ['bash', '5.*'],
    ['bash', '5.2 '],
  ] as const) {
    it(`${name} ${version ?? ''}`, () => {
      const packages = [{ name, ...(version !== undefined && { version }) }];
      expect(checkPackageNames({ debian: 'trixie', packages, npm: [] }).ok).toBe(false);
    });
  }

  it('are told from those that are', () => {
    const words = ['g++', 'libc6', 'python3.13', '0ad', 'tar=1.34+dfsg-1.2+deb12u1', 'x11=1:7.7~a'];
    expect(checkPackageNames(recipe('trixie', words)).ok).toBe(true);
  });
});

it('says what a machine lacks that cannot build', async () => {
  const mode = await builderMode({ PATH: '/nonexistent' });
  expect(mode).toMatchObject({
    error: {
      code: 'images/builder-missing',
      hint: 'install it with `sudo apt-get install mmdebstrap`',
    },
  });
});

it('counts each package three times: fetched, unpacked, set up', () => {
  const follow = followSteps(2);
  const output = `Get:1 http://deb.debian.org/debian bookworm InRelease [151 kB]
0 upgraded, 1 newly installed, 0 to remove and 0 not upgraded.
Get:1 http://deb.debian.org/debian bookworm/main amd64 gcc-12-base amd64 12.2.0-14 [37.6 kB]
Selecting previously unselected package gcc-12-base:amd64.
Preparing to unpack .../gcc-12-base_12.2.0-14_amd64.deb ...
Unpacking gcc-12-base:amd64 (12.2.0-14) ...
Setting up gcc-12-base:amd64 (12.2.0-14) ...
0 upgraded, 1 newly installed, 0 to remove and 0 not upgraded.
Get:1 http://deb.debian.org/debian bookworm/main amd64 media-types all 10.0.0 [26.1 kB]
Unpacking media-types (10.0.0) ...
Setting up media-types (10.0.0) ...`;
  expect(output.split('\n').flatMap((line) => follow(line) ?? [])).toEqual([
    { done: 0 },
    { done: 1 },
    { done: 2 },
    { done: 3 },
    { done: 3, total: 6 },
    { done: 4, total: 6 },
    { done: 5, total: 6 },
    { done: 6, total: 6 },
  ]);
});
