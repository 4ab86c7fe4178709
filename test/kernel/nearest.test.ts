import { expect, test } from 'vitest';
import { nearest } from '../../src/kernel/nearest.ts';

const COMMANDS = ['run', 'x', 'list', 'help', 'python3'];

test.each([
  ['lsit', 'list'],
  ['lis', 'list'],
  ['pyhton3', 'python3'],
  ['rn', 'run'],
  ['xx', 'x'],
  // Another letter is no slip of the keyboard for the only one.
  ['a', undefined],
  ['', undefined],
  ['frobnicate', undefined],
])('the word most like %j', (word, candidate) => {
  expect(nearest(word, COMMANDS)).toBe(candidate);
});

test('of several that are as near, the one that begins like the word', () => {
  expect(nearest('fsh', ['bash', 'zsh', 'fish'])).toBe('fish');
  expect(nearest('ash', ['zsh', 'fish', 'bash'])).toBe('zsh');
});
