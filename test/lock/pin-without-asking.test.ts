import { expect, it } from 'vitest';
import { parseReference } from '../../src/catalog/reference.ts';
import type { Source } from '../../src/catalog/tool.ts';
import { absolutePathOf } from '../../src/kernel/brand.ts';
import { packagesKey } from '../../src/lock/packages-key.ts';
import { pinWithoutAsking } from '../../src/lock/pin-without-asking.ts';

const DIGEST = `sha256:${'5'.repeat(64)}`;

function image(text: string): Source {
  return { kind: 'image', reference: parseReference(text)! };
}

it('pins an image that names its digest, and keeps the tag for people', () => {
  expect(pinWithoutAsking(image(`python:3.8@${DIGEST}`), 'linux/amd64')).toEqual({
    kind: 'registry',
    registry: 'docker.io',
    repository: 'library/python',
    tag: '3.8',
    digest: DIGEST,
  });
  expect(pinWithoutAsking(image(`127.0.0.1:5000/a/b@${DIGEST}`), 'linux/amd64')).toEqual({
    kind: 'registry',
    registry: '127.0.0.1:5000',
    repository: 'a/b',
    digest: DIGEST,
  });
});

it('does not take a tag for an exact image', () => {
  expect(pinWithoutAsking(image('python:3.8'), 'linux/amd64')).toBeUndefined();
});

it('pins packages by their key on that platform', () => {
  const recipe = { debian: 'bookworm', packages: [{ name: 'python3' }], npm: [] };
  expect(pinWithoutAsking({ kind: 'packages', recipe }, 'linux/arm64')).toEqual({
    kind: 'packages',
    recipe,
    key: packagesKey(recipe, 'linux/arm64'),
  });
});

it('leaves a Dockerfile to whoever can read its context', () => {
  const context = absolutePathOf('/srv/project')!;
  const dockerfile = absolutePathOf('/srv/project/Dockerfile')!;
  const source: Source = { kind: 'dockerfile', dockerfile, context, args: {} };
  expect(pinWithoutAsking(source, 'linux/amd64')).toBeUndefined();
});
