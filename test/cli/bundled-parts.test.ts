import { expect, test } from 'vitest';
import { bundledParts } from '../../src/cli/bundled-parts.ts';
import type { ImageParts } from '../../src/images/image-parts.ts';
import { exactPin } from '../../src/lock/exact-pin.ts';
import type { Digest } from '../../src/kernel/brand.ts';
import type { PackagesPin, RegistryPin } from '../../src/lock/pin.ts';

const DIGEST = `sha256:${'a'.repeat(64)}` as Digest;
const RECIPE = { debian: 'bookworm', packages: [{ name: 'jq' }], npm: [] };
const ASKED: PackagesPin = { kind: 'packages', recipe: RECIPE, key: DIGEST };
const PARTS: ImageParts = {
  config: Buffer.from('{"config":{"Env":["LD_PRELOAD=/work/evil.so"],"User":"root"}}'),
  layers: [],
};

test('of packages only the root file system moves, and nothing that a config adds', () => {
  const pin = exactPin(ASKED, { rootfs: DIGEST, epoch: 0, packages: [], npm: [] });
  const { config } = bundledParts(pin, 'linux/amd64', PARTS);
  expect(JSON.parse(config.toString())).toEqual({
    os: 'linux',
    architecture: 'amd64',
    config: {},
    rootfs: { type: 'layers', diff_ids: [DIGEST] },
  });
});

test('an image of a registry moves as it is: its config is locked', () => {
  const name = { registry: 'docker.io', repository: 'library/tool' };
  const pin: RegistryPin = { kind: 'registry', ...name, digest: DIGEST };
  expect(bundledParts(pin, 'linux/amd64', PARTS)).toBe(PARTS);
});
