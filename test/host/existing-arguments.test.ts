import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { existingArguments } from '../../src/host/existing-arguments.ts';
import { encodeBytes } from '../../src/kernel/byte-text.ts';
import { temporary } from './temporary.ts';

const here = temporary();
afterAll(() => here[Symbol.dispose]());
const at = (name: string) => join(here.path, name);
mkdirSync(at('dir'));
for (const name of ['file', '-dash', 'a=b', 'dir/x y']) writeFileSync(at(name), '');
symlinkSync('dir/x y', at('link'));
symlinkSync('nowhere', at('dangling'));
const inBytes = (name: string) => encodeBytes(at(name));
writeFileSync(inBytes('caf\udce9'), '');
symlinkSync(encodeBytes('caf\udce9'), at('to-bytes'));
symlinkSync('file', inBytes('\udcff'));

/** For one argument: what of it was taken for a path, and where that really is. */
function found(argument: string): readonly (readonly [string, string])[] {
  return existingArguments([argument], here.path).map(({ written, names }) => [
    written,
    names.at(-1) ?? '',
  ]);
}

describe('an argument', () => {
  it.each([
    ['file', 'file', at('file')],
    ['dir', 'dir', at('dir')],
    ['link', 'link', at('dir/x y')],
    [at('dir/x y'), at('dir/x y'), at('dir/x y')],
    [`--out=${at('dir')}`, at('dir'), at('dir')],
    [`PREFIX=${at('dir')}`, at('dir'), at('dir')],
    [`-I${at('dir')}`, at('dir'), at('dir')],
    ['a=b', 'a=b', at('a=b')],
    ['dir/../file', 'dir/../file', at('file')],
    ['.', '.', here.path],
    ['caf\udce9', 'caf\udce9', at('caf\udce9')],
    ['./caf\udce9', './caf\udce9', at('caf\udce9')],
    ['to-bytes', 'to-bytes', at('caf\udce9')],
    ['\udcff', '\udcff', at('file')],
  ])('%s names %s', (argument, written, realPath) => {
    expect(found(argument)).toEqual([[written, realPath]]);
  });

  it.each([
    ...['', '-', '--', '-dash', '-c', 'print(1/2)', 'missing', 'dangling', '/nowhere/at/all'],
    ...[
      'file/below',
      'caf\udce8',
      'caf\ufffd',
      'https://example.org/file',
      '--out=missing/x',
      '\n',
      'x'.repeat(100_000),
    ],
  ])('%j names nothing', (argument) => {
    expect(found(argument)).toEqual([]);
  });

  it('is known by each name that the kernel follows, and by its kind', () => {
    using deep = temporary();
    const inside = (name: string) => join(deep.path, name);
    mkdirSync(inside('data/sub'), { recursive: true });
    writeFileSync(inside('data/file'), '');
    symlinkSync('data', inside('to-data'));
    symlinkSync(inside('to-data/file'), inside('absolute'));
    symlinkSync('sub/../file', inside('data/climbing'));
    symlinkSync('../absolute', inside('data/up'));
    const looked = (argument: string) => {
      const [found] = existingArguments([argument], deep.path);
      const names = found?.names.map((name) => relative(deep.path, name));
      return [found?.kind, names?.join(' '), found?.climbs];
    };
    expect(looked('data/file')).toEqual(['file', 'data/file', false]);
    expect(looked('data')).toEqual(['directory', 'data', false]);
    expect(looked('to-data')).toEqual(['directory', 'to-data data', false]);
    expect(looked('/dev/null')[0]).toBe('special');
    expect(looked('absolute')).toEqual(['file', 'absolute to-data/file data/file', false]);
    expect(looked('to-data/up')).toEqual([
      'file',
      'to-data/up data/up absolute to-data/file data/file',
      false,
    ]);
    expect(looked('data/climbing')).toEqual(['file', 'data/climbing data/file', true]);
    expect(looked('data/sub/../file')).toEqual(['file', 'data/file', true]);
    expect(looked('to-data/../absolute')[2]).toBe(true);
    expect(
      existingArguments(['../file', '../../to-data'], `${deep.path}/data/sub` as never),
    ).toEqual([
      expect.objectContaining({ names: [inside('data/file')], climbs: false }),
      expect.objectContaining({ names: [inside('to-data'), inside('data')], climbs: false }),
    ]);
  });

  it('is looked at among the first thousand only', () => {
    const many = [...Array<string>(1000).fill('missing'), 'file'];
    expect(existingArguments(many, here.path)).toEqual([]);
    expect(existingArguments(many.slice(1), here.path)).toHaveLength(1);
  });
});
