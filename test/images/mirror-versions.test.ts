import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mirrorVersions } from '../../src/images/mirror-versions.ts';
import { scratch } from '../rig/scratch.ts';
import type { Digest } from '../../src/kernel/brand.ts';
import { newestPackages } from '../../src/images/newest-packages.ts';
import { HERE, recipe, remains } from './builds.ts';

const BASH = { debian: 'bookworm', names: ['bash'], platform: HERE };
const work = { signal: new AbortController().signal, report: () => undefined };

test('the versions of each package that the mirror has, for each machine', async () => {
  using directory = scratch('newest');
  const where = { cacheDir: directory.path };
  const names = ['bash', 'media-types', 'libc6', 'no-such-package'];
  for (const platform of ['linux/amd64', 'linux/arm64'] as const) {
    const found = await mirrorVersions({ ...BASH, names, platform }, where, work);
    expect(found.ok && Object.fromEntries(found.value)).toEqual({
      bash: [expect.stringMatching(/^5\.2\./)],
      'media-types': ['10.0.0'],
      libc6: expect.arrayContaining([expect.stringMatching(/^2\.36-9\+deb12u\d+$/)]) as string[],
    });
  }
  expect(remains(directory.path)).toEqual([]);
});

test('a mirror that does not have the suite, or does not answer', async () => {
  using directory = scratch('newest');
  const where = { cacheDir: directory.path };
  expect(await mirrorVersions({ ...BASH, debian: 'bookwrom' }, where, work)).toMatchObject({
    error: { code: 'images/unknown-suite' },
  });
  const env = { TACKLE_DEBIAN_MIRROR: 'http://127.0.0.1:1/debian' };
  const silent = await mirrorVersions(BASH, { ...where, env }, work);
  expect(silent).toMatchObject({ error: { code: 'images/mirror-unreachable' } });
});

test('a caller who gives up', async () => {
  using directory = scratch('newest');
  const gaveUp = new AbortController();
  const where = { cacheDir: directory.path };
  const asked = mirrorVersions(BASH, where, { ...work, signal: gaveUp.signal });
  gaveUp.abort();
  expect(await asked).toMatchObject({ error: { code: 'images/interrupted' } });
  expect(readdirSync(join(directory.path))).toEqual([]);
});

test('what a build would have now of what is locked', async () => {
  using directory = scratch('newest');
  const digest = `sha256:${'0'.repeat(64)}` as Digest;
  const names = ['bash', 'media-types', 'no-such-package', 'tar'];
  const packages = names.map((name) => ({ name, version: '1', architecture: 'all', digest }));
  const locked = { rootfs: digest, epoch: 0, packages, npm: [] };
  const wanted = recipe('bookworm', ['media-types=10.0.0', 'tar=1.0']);
  const found = await newestPackages(wanted, locked, HERE, { cacheDir: directory.path }, work);
  expect(found.ok && Object.fromEntries(found.value)).toEqual({
    bash: expect.stringMatching(/^5\.2\./) as string,
    'media-types': '10.0.0',
  });
});
