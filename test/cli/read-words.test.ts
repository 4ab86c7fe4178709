import { describe, expect, it } from 'vitest';
import type { CommandWord } from '../../src/cli/commands.ts';
import { commandNamed } from '../../src/cli/commands.ts';
import { readWords } from '../../src/cli/read-words.ts';

const read = (command: CommandWord, ...args: readonly string[]) =>
  readWords(commandNamed(command)!, args);

describe('readWords', () => {
  it.each([
    ['list', [], { words: [], options: {} }],
    ['list', ['--all', '--json'], { words: [], options: { all: true, json: true } }],
    ['config', ['show', '--json'], { words: ['show'], options: { json: true } }],
    ['plan', ['node', '--as', 'json'], { words: ['node', '--as', 'json'], options: {} }],
    ['plan', ['node', '--', '-h'], { words: ['node', '--', '-h'], options: {} }],
    [
      'plan',
      ['--as=docker', '--toolbox', 'node@24', '-p', '1'],
      { words: ['node@24', '-p', '1'], options: { as: 'docker', toolbox: true } },
    ],
    ['images', ['--json'], { words: [], options: { json: true } }],
    ['shims', ['remove', 'a', 'b'], { words: ['remove', 'a', 'b'], options: {} }],
    ['prune', ['--dry-run'], { words: [], options: { 'dry-run': true } }],
    ['list', ['-h'], 'help'],
  ] as const)('%s %j', (command, args, value) => {
    expect(read(command, ...args)).toEqual({ ok: true, value });
  });

  it.each([
    ['list', ['--jsno'], 'cli/unknown-option', '--jsno'],
    ['list', ['everything'], 'cli/extra-argument', 'everything'],
    ['config', [], 'cli/missing-argument', ''],
    ['config', ['shwo'], 'cli/bad-value', 'shwo'],
    ['plan', ['--as', 'podman', 'node'], 'cli/bad-value', 'podman'],
    ['plan', ['--as'], 'cli/missing-value', ''],
    ['shims', ['list', 'node'], 'cli/extra-argument', 'node'],
    ['shims', ['--json', 'install', 'a', 'b'], 'cli/unknown-option', '--json'],
    ['images', ['--all'], 'cli/unknown-option', '--all'],
    ['images', ['prune', '--name=x'], 'cli/unknown-option', '--name=x'],
    ['images', ['check', 'file'], 'cli/extra-argument', 'file'],
  ] as const)('refuses %s %j and points at the word', (command, args, code, word) => {
    const result = read(command, ...args);
    const problem = result.ok ? undefined : result.error;
    const place = problem?.place;
    const from = (place?.column ?? 0) - 1;
    expect(problem?.code).toBe(code);
    expect(place?.text.slice(from, from + (place.length || 1))).toBe(word);
  });

  it('names what can be said where nothing was', () => {
    const result = read('config');
    expect(result.ok ? undefined : result.error.message).toBe(
      '`tackle config` needs `show` or `schema`',
    );
  });
});
