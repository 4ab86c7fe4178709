import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { environment, type EnvironmentRules } from '../../src/plan/environment.ts';
import { ask, compileFront, place, put, WAY } from './front.ts';

const here = place();
const program = join(here.path, 'front');
beforeAll(() => compileFront(program), 60_000);
afterAll(() => here[Symbol.dispose]());

const NAMES = ['HOME', 'A', 'AB', 'ABC', 'A_B', 'NO_COLOR', 'PATH', 'LC_ALL', 'LC_TIME', '_', 'a1'];
const name = fc.constantFrom(...NAMES);
/** Those that a shell could not have set, too. */
const anyName = fc.oneof(name, fc.constantFrom('BASH_FUNC_x%%', '1A', 'A-B', 'A.B'));
const value = fc.oneof(
  fc.string({ maxLength: 8 }).filter((text) => !text.includes('\0')),
  fc.constantFrom('', '=', 'a=b', 'two\nlines', 'ä'),
);
const variables = fc.dictionary(name, value, { noNullPrototype: true });
const names = fc.uniqueArray(name);
const prefixes = fc.uniqueArray(fc.constantFrom('', 'A', 'AB', 'LC_', '_'));

const rules: fc.Arbitrary<EnvironmentRules> = fc.record({
  weak: variables,
  pass: names,
  passPrefixes: prefixes,
  never: names,
  neverPrefixes: fc.uniqueArray(fc.constantFrom('AB', 'LC_')),
  set: variables,
});

test('launch makes the environment that planning makes', () => {
  fc.assert(
    fc.property(
      fc.dictionary(anyName, value, { noNullPrototype: true }),
      rules,
      (env, environmentRules) => {
        put(here.path, { way: { ...WAY, environment: environmentRules } });
        const whole = { ...env, XDG_CACHE_HOME: here.path };
        const said = ask(program, ['environment', '/project', '/some/where'], {
          cwd: here.path,
          env: whole,
        });
        const planned = environment(whole, environmentRules, '/some/where');
        const expected = Object.entries(planned).map(([key, text]) => `${key}=${text}`);
        expect(said.split('\0').slice(0, -1).sort()).toEqual(expected.sort());
      },
    ),
    { numRuns: 300 },
  );
}, 60_000);
