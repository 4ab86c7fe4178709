import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nameOfPrepared, printPrepared } from '../../src/prepared/print-prepared.ts';
import { COMMAND, compileFront, NO_GUARDS, place, WAY } from './front.ts';

const here = place();
const program = join(here.path, 'front');
beforeAll(() => compileFront(program), 60_000);
afterAll(() => here[Symbol.dispose]());

const FOR = { project: '/project', command: COMMAND, variables: { TERM: '', LANG: '' } };
const WHOLE = printPrepared({
  ...FOR,
  guards: { ...NO_GUARDS, files: [{ path: '/nowhere', said: '1 2' }], nothing: ['/nowhere'] },
  way: { ...WAY, shown: [{ target: '/a', source: '/b' }] },
});

/** Bytes put, taken away or said once more, somewhere in the file. */
const change = fc.record({
  at: fc.nat(WHOLE.length),
  taken: fc.nat(40),
  put: fc.oneof(
    fc.uint8Array({ maxLength: 4 }),
    fc
      .constantFrom('\0', '-1\0', '99999999999999999999\0', '18446744073709551615\0', 'exec\0')
      .map((text) => new Uint8Array(Buffer.from(text))),
    fc.nat(WHOLE.length).map((from) => new Uint8Array(WHOLE.subarray(from, from + 60))),
  ),
});

test('launch reads whatever is in the place of what is prepared, and takes no harm', () => {
  const directory = join(here.path, 'tackle/prepared');
  const file = join(directory, nameOfPrepared(FOR));
  mkdirSync(directory, { recursive: true });
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
      const bytes = changes.reduce(
        (all, { at, taken, put }) =>
          Buffer.concat([all.subarray(0, at), put, all.subarray(at + taken)]),
        WHOLE,
      );
      writeFileSync(file, bytes);
      chmodSync(file, 0o600);
      const { status, stderr } = spawnSync(program, ['environment', '/project', '/'], {
        cwd: here.path,
        env: { XDG_CACHE_HOME: here.path },
      });
      expect(stderr.toString()).toBe('');
      expect([0, 3]).toContain(status);
    }),
    { numRuns: 400 },
  );
}, 60_000);
