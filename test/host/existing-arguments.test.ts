import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
  return existingArguments([argument], here.path).map(({ written, realPath }) => [
    written,
    realPath,
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

  it('is looked at among the first thousand only', () => {
    const many = [...Array<string>(1000).fill('missing'), 'file'];
    expect(existingArguments(many, here.path)).toEqual([]);
    expect(existingArguments(many.slice(1), here.path)).toHaveLength(1);
  });
});
