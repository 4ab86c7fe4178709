import { expect, test } from 'vitest';
import { readDocument } from '../../src/config/read-document.ts';
import { plainOf } from '../../src/config/written.ts';
import { path, projectText } from './project-text.ts';

function read(text: string, key?: 'tackle') {
  const document = readDocument(projectText(text, key && { key, file: path('/p/package.json') }));
  return document.ok ? { value: document.value && plainOf(document.value) } : document.error;
}

test('an alias stands for what its anchor names, at the place of the anchor', () => {
  const document = readDocument(projectText('a: &x [1]\nb: *x\nc: &x 2\nd: *x\n'));
  const written = document.ok ? document.value : undefined;
  expect(written && plainOf(written)).toEqual({ a: [1], b: [1], c: 2, d: 2 });
  expect(written).toMatchObject({ entries: { 1: { value: { place: { line: 1, column: 7 } } } } });
});

test('aliases that stand for billions of values are refused at once', () => {
  const levels = Array.from({ length: 40 }, (_, i) => {
    const before = i === 0 ? 'x' : `*l${i - 1}`;
    return `l${i}: &l${i} [${Array<string>(10).fill(before).join(', ')}]`;
  });
  expect(read(levels.join('\n'))).toMatchObject([
    {
      code: 'config/too-many-aliases',
      message: 'the aliases up to here stand for more than 10000 values',
    },
  ]);
});

test.each([
  ['flow lists', '['.repeat(20_000)],
  ['flow maps', '{a: '.repeat(20_000)],
  ['closed flow maps', `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`],
  ['block lists', '- '.repeat(20_000)],
  ['explicit keys', '? '.repeat(20_000)],
  ['block maps', Array.from({ length: 1000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
])('%s nested without end are refused', (_, text) => {
  expect(read(text)).toMatchObject([{ code: 'config/too-deep' }]);
});

test('64 levels are not too deep, and 66 are', () => {
  const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
  expect(read(nested(64))).toHaveProperty('value');
  expect(read(nested(66))).toMatchObject([{ code: 'config/too-deep', place: { column: 66 } }]);
});

test('Windows line endings are no part of a line', () => {
  expect(read('a: b\r\nc:\r\n  - d\r\n')).toEqual({ value: { a: 'b', c: ['d'] } });
  expect(read('a: 1\r\na: 2\r\n')).toMatchObject([
    { place: { line: 2, column: 1, length: 1, text: 'a: 2' } },
  ]);
});

test('JSON is read as it is, tabs and escapes included', () => {
  const value = { a: ['\u{1f600}', '/', '\t', -1.5e3, true, null], b: {} };
  expect(read(JSON.stringify(value, undefined, '\t'))).toEqual({ value });
  expect(read('{"a": "\\ud83d\\ude00\\/"}')).toEqual({ value: { a: '\u{1f600}/' } });
});

test('of a package.json only our key counts', () => {
  const text = '{\n  "name": "x", "name": "y",\n  "tackle": {"engine": "docker"}\n}\n';
  expect(read(text, 'tackle')).toEqual({ value: { engine: 'docker' } });
  expect(read('{"name": "x"}', 'tackle')).toEqual({ value: undefined });
  expect(read('{"tackle": {"a": 1, "a": 2}}', 'tackle')).toMatchObject([
    { code: 'config/duplicate-key', place: { file: '/p/package.json', column: 21, length: 3 } },
  ]);
});

test('`__proto__` is a key like any other and changes no prototype', () => {
  const result = read('__proto__: {engine: docker}\n') as { value: object };
  expect(Object.keys(result.value)).toEqual(['__proto__']);
  expect(Object.getPrototypeOf(result.value)).toBeNull();
  expect(Object.hasOwn(Object.prototype, 'engine')).toBe(false);
});

test('of syntax errors there is one a line and ten at most', () => {
  const problems = read(Array.from({ length: 20 }, (_, i) => `k${i}: [@x, @y]`).join('\n'));
  expect(problems).toHaveLength(10);
});
