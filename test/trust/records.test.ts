import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AbsolutePath, Digest } from '../../src/kernel/brand.ts';
import type { ConfigText } from '../../src/kernel/config-texts.ts';
import { contentOf, digestOfAll } from '../../src/trust/content.ts';
import { differenceFrom } from '../../src/trust/difference.ts';
import type { Power } from '../../src/trust/power.ts';
import { parseRecords, printRecords, withTrusted, type Trusted } from '../../src/trust/records.ts';
import { path, projectText } from '../config/project-text.ts';

const ROOT = '/p' as AbsolutePath;
const digest = (digit: string) => `sha256:${digit.repeat(64)}` as Digest;

function trusted(text: string, more: Partial<Trusted> = {}): Trusted {
  const content = contentOf([projectText(text)]);
  return { content, contexts: {}, powers: [], at: 1, ...more };
}

describe('the content', () => {
  const named = (...texts: readonly ConfigText[]) => contentOf(texts).digest;
  const inPackage = (text: string) =>
    projectText(text, { file: path('/p/package.json'), key: 'tackle' });

  test('is another one for each text, each file name and each layer', () => {
    const local = { layer: 'local', file: path('/p/tackle.local.yaml') } as const;
    const digests = [
      named(projectText('a')),
      named(projectText('a ')),
      named(projectText('a', { file: path('/p/tackle.yml') })),
      named(projectText('a'), projectText('', local)),
      named(projectText(''), projectText('a', local)),
    ];
    expect(new Set(digests).size).toBe(digests.length);
  });

  test('is the same in every worktree, and does not have the user’s own config', () => {
    const there = { root: path('/q'), file: path('/q/tackle.yaml') };
    expect(named(projectText('a', there))).toBe(named(projectText('a')));
    const users = projectText('x', { layer: 'user', file: path('/home/ada/c.yaml') });
    expect(named(users, projectText('a'))).toBe(named(projectText('a')));
  });

  test('has of a package.json what it says to Tackle', () => {
    const one = named(inPackage('{"tackle": {"env": ["A"]}, "version": "1"}'));
    expect(named(inPackage('{"version": "2", "tackle":{"env":["A"]}}'))).toBe(one);
    expect(named(inPackage('{"tackle": {"env": ["B"]}, "version": "1"}'))).not.toBe(one);
    // No JSON, and yet YAML.
    const odd = named(inPackage('{"tackle": {"env": [A]}, x: 1}'));
    expect(named(inPackage('{"tackle": {"env": [A]}, x: 2}'))).not.toBe(odd);
  });

  test('and what Dockerfiles are built from has one name, whatever their order', () => {
    const content = contentOf([projectText('a')]);
    const [a, b] = [digest('a'), digest('b')];
    expect(digestOfAll(content, { x: a, y: b })).toBe(digestOfAll(content, { y: b, x: a }));
    expect(digestOfAll(content, { x: b, y: a })).not.toBe(digestOfAll(content, { x: a, y: b }));
    expect(digestOfAll(content, {})).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('records', () => {
  test('come back as they were written', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.array(fc.string({ unit: 'binary' }), { maxLength: 3 }),
        fc.nat(),
        (text, powers, at) => {
          const one = trusted(text, { powers, at, contexts: { t: digest('c') } });
          const records = withTrusted(undefined, ROOT, one);
          expect(parseRecords(printRecords(records))).toEqual(records);
        },
      ),
    );
  });

  test.each([
    '',
    '{',
    'null',
    '[]',
    '{"format": 2, "project": "/p", "trusted": []}',
    '{"format": 1, "project": "p", "trusted": []}',
    '{"format": 1, "project": "/p", "trusted": [{}]}',
    '{"format": 1, "project": "/p", "trusted": [{"content": {"digest": "x", "files": []}}]}',
  ])('that nobody wrote trust nothing: %s', (text) => {
    expect(parseRecords(text)).toBeUndefined();
  });

  test('have the newest first, each once, and no more than a few', () => {
    const texts = 'a b c d e f g h i j k l e'.split(' ');
    const records = texts.reduce(
      (before: ReturnType<typeof withTrusted> | undefined, text) =>
        withTrusted(before, ROOT, trusted(text)),
      undefined,
    );
    const kept = records?.trusted.map(({ content }) => content.files[0]?.text);
    expect(kept).toEqual(['e', 'l', 'k', 'j', 'i', 'h', 'g', 'f']);
  });

  test('keep the same config with other Dockerfiles beside it', () => {
    const one = withTrusted(undefined, ROOT, trusted('a', { contexts: { t: digest('1') } }));
    const two = withTrusted(one, ROOT, trusted('a', { contexts: { t: digest('2') } }));
    expect(two.trusted.map(({ contexts }) => contexts['t'])).toEqual([digest('2'), digest('1')]);
  });
});

describe('the difference', () => {
  const place = { file: '/p/tackle.yaml', line: 1, column: 1, length: 1, text: 'x' };
  const power = (says: string): Power => ({ kind: 'image', says, place });

  test('has powers that came and went, and the lines between those that stayed', () => {
    const before = trusted('one\ntwo\nthree\n', { powers: ['a', 'b'] });
    const now = contentOf([projectText('one\n2\n2.5\nthree\n')]);
    expect(differenceFrom(before, now, [power('b'), power('c')])).toEqual({
      added: [power('c')],
      gone: ['a'],
      lines: ['tackle.yaml: - two', 'tackle.yaml: + 2', 'tackle.yaml: + 2.5'],
    });
  });

  test('is never without a line where the texts differ', () => {
    const text = fc.array(fc.constantFrom('a', 'b', '')).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, (before, now) => {
        const { lines } = differenceFrom(trusted(before), contentOf([projectText(now)]), []);
        const isSame = before.replace(/\n$/, '') === now.replace(/\n$/, '');
        expect(lines.length > 0).toBe(!isSame);
      }),
    );
  });
});
