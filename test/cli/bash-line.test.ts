import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBashLine, withoutQuotes } from '../../src/cli/bash-line.ts';
import { replyToBash } from '../../src/cli/completion-reply.ts';

const words = (line: string) => readBashLine(line).words.map(({ text }) => text);

describe('a line of bash', () => {
  it.each([
    ['tackle x', ['tackle', 'x']],
    ['tackle x ', ['tackle', 'x', '']],
    ['  tackle\tx', ['tackle', 'x']],
    ['', ['']],
    [String.raw`tackle a\ b 'c d'"e f" g`, ['tackle', 'a b', 'c de f', 'g']],
    ["tackle 'it is", ['tackle', 'it is']],
    [String.raw`tackle "a\"b\c`, ['tackle', String.raw`a"b\c`]],
    ['tackle a\\', ['tackle', 'a']],
    ['tackle "a\\', ['tackle', 'a']],
    ['tackle "$(id)" `id` $HOME', ['tackle', '$(id)', '`id`', '$HOME']],
    ['tackle <in x 2> /dev/null >&1 y', ['tackle', 'x', 'y']],
    ['tackle a2>f &>g x', ['tackle', 'a2', 'x']],
    ['tackle x >', ['tackle', 'x']],
    ['tackle x > fi', ['tackle', 'x']],
    ['tackle a&b', ['tackle', 'a&b']],
  ])('%j', (line, expected) => {
    expect(words(line)).toEqual(expected);
  });

  it.each([
    ['tackle x > fi', { isRedirected: true, isQuoted: false }],
    ['tackle x >', { isRedirected: true, isQuoted: false }],
    ['tackle x > fi ', { isRedirected: false, isQuoted: false }],
    ["tackle 'x", { isRedirected: false, isQuoted: true }],
    ['tackle a"x y', { isRedirected: false, isQuoted: true }],
    ['tackle "x"', { isRedirected: false, isQuoted: false }],
    ['tackle ""', { isRedirected: false, isQuoted: false }],
  ])('%j stands where it stands', (line, where) => {
    expect(readBashLine(line)).toMatchObject(where);
  });

  it('has the words that bash finds in it', () => {
    const part = fc.constantFrom("'", '"', '\\', ' ', 'a', 'é', '=', '@', ':', '\t', '-', '.');
    const line = fc.array(part, { maxLength: 12 }).map((parts) => parts.join(''));
    const lines = fc.sample(line, 300).filter((each) => {
      const read = readBashLine(each);
      return !read.isQuoted && !/(?:^|[^\\])(?:\\\\)*\\$/.test(each);
    });
    const script = `for line; do eval "set -- $line"; printf '%s\\n' "$#" "$@"; done`;
    const { stdout } = spawnSync('bash', ['-c', script, 'bash', ...lines], { encoding: 'utf8' });
    const found = lines.map((each) => words(`${each} `).slice(0, -1));
    expect(stdout).toBe(found.map((each) => [each.length, ...each, ''].join('\n')).join(''));
  });

  it('of any characters is read, and told where its words end', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (line) => {
        const read = readBashLine(line);
        const ends = read.words.map(({ end }) => end);
        expect(ends).toEqual([...ends].sort((a, b) => a - b));
        expect(ends.every((end) => end >= 0 && end <= line.length)).toBe(true);
        expect(withoutQuotes(line).length).toBeLessThanOrEqual(line.length);
      }),
    );
  });
});

describe('what bash is told', () => {
  const told = (line: string, replaced: string, ...candidates: readonly string[]) => {
    const reply = {
      kind: 'words',
      prefix: '',
      words: candidates.map((word) => ({ word })),
    } as const;
    return replyToBash(reply, readBashLine(line), replaced, line);
  };

  it.each([
    ['tackle py', 'py', 'words\npython\n'],
    ['tackle python@', '', 'words\n3\n3\\ from\\ x\n'],
    ['tackle python@3\\ f', '3\\ f', 'words\n3\\ from\\ x\n'],
    ['tackle python@3\\ f', 'python@3\\ f', 'words\npython@3\\ from\\ x\n'],
    ["tackle 'python@3 f", 'python@3 f', 'words\npython@3 from x\n'],
    ['tackle "python@"3', '"python@"3', 'words\npython@3\npython@3\\ from\\ x\n'],
  ])('%j, of which %j is replaced', (line, replaced, expected) => {
    const all = line.includes('@') ? ['python@3', 'python@3 from x', 'node'] : ['python', 'node'];
    expect(told(line, replaced, ...all)).toBe(expected);
  });

  it.each([
    ['tackle run node a', 'tool\nnode\n a\n'],
    ["tackle run node a 'b", "tool\nnode\n a 'b\n"],
    ['tackle run node ', 'tool\nnode\n \n'],
    ["tackle run node 'a\n", 'files\n'],
    ['tackle run node \udcff', 'files\n'],
  ])('behind a tool in %j', (line, expected) => {
    const reply = { kind: 'tool', command: 'node', from: 2 } as const;
    expect(replyToBash(reply, readBashLine(line), '', line)).toBe(expected);
  });

  it('is nothing that it would expand', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', minLength: 1 }), (word) => {
        const [, reply = ''] = told('tackle ', '', word).split('\n');
        expect(withoutQuotes(reply)).toBe(word);
        expect(reply).not.toMatch(/(?<!\\)(?:\\\\)*[$`;|&<>()'" ]/);
      }),
    );
  });
});
