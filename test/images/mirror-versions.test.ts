import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mirrorVersions } from '../../src/images/mirror-versions.ts';
import { scratch } from '../rig/scratch.ts';
import { HERE, remains } from './builds.ts';

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
