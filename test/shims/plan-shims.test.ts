import { describe, expect, test } from 'vitest';
import type { AbsolutePath, CommandName } from '../../src/kernel/brand.ts';
import {
  planExactly,
  planInstall,
  planRemove,
  shimsIn,
  type ShimsListing,
} from '../../src/shims/plan-shims.ts';
import { LINK, type ShimFile } from '../../src/shims/shim-mark.ts';
import { shimText, type ShimFacts } from '../../src/shims/shim-text.ts';

const FACTS: ShimFacts = {
  node: '/n',
  tackle: '/t',
  configNames: { project: ['tackle.yaml'], local: [], user: [] },
};
const name = (text: string): CommandName => text as CommandName;
const textOf = (command: string) => shimText(name(command), FACTS);

const asText = (text: string): ShimFile => ({ kind: 'text', text });
const asLink = (target: string): ShimFile => ({ kind: 'link', target });

function listing(
  files: Readonly<Record<string, string | ShimFile | undefined>> = {},
  leads: Readonly<Record<string, ShimFile | undefined>> = {},
): ShimsListing {
  const entries = Object.entries(files).map(
    ([file, is]) => [file, typeof is === 'string' ? asText(is) : is] as const,
  );
  return {
    directory: '/home/ada/bin' as AbsolutePath,
    files: new Map(entries),
    leads: new Map(Object.entries(leads)),
  };
}

const NATIVE: ShimFacts = { ...FACTS, launch: '/l' };
const LEADS = { launch: asLink('/l'), node: asLink('/n'), tackle: asLink('/t') };
const SHIM = asLink(LINK);

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
      value: ['b', 'c'].map((command) => ({
        kind: 'write',
        command,
        file: asText(textOf(command)),
      })),
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

describe('shims that are links', () => {
  test('come with what they go by', () => {
    const planned = planInstall(listing({ b: textOf('b') }), [name('a'), name('b')], NATIVE);
    expect(planned).toEqual({
      ok: true,
      value: [
        { kind: 'lead', lead: 'launch', target: '/l' },
        { kind: 'lead', lead: 'node', target: '/n' },
        { kind: 'lead', lead: 'tackle', target: '/t' },
        { kind: 'write', command: 'a', file: SHIM },
        { kind: 'write', command: 'b', file: SHIM },
      ],
    });
  });

  test('are known again, and written anew only where something has changed', () => {
    const here = listing({ a: SHIM, other: asLink('/elsewhere/.tackle/launch') }, LEADS);
    expect(shimsIn(here)).toEqual(['a']);
    expect(planInstall(here, [name('a')], NATIVE)).toEqual({ ok: true, value: [] });
    expect(planInstall(here, [name('a')], { ...NATIVE, node: '/newer' })).toEqual({
      ok: true,
      value: [{ kind: 'lead', lead: 'node', target: '/newer' }],
    });
    expect(planInstall(here, [name('other')], NATIVE)).toMatchObject({ ok: false });
    const strange = listing({}, { launch: asText('mine') });
    expect(planInstall(strange, [name('a')], NATIVE)).toMatchObject({ ok: false });
  });

  test('and what they go by are not there where there are none', () => {
    const here = listing({ a: SHIM }, LEADS);
    const gone = [{ kind: 'remove', command: 'a' }, { kind: 'unlead' }];
    expect(planExactly(here, [], NATIVE)).toEqual({ ok: true, value: gone });
    expect(planExactly(listing(), [], NATIVE)).toEqual({ ok: true, value: [] });
  });

  test('take what they go by with them when the last one goes', () => {
    const here = listing({ a: SHIM, b: SHIM }, LEADS);
    const remove = (command: string) => ({ kind: 'remove', command });
    expect(planRemove(here, [name('a')])).toEqual({ ok: true, value: [remove('a')] });
    expect(planRemove(here, [])).toEqual({
      ok: true,
      value: [remove('a'), remove('b'), { kind: 'unlead' }],
    });
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
