import fc from 'fast-check';
import { expect, it } from 'vitest';
import { accepts, parseRange } from '../../src/init/range.ts';

const number = fc.nat({ max: 20 });
const release = fc.tuple(number, number, number);
const part = fc.array(number, { minLength: 1, maxLength: 3 });
const comparator = fc
  .tuple(fc.constantFrom('^', '~', '~=', '~>', '>', '>=', '<', '<=', '=', '!=', ''), part)
  .map(([operator, numbers]) => operator + numbers.join('.'));

function isIn(text: string, version: readonly number[], partial: 'line' | 'point' = 'line') {
  const range = parseRange(text, partial);
  if (range === undefined) throw new Error(`\`${text}\` is no range`);
  return accepts(range, version);
}

it.each([
  ['^18 || >=20', '18.1.0 20.0.0 26', '16.20.2 19.0.0'],
  ['>=3.8,<3.12', '3.8 3.11 3.11.15', '3.7 3.12 3.12.0 2.7'],
  ['3.8.*', '3.8 3.8.20', '3.9 3'],
  ['==3.8.*, !=3.8.2', '3.8.1 3.8', '3.8.2 3.7'],
  ['~=3.8', '3.8 3.14', '3.7 4.0'],
  ['~=3.8.1', '3.8 3.8.20', '3.8.0 3.9'],
  ['~> 3.2', '3.2 3.4', '3.1 4.0'],
  ['>= 2.7, < 3.3', '2.7 3.1', '3.3 3.4'],
  ['^3.9', '3.9 3.14', '3.8 4.0'],
  ['^0.2.3', '0.2.3 0.2', '0.3.0 0.2.2'],
  ['^0.0.3', '0.0.3', '0.0.4'],
  ['~10.16.0', '10.16.3', '10.17.0 10.24.1'],
  ['10.x', '10.24.1 10', '11.0.0'],
  ['v10.16.3', '10.16.3', '10.16 10.16.4'],
  ['10 - 12', '10.0.0 12 12.22.12', '9.9.9 13.0.0'],
  ['>10', '11.0.0', '10.24.1'],
  ['<=10', '10 10.24.1', '11.0.0'],
  ['>=18.0.0 <19 || ^20', '18 20', '19.0.0 21'],
  ['', '1 2.7.18', ''],
  ['*', '1 2.7.18', ''],
  ['3.13.0rc1', '3.13.0', '3.13.1'],
])('%s', (text, inside, outside) => {
  const numbers = (list: string) =>
    list
      .split(' ')
      .filter(Boolean)
      .map((version) => version.split('.').map(Number));
  for (const version of numbers(inside))
    expect([version, isIn(text, version)]).toEqual([version, true]);
  for (const version of numbers(outside))
    expect([version, isIn(text, version)]).toEqual([version, false]);
});

it.each(['system', 'lts/*', '>=', '3.8 ||| x y', 'python3', '../..', '1 '.repeat(200)])(
  '%j is no range',
  (text) => expect(parseRange(text, 'line')).toBeUndefined(),
);

it('to Python, a bound is a point, and to npm a line', () => {
  expect([isIn('>3.8', [3, 8, 1], 'point'), isIn('>3.8', [3, 8, 1], 'line')]).toEqual([
    true,
    false,
  ]);
  expect([isIn('<=3.8', [3, 8, 1], 'point'), isIn('<=3.8', [3, 8, 1], 'line')]).toEqual([
    false,
    true,
  ]);
});

it('alternatives are a union, and bounds an intersection', () => {
  fc.assert(
    fc.property(comparator, comparator, release, (one, other, version) => {
      const [first, second] = [isIn(one, version), isIn(other, version)];
      expect(isIn(`${one} || ${other}`, version)).toBe(first || second);
      expect(isIn(`${one} ${other}`, version)).toBe(first && second);
      expect(isIn(`${one},${other}`, version)).toBe(first && second);
    }),
  );
});

it('an operator and its opposite part all versions', () => {
  fc.assert(
    fc.property(
      part,
      release,
      fc.constantFrom('line' as const, 'point' as const),
      (numbers, version, partial) => {
        const text = numbers.join('.');
        const answers = (operator: string) => isIn(operator + text, version, partial);
        expect(answers('<')).toBe(!answers('>='));
        expect(answers('>')).toBe(!answers('<='));
        expect(answers('=')).toBe(!answers('!='));
      },
    ),
  );
});

it('caret and tilde take their own version and all up to the next line', () => {
  fc.assert(
    fc.property(release, release, ([major, minor, patch], version) => {
      const text = `${major}.${minor}.${patch}`;
      const tilde = `>=${text} <${major}.${minor + 1}.0`;
      const caret =
        major > 0 ? `<${major + 1}.0.0` : minor > 0 ? `<0.${minor + 1}.0` : `<0.0.${patch + 1}`;
      expect(isIn(`~${text}`, version)).toBe(isIn(tilde, version));
      expect(isIn(`~=${text}`, version)).toBe(isIn(tilde, version));
      expect(isIn(`^${text}`, version)).toBe(isIn(`>=${text} ${caret}`, version));
      expect(isIn(`^${text}`, [major, minor, patch])).toBe(true);
    }),
  );
});

it('no text makes it throw or take long', () => {
  const word = fc.constantFrom(
    '^',
    '~',
    '>=',
    '<',
    '=',
    '1',
    '.',
    '2',
    'x',
    '*',
    '-',
    ' ',
    '|',
    ',',
    'v',
    'rc',
  );
  const text = fc.oneof(
    fc.string(),
    fc.array(word, { maxLength: 300 }).map((words) => words.join('')),
  );
  fc.assert(
    fc.property(text, release, (asked, version) => {
      const range = parseRange(asked, 'line');
      if (range !== undefined) expect(accepts(range, version)).toBeTypeOf('boolean');
      else expect(range).toBeUndefined();
    }),
  );
});
