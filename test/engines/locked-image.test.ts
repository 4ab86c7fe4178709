import { expect, test } from 'vitest';
import { namesOfImage } from '../../src/engines/docker/name-of-image.ts';
import { DOCKER } from '../../src/engines/docker/dialect.ts';
import { storedNames } from '../../src/engines/embedded/image-name.ts';
import type { Digest } from '../../src/kernel/brand.ts';
import type { RegistryPin } from '../../src/lock/pin.ts';

const [INDEX, MANIFEST, CONFIG] = ['a', 'b', 'c'].map(
  (letter) => `sha256:${letter.repeat(64)}` as Digest,
) as [Digest, Digest, Digest];
const LOCKED: RegistryPin = {
  kind: 'registry',
  registry: 'docker.io',
  repository: 'library/tool',
  digest: INDEX,
  exact: { manifest: MANIFEST, config: CONFIG },
};
const place = { file: 'tackle.yaml', line: 1, column: 1, length: 1, text: '' };
const SIGNED: RegistryPin = {
  ...LOCKED,
  signedBy: { value: { kind: 'identity', identity: 'a@b', issuer: 'https://c' }, place },
};

test('a locked image may be there by what it is', () => {
  expect(namesOfImage(DOCKER, LOCKED)).toEqual([
    `docker.io/library/tool@${INDEX}`,
    CONFIG,
    MANIFEST,
  ]);
  expect(storedNames(LOCKED, 'linux/amd64')).toHaveLength(3);
});

test('one that has to be signed may not: a lock could name any other beside a signed digest', () => {
  expect(namesOfImage(DOCKER, SIGNED)).toEqual([`docker.io/library/tool@${INDEX}`]);
  expect(storedNames(SIGNED, 'linux/amd64')).toHaveLength(1);
});
