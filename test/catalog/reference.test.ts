import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseReference, printReference } from '../../src/catalog/reference.ts';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

describe('parseReference', () => {
  it.each([
    ['python', 'docker.io/library/python:latest'],
    ['python:3.8-slim', 'docker.io/library/python:3.8-slim'],
    ['koalaman/shellcheck:v0.10.0', 'docker.io/koalaman/shellcheck:v0.10.0'],
    ['docker.io/python', 'docker.io/library/python:latest'],
    ['index.docker.io/library/python', 'docker.io/library/python:latest'],
    ['localhost/tool', 'localhost/tool:latest'],
    ['127.0.0.1:5000/a/b:c', '127.0.0.1:5000/a/b:c'],
    ['[::1]:5000/a', '[::1]:5000/a:latest'],
    ['Registry/a', 'Registry/a:latest'],
    ['ghcr.io/a/b__c/d-e.f_g', 'ghcr.io/a/b__c/d-e.f_g:latest'],
    [`a/b@${DIGEST}`, `docker.io/a/b@${DIGEST}`],
    [`a/b:t@${DIGEST}`, `docker.io/a/b:t@${DIGEST}`],
  ])('reads %s as %s', (text, canonical) => {
    expect(printReference(parseReference(text)!)).toBe(canonical);
  });

  it.each([
    ...['', ' ', '/', ':', '@', 'a b', ' python', 'python ', 'python\n', 'py\0thon'],
    ...['Python', 'docker.io/Library/python', 'a//b', '/a', 'a/', 'docker.io/', '-a', 'a-', 'a..b'],
    ...['../a', 'a/../b', '..', '.', 'a:', 'a:.b', 'a:-b', 'a:b:c', 'a/b:c/d', '--privileged'],
    ...['a@sha256:abc', `a@${DIGEST}@${DIGEST}`, `a@${DIGEST.toUpperCase()}`, `@${DIGEST}`],
    ...[
      'a.b:port/c',
      'a..b/c',
      '-a.b/c',
      'a.b:123456/c',
      'http://a.b/c',
      `a:${'t'.repeat(129)}`,
      'a'.repeat(256),
    ],
  ])('refuses %j', (text) => {
    expect(parseReference(text)).toBeUndefined();
  });
});

const part = fc.stringMatching(/^[a-z0-9]{1,8}(?:(?:\.|_|__|-{1,3})[a-z0-9]{1,4}){0,2}$/);
const reference = fc
  .record({
    registry: fc.constantFrom(
      'docker.io',
      'ghcr.io',
      'localhost',
      '127.0.0.1:5000',
      'Host',
      '[::1]:1',
    ),
    path: fc.array(part, { minLength: 2, maxLength: 4 }),
    tag: fc.option(fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,20}$/), { nil: undefined }),
    digest: fc.option(fc.stringMatching(/^sha256:[0-9a-f]{64}$/), { nil: undefined }),
  })
  .filter(({ tag, digest }) => tag !== undefined || digest !== undefined)
  .map(
    ({ registry, path, tag, digest }) =>
      `${registry}/${path.join('/')}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`,
  );

describe('the laws of references', () => {
  it('prints a canonical text back as it was', () => {
    fc.assert(
      fc.property(reference, (text) => {
        expect(printReference(parseReference(text)!)).toBe(text);
      }),
    );
  });

  it('reads what it printed to an equal value, whatever it accepted', () => {
    const alphabet = fc.constantFrom(
      ...Array.from('ab09./:@_-AZ[]'),
      'docker.io/',
      'sha256:',
      DIGEST,
    );
    const text = fc.oneof(
      fc.array(alphabet, { maxLength: 12 }).map((parts) => parts.join('')),
      reference,
    );
    fc.assert(
      fc.property(text, (given) => {
        const parsed = parseReference(given);
        if (parsed !== undefined) expect(parseReference(printReference(parsed))).toEqual(parsed);
      }),
      { numRuns: 2000 },
    );
  });

  it('never accepts what could be taken for something else', () => {
    const hostile = fc.constantFrom(
      ' ',
      '\t',
      '\n',
      '\0',
      '\u007f',
      '\u00a0',
      '..',
      '$',
      '`',
      ';',
      '\\',
      'é',
    );
    fc.assert(
      fc.property(reference, hostile, fc.nat(), (text, bad, position) => {
        const at = position % (text.length + 1);
        const spoilt = text.slice(0, at) + bad + text.slice(at);
        const parsed = parseReference(spoilt);
        // Two dots are allowed within a tag alone, where they are no path.
        if (bad === '..')
          expect(`${parsed?.registry ?? ''}/${parsed?.repository ?? ''}`).not.toContain('..');
        else expect(parsed).toBeUndefined();
      }),
    );
  });
});
