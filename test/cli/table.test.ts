import { describe, expect, it } from 'vitest';
import { table } from '../../src/cli/table.ts';

const ROWS = [
  ['go', 'The Go compiler', '1.25* 1.24'],
  ['python', 'An interpreter', '3.14 3.13* 3.12 3.11 3.10 3.9 3.8 3.7 3.6 2.7'],
];

describe('a table', () => {
  it('is as wide as it is where there is no terminal', () => {
    expect(table(ROWS)).toBe(
      [
        'go      The Go compiler  1.25* 1.24',
        'python  An interpreter   3.14 3.13* 3.12 3.11 3.10 3.9 3.8 3.7 3.6 2.7',
        '',
      ].join('\n'),
    );
  });

  it('breaks the last column beside the others', () => {
    expect(table(ROWS, 52)).toBe(
      [
        'go      The Go compiler  1.25* 1.24',
        'python  An interpreter   3.14 3.13* 3.12 3.11 3.10',
        '                         3.9 3.8 3.7 3.6 2.7',
        '',
      ].join('\n'),
    );
  });

  it('puts the last column below the others where it has little room', () => {
    expect(table(ROWS, 40)).toBe(
      [
        'go      The Go compiler  1.25* 1.24',
        'python  An interpreter',
        '        3.14 3.13* 3.12 3.11 3.10 3.9',
        '        3.8 3.7 3.6 2.7',
        '',
      ].join('\n'),
    );
  });

  it('puts each below the other where there is not even room for those', () => {
    const rows = [['python', 'An interpreter, and its library', '3.14 3.13*']];
    expect(table(rows, 30)).toBe(
      ['python', '    An interpreter, and its', '    library', '    3.14 3.13*', ''].join('\n'),
    );
    expect(table([['go', 'The Go compiler, and its tools', '1.25* 1.24']], 30)).toBe(
      ['go', '    The Go compiler, and its', '    tools', '    1.25* 1.24', ''].join('\n'),
    );
  });

  it('lines up characters of two columns, and shows none that a terminal obeys', () => {
    expect(
      table([
        ['日本', 'a\x1b[2J'],
        ['x', 'b'],
      ]),
    ).toBe('日本  a\\x1b[2J\nx     b\n');
  });

  it('is nothing without rows', () => {
    expect(table([])).toBe('');
  });
});
