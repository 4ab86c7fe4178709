import { expect, it } from 'vitest';
import { resolveToolbox } from '../../src/catalog/resolve.ts';
import type { Digest, ToolboxVersion } from '../../src/kernel/brand.ts';
import type { Lock, LockEntry } from '../../src/lock/lock.ts';
import { lockedCatalog } from '../../src/lock/locked-catalog.ts';
import { configOf } from '../catalog/config-of.ts';
import { shippedCatalog } from '../catalog/shipped-catalog.ts';

const shipped = shippedCatalog();

function lockOf(entries: Readonly<Record<string, string>>): Lock {
  const digest = `sha256:${'a'.repeat(64)}` as Digest;
  const entry = (version: string): LockEntry => ({
    kind: 'image',
    version: version as ToolboxVersion,
    image: 'docker.io/library/x:1',
    digest,
    platforms: new Map(),
  });
  return new Map(Object.entries(entries).map(([asked, version]) => [asked, entry(version)]));
}

function versionOf(asked: string, lock: Lock): string | undefined {
  const tool = resolveToolbox(asked, configOf({}), lockedCatalog(shipped, lock));
  return tool.ok ? tool.value.toolbox.version : tool.error.code;
}

it('keeps what was asked for at the version it had', () => {
  const lock = lockOf({ 'python@3': '3.8', python: '2.7', 'node@lts': '10.16.3' });
  expect(versionOf('python@3', lock)).toBe('3.8');
  expect(versionOf('python', lock)).toBe('2.7');
  expect(versionOf('python@3.11', lock)).toBe('3.11');
  expect(versionOf('node@lts', lock)).toBe('10.16.3');
});

it('leaves a version that the catalogue has no longer to the catalogue', () => {
  expect(versionOf('python@3', lockOf({ 'python@3': '1.5' }))).toBe(
    versionOf('python@3', new Map()),
  );
});

it('is the very catalogue where nothing of it is locked', () => {
  expect(lockedCatalog(shipped, lockOf({ tools: '1' }))).toBe(shipped);
});
