import { expect, test } from 'vitest';
import type { PackagesRecipe } from '../../src/catalog/tool.ts';
import type { Digest } from '../../src/kernel/brand.ts';
import { newerPackages } from '../../src/lock/newer-packages.ts';

const digest = `sha256:${'a'.repeat(64)}` as Digest;
const installed = (name: string, version: string) => ({
  name,
  version,
  architecture: 'amd64',
  digest,
});
const RECIPE: PackagesRecipe = {
  debian: 'bookworm',
  packages: [{ name: 'awk' }, { name: 'jq' }, { name: 'sed', version: '1' }],
  npm: [{ name: '@a/linux-{arch}', version: '1.0.0' }],
};
const EXACT = {
  rootfs: digest,
  epoch: 0,
  packages: ['jq', 'libc6', 'mawk', 'sed'].map((name) => installed(name, '1')),
  npm: [{ name: '@a/linux-x64', version: '1.0.0', integrity: '' }],
};
const LOCKED = { recipe: RECIPE, exact: EXACT };
const SAME = new Map(['jq', 'libc6', 'mawk', 'sed'].map((name) => [name, '1']));

test('what is as it was asked for, and as the mirror has it, is not newer', () => {
  expect(newerPackages(LOCKED, RECIPE, SAME)).toEqual([]);
});

test('newer in the mirror or gone from it; what the recipe fixes stays', () => {
  const newest = new Map([
    ['jq', '2'],
    ['libc6', '1'],
    ['sed', '2'],
  ]);
  expect(newerPackages(LOCKED, RECIPE, newest)).toEqual([
    { what: 'jq', before: '1', after: '2' },
    { what: 'mawk', before: '1' },
  ]);
});

test('what is asked for since, in another version, and not any more', () => {
  const asked: PackagesRecipe = {
    ...RECIPE,
    packages: [{ name: 'awk' }, { name: 'less' }, { name: 'libc6' }, { name: 'sed', version: '3' }],
    npm: [{ name: '@a/linux-{arch}', version: '2.0.0' }],
  };
  expect(newerPackages(LOCKED, asked, new Map([...SAME, ['less', '5']]))).toEqual([
    { what: 'jq', before: '1' },
    { what: 'sed', before: '1', after: '3' },
    { what: 'less', after: '5' },
    { what: '@a/linux-{arch}', before: '1.0.0', after: '2.0.0' },
  ]);
});
