import { expect, test } from 'vitest';
import { asLine, benchmarksPage, type Group } from '../../scripts/bench/page.mjs';
import type { Promised } from '../../scripts/bench/promises.mjs';

const spread = { p10: 6.04, p90: 9.96 };

const GROUP: Group = {
  kind: 'launch',
  title: '`true`',
  rounds: 60,
  rows: [
    { name: 'chroot', ratio: 1, more: 0, median: 1, ...spread },
    { name: 'shim on docker', ratio: 3.04, more: 2, median: 3.04, ...spread },
    { name: '`tackle` on docker', ratio: 90, more: 89, median: 90, ...spread },
  ],
};

const PROMISED: Promised = {
  ...{ says: 'What a shim takes', direction: 'most', limit: 4, unit: 'ms', value: 2.04 },
  ...{ where: '`true`', holds: true },
};

function pageOf(more: Partial<Parameters<typeof benchmarksPage>[0]>): string {
  const machine = ['2 processors', 'Node 20'];
  return benchmarksPage({ groups: [], agents: [], promises: [], machine, notes: [], ...more });
}

test('a table for each group, ratios first, and the machine with what is left out at the end', () => {
  const page = pageOf({ groups: [GROUP], notes: ['Podman is left out: it is not installed'] });
  expect(page.slice(page.indexOf('## `true`'))).toBe(`## \`true\`

60 rounds.

| launch | × | more, ms | median, ms | p10–p90, ms |
| --- | --: | --: | --: | --: |
| chroot | 1.0 | 0.0 | 1.0 | 6.0–10.0 |
| **shim on docker** | 3.0 | 2.0 | 3.0 | 6.0–10.0 |
| \`tackle\` on docker | 90.0 | 89.0 | 90.0 | 6.0–10.0 |

## The machine

- 2 processors
- Node 20
- Podman is left out: it is not installed
`);
});

test('what takes long, and is close to what it is compared with, has finer ratios', () => {
  expect(pageOf({ groups: [{ ...GROUP, kind: 'compile' }] })).toContain(
    '| **shim on docker** | 3.04 |',
  );
});

test('what an idle agent holds', () => {
  const fresh = { resident: 786_432, descriptors: 5, children: 0 };
  const used = { resident: 790_528, descriptors: 6, children: 1 };
  expect(pageOf({ agents: [{ engine: 'docker', fresh, used }] })).toContain(
    '| docker | 786 | 791 | 5 | 6 | 1 |',
  );
});

test.each<[Partial<Promised>, string]>([
  [{}, '| at most 4.0 ms | 2.0 ms | holds | `true` |'],
  [{ value: 9.5, holds: false }, '| at most 4.0 ms | 9.5 ms | does **not** hold | `true` |'],
  [
    { direction: 'least', limit: 0.95, unit: '×', value: 0.9, holds: false },
    '| at least 0.95× | 0.90× | does **not** hold |',
  ],
  [{ limit: 999_999, unit: 'bytes', value: 786_432 }, '| at most 999999 bytes | 786432 bytes |'],
  // What is just above it is not rounded away.
  [{ value: 4.004, holds: false }, '| at most 4.0 ms | 4.004 ms | does **not** hold |'],
])('of what is promised, whether it holds: %j', (promised, line) => {
  expect(pageOf({ promises: [{ ...PROMISED, ...promised }] })).toContain(line);
});

test('a promise that does not hold, in one line', () => {
  expect(asLine({ ...PROMISED, value: 9.5, holds: false })).toBe(
    'What a shim takes: 9.5 ms, not at most 4.0 ms (`true`)',
  );
});
