import { describe, expect, test } from 'vitest';
import type { AbsolutePath, CommandName } from '../../src/kernel/brand.ts';
import { planInstall, planRemove, shimsIn, type ShimsListing } from '../../src/shims/plan-shims.ts';
import { shimText, type ShimFacts } from '../../src/shims/shim-text.ts';

const FACTS: ShimFacts = {
  node: '/n',
  tackle: '/t',
  configNames: { project: ['tackle.yaml'], local: [], user: [] },
};
const name = (text: string): CommandName => text as CommandName;
const textOf = (command: string) => shimText(name(command), FACTS);

function listing(files: Readonly<Record<string, string | undefined>> = {}): ShimsListing {
  return { directory: '/home/ada/bin' as AbsolutePath, files: new Map(Object.entries(files)) };
}

const MINE = '#!/bin/sh\necho mine\n';

describe('shims that are there', () => {
  test('are those files whose words and name say so', () => {
    const files = { b: textOf('b'), a: textOf('a'), mine: MINE, copy: textOf('a'), dir: undefined };
    expect(shimsIn(listing(files))).toEqual(['a', 'b']);
  });
});

describe('install', () => {
  test('writes those that are missing or of another installation, and no others', () => {
    const old = shimText(name('b'), { ...FACTS, node: '/older' });
    const files = { a: textOf('a'), b: old, mine: MINE };
    const planned = planInstall(listing(files), ['a', 'b', 'c'].map(name), FACTS);
    expect(planned).toEqual({
      ok: true,
      value: ['b', 'c'].map((command) => ({ kind: 'write', command, text: textOf(command) })),
    });
  });

  test.each([
    ['a program of somebody else', { a: MINE }],
    ['a directory', { a: undefined }],
    ['a shim by another name', { a: textOf('b') }],
  ])('changes nothing where %s has the name', (_title, files) => {
    const planned = planInstall(listing(files), ['a', 'c'].map(name), FACTS);
    expect(planned).toMatchObject({ ok: false, error: { code: 'shims/not-ours' } });
  });
});

describe('remove', () => {
  const here = listing({ a: textOf('a'), b: textOf('b'), mine: MINE });

  test('takes all shims away, or those that are named, and no other file', () => {
    const removed = (...commands: readonly string[]) => ({
      ok: true,
      value: commands.map((command) => ({ kind: 'remove', command })),
    });
    expect(planRemove(here, [])).toEqual(removed('a', 'b'));
    expect(planRemove(here, [name('b')])).toEqual(removed('b'));
  });

  test.each([
    ['mine', 'shims/not-ours'],
    ['c', 'shims/no-such-shim'],
  ])('refuses %s: %s', (command, code) => {
    expect(planRemove(here, ['a', command].map(name))).toMatchObject({
      ok: false,
      error: { code },
    });
  });
});
