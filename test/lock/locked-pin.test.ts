import { describe, expect, it } from 'vitest';
import { parseReference } from '../../src/catalog/reference.ts';
import type { Source, ToolboxId } from '../../src/catalog/tool.ts';
import type { Digest, ToolboxName, ToolboxVersion } from '../../src/kernel/brand.ts';
import { dockerfileKey } from '../../src/lock/dockerfile-key.ts';
import type { LockedImage, LockEntry } from '../../src/lock/lock.ts';
import { lockedPin, whyNotLocked } from '../../src/lock/locked-pin.ts';

const digest = (letter: string) => `sha256:${letter.repeat(64)}` as Digest;
const INDEX = digest('a');
const EXACT = { manifest: digest('b'), config: digest('c') };
const python: ToolboxId = {
  name: 'python' as ToolboxName,
  version: '3.14' as ToolboxVersion,
  origin: 'catalogue',
};
const own: ToolboxId = { name: 'tools' as ToolboxName, origin: 'project' };

function image(text: string): Source {
  return { kind: 'image', reference: parseReference(text)! };
}

function locked(
  entry: LockEntry,
  toolbox: ToolboxId,
  source: Source,
  {
    platform = 'linux/amd64',
    context,
  }: { platform?: 'linux/amd64' | 'linux/arm64'; context?: Digest } = {},
) {
  const pin = lockedPin(
    { asked: 'it', toolbox, source },
    new Map([['it', entry]]),
    platform,
    context,
  );
  return pin.ok ? pin.value : whyNotLocked(pin.error);
}

const IMAGE = image('docker.io/library/python:3.14-slim');

const lockedPython: LockedImage = {
  kind: 'image',
  version: python.version!,
  image: 'docker.io/library/python:3.14-slim',
  digest: INDEX,
  platforms: new Map([['linux/amd64', EXACT]]),
};
const lockedTools: LockEntry = {
  kind: 'image',
  image: lockedPython.image,
  digest: INDEX,
  platforms: lockedPython.platforms,
};

describe('what a lock says of a tool', () => {
  it('is stronger than what the catalogue has for the same version', () => {
    expect(
      locked(lockedPython, python, image('docker.io/library/python:3.14@' + digest('f'))),
    ).toEqual({
      kind: 'registry',
      registry: 'docker.io',
      repository: 'library/python',
      tag: '3.14-slim',
      digest: INDEX,
      exact: EXACT,
    });
  });

  it('does not say from where a toolbox of the catalogue comes', () => {
    for (const image of [
      'docker.io/mallory/python:3.14-slim',
      'mallory.example/library/python:1',
    ]) {
      expect(locked({ ...lockedPython, image }, python, IMAGE)).toContain(`the image \`${image}\``);
    }
  });

  it('is nothing for another version, source or platform', () => {
    const newer = { ...python, version: '3.15' as ToolboxVersion };
    const slim = image('python:3.15-slim');
    expect(locked(lockedPython, newer, slim)).toMatch(
      /version 3\.14, .* and version 3\.15, .* is asked/,
    );
    const recipe = { debian: 'bookworm', packages: [{ name: 'python3' }], npm: [] };
    expect(locked(lockedPython, python, { kind: 'packages', recipe })).toMatch(
      /packages of `bookworm`/,
    );
    const elsewhere = locked(lockedPython, python, slim, { platform: 'linux/arm64' });
    expect(elsewhere).toBe('`tackle.lock` does not say what it is on `linux/arm64`');
  });

  it('of a toolbox of the project holds as long as the project asks for the same', () => {
    expect(locked(lockedTools, own, image('python:3.14-slim'))).toMatchObject({ digest: INDEX });
    expect(locked(lockedTools, own, image('python:3.15-slim'))).toBe(
      '`tackle.lock` has the image `docker.io/library/python:3.14-slim`, and the image `docker.io/library/python:3.15-slim` is asked for now',
    );
  });

  it('of packages is the root file system itself', () => {
    const recipe = { debian: 'bookworm', packages: [{ name: 'biber' }], npm: [] };
    const exact = { rootfs: digest('d'), epoch: 1, packages: [], npm: [] };
    const entry: LockEntry = {
      kind: 'packages',
      recipe,
      platforms: new Map([['linux/amd64', exact]]),
    };
    const pin = { kind: 'packages', recipe, key: digest('d'), exact };
    expect(locked(entry, own, { kind: 'packages', recipe })).toEqual(pin);
    const more = { ...recipe, packages: [{ name: 'biber', version: '2.18-1' }] };
    expect(locked(entry, own, { kind: 'packages', recipe: more })).toMatch(
      /\(biber=2\.18-1\) is asked/,
    );
  });

  it('of a Dockerfile holds for one context, and pins what it builds on', () => {
    const bases = new Map([['debian:12', INDEX]]);
    const entry: LockEntry = { kind: 'dockerfile', context: digest('1'), bases };
    const source = {
      kind: 'dockerfile',
      dockerfile: '/p/D',
      context: '/p',
      args: {},
    } as unknown as Source;
    expect(locked(entry, own, source, { context: digest('1') })).toEqual({
      kind: 'dockerfile',
      source,
      bases: { 'debian:12': INDEX },
      key: dockerfileKey(digest('1'), { 'debian:12': INDEX }),
    });
    const changed = locked(entry, own, source, { context: digest('2') });
    expect(changed).toContain(`the context ${digest('1')}, and it is ${digest('2')} now`);
  });

  it('is nothing where it has no entry', () => {
    const none = lockedPin(
      { asked: 'it', toolbox: own, source: image('a') },
      new Map(),
      'linux/amd64',
    );
    expect(none).toEqual({ ok: false, error: { kind: 'no-entry' } });
  });
});
