import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readChallenges } from '../../src/images/registry/challenges.ts';

const read = (header: string) =>
  readChallenges(header).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]);

describe('WWW-Authenticate', () => {
  it.each([
    ['', []],
    ['Basic realm="tackle"', [['basic', { realm: 'tackle' }]]],
    ['Basic realm=tackle', [['basic', { realm: 'tackle' }]]],
    [
      'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:library/python:pull"',
      [
        [
          'bearer',
          {
            realm: 'https://auth.docker.io/token',
            service: 'registry.docker.io',
            scope: 'repository:library/python:pull',
          },
        ],
      ],
    ],
    [
      'BEARER Realm = "a, b" , scope="x \\"y\\" z",Basic realm="c"',
      [
        ['bearer', { realm: 'a, b', scope: 'x "y" z' }],
        ['basic', { realm: 'c' }],
      ],
    ],
    [
      'Negotiate, Basic realm=x',
      [
        ['negotiate', {}],
        ['basic', { realm: 'x' }],
      ],
    ],
    [
      'Negotiate YWJj==, Basic realm=x',
      [
        ['negotiate', {}],
        ['basic', { realm: 'x' }],
      ],
    ],
    ['Bearer realm=a, realm=b', [['bearer', { realm: 'a' }]]],
    ['Bearer realm="a', [['bearer', {}]]],
    ['"', []],
    ['=', []],
  ])('%s', (header, challenges) => {
    expect(read(header)).toEqual(challenges);
  });

  const token = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,8}$/);
  const challenge = fc.record({
    scheme: token,
    parameters: fc.dictionary(
      token.map((name) => name.toLowerCase()),
      fc.string({ unit: fc.constantFrom(...Array.from('ab ,="\\/:é')) }),
      { minKeys: 1, noNullPrototype: true },
    ),
  });

  it('is read back as it was written', () => {
    fc.assert(
      fc.property(fc.array(challenge), (challenges) => {
        const header = challenges
          .map(({ scheme, parameters }) => {
            const words = Object.entries(parameters).map(
              ([name, value]) => `${name}="${value.replaceAll(/["\\]/g, '\\$&')}"`,
            );
            return `${scheme} ${words.join(', ')}`;
          })
          .join(', ');
        expect(read(header)).toEqual(
          challenges.map(({ scheme, parameters }) => [scheme.toLowerCase(), parameters]),
        );
      }),
    );
  });

  it('takes any text and comes to an end', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from('aB="\\, \t=')), maxLength: 200 }),
        (text) => {
          expect(readChallenges(text).length).toBeLessThanOrEqual(text.length);
        },
      ),
    );
  });
});
