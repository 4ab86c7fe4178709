import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, compileFront, place } from './front.ts';

const here = place();
const program = join(here.path, 'front');
beforeAll(() => compileFront(program), 60_000);
afterAll(() => here[Symbol.dispose]());

/** Where it means something, what it is prepared as, and the arguments. */
function typed(...words: readonly string[]): string {
  return ask(program, ['+tackle', '/bin/tackle', ...words], { cwd: here.path, env: {} });
}

describe('what was typed', () => {
  test.each([
    ['a command', ['python3.8', '-c', ''], 'named <python3.8> [-c] []'],
    ['a command after run', ['run', 'tool', '--', 'a'], 'named <tool> [--] [a]'],
    ['a command after run and dashes', ['run', '--', 'x', 'a'], 'named <x> [a]'],
    ['a toolbox at its prompt', ['x', 'python'], 'anywhere <x python>'],
    ['a version of it', ['x', 'python@3.8'], 'anywhere <x python@3.8>'],
    ['a toolbox with arguments', ['x', 'node@10', '-p', '1'], 'anywhere <x node@10 ...> [-p] [1]'],
    ['an empty argument', ['x', 'node', ''], 'anywhere <x node ...> []'],
    ['a toolbox after dashes', ['x', '--', 'node', '--', 'a'], 'anywhere <x node ...> [--] [a]'],
    ['a shell', ['shell', 'latex'], 'project <shell latex>'],
    ['a shell with arguments', ['shell', '--', 'latex', '-c', ''], 'project <shell latex> [-c] []'],
  ])('%s', (_, words, said) => {
    expect(typed(...words)).toBe(said);
  });

  test.each([
    ['no word', []],
    ['no command', ['run', '--']],
    ['no toolbox', ['x']],
    ['help', ['x', '--help']],
    ['an option', ['shell', '-q', 'latex']],
    ['dashes twice', ['x', '--', '--', 'node']],
    ['what no toolbox can be called', ['x', 'a b']],
    ['a path', ['x', './node']],
    ['a command with a version', ['node@10']],
    ['an empty word', ['x', '']],
    ['a word that is too long', ['x', 'a'.repeat(256)]],
  ])('is for Node: %s', (_, words) => {
    const all = words.map((word) => ` [${word}]`).join('');
    expect(typed(...words)).toBe(`nowhere${all}`);
  });
});
