import { expect, test } from 'vitest';
import type { Agent, Group } from '../../scripts/bench/page.mjs';
import { promisesOf } from '../../scripts/bench/promises.mjs';

/** Rows of medians in milliseconds, each compared with the first. */
function group(kind: Group['kind'], title: string, medians: Record<string, number>): Group {
  const [first = 0] = Object.values(medians);
  const rows = Object.entries(medians).map(([name, median]) => ({
    ...{ name, median, p10: median, p90: median },
    ...{ ratio: median / first, more: median - first },
  }));
  return { kind, title, rounds: 1, rows };
}

const LAUNCHES = {
  ...{ chroot: 1, 'shim on docker': 3, 'shim on embedded': 6, '`docker exec`': 61 },
  ...{ '`docker run`, network host': 200, '`node -e 0`': 20 },
  ...{ '`tackle` on docker': 5, '`tackle` on embedded': 8 },
  ...{ '`tackle --fresh` on docker': 250, '`tackle --fresh` on embedded': 30 },
};

const GROUPS = [
  group('launch', '`true`', LAUNCHES),
  group('first', 'First use', {
    '`docker run`, network host': 200,
    'first use of a shim on docker': 240,
    'first use of a shim on embedded': 80,
  }),
  group('streams', 'in', { chroot: 190, 'shim on docker': 195, 'shim on embedded': 199 }),
  group('compile', 'C', {
    ...{ '`make` in a chroot': 1000, 'shim on docker': 1100, 'shim on embedded': 1140 },
  }),
];

const HELD = { resident: 786_432, descriptors: 5, children: 0 };
const AGENTS: readonly Agent[] = [{ engine: 'docker', fresh: HELD, used: HELD }];

function broken(groups: readonly Group[], agents = AGENTS): readonly unknown[] {
  const failed = promisesOf({ groups, agents }).filter(({ holds }) => !holds);
  return failed.map(({ says, value, where }) => [says, Number(value.toFixed(3)), where]);
}

test('of a run in which all is well, everything that is promised holds', () => {
  expect(broken(GROUPS)).toEqual([]);
  expect(promisesOf({ groups: GROUPS, agents: AGENTS })).toHaveLength(17);
});

test.each<[string, Group, readonly unknown[][]]>([
  [
    'a shim on docker that takes 4 ms',
    group('launch', 'a', { ...LAUNCHES, 'shim on docker': 5.1, '`docker exec`': 100 }),
    [['What a shim on docker takes more than `chroot`', 4.1, 'a']],
  ],
  [
    'docker exec that is quicker than 12 shims',
    group('launch', 'a', { ...LAUNCHES, '`docker exec`': 21 }),
    [
      [
        '12 times what a shim on docker takes more than `chroot`, beside what `docker exec` does',
        1.2,
        'a',
      ],
    ],
  ],
  [
    'a Node that is quicker than a shim',
    group('launch', 'a', {
      ...{ ...LAUNCHES, '`node -e 0`': 4, '`tackle` on embedded': 5 },
      '`tackle --fresh` on embedded': 12,
    }),
    [['What a shim on embedded takes more than `chroot`, beside `node -e 0`', 1.25, 'a']],
  ],
  [
    'a first use that takes much longer than docker run',
    group('first', 'b', {
      '`docker run`, network host': 100,
      'first use of a shim on docker': 126,
    }),
    [['First use of a shim on docker, beside `docker run` on the same network', 1.26, 'b']],
  ],
  [
    'less throughput',
    group('streams', 'out', { chroot: 90, 'shim on docker': 100 }),
    [['The throughput of `cat` as a shim on docker, beside `chroot`', 0.9, 'out']],
  ],
  [
    'a slow build',
    group('compile', 'C', { '`make` in a chroot': 100, 'shim on embedded': 116 }),
    [['`make` with `gcc` as a shim on embedded, beside the same in a chroot', 1.16, 'C']],
  ],
])('%s is seen, in the group that has the worst', (_what, worse, expected) => {
  expect(broken([...GROUPS, worse])).toEqual(expected);
});

test('an agent that is large, and one that keeps something of its launches', () => {
  const used = { resident: 1_000_000, descriptors: 6, children: 2 };
  expect(broken(GROUPS, [{ engine: 'podman', fresh: HELD, used }])).toEqual([
    ['What an idle agent has in memory', 1_000_000, 'podman'],
    ['Descriptors and processes that launches have left to an agent', 3, 'podman'],
  ]);
});

test('what was left out is not promised', () => {
  const embedded = group('launch', '`true`', { chroot: 1, 'shim on embedded': 4 });
  expect(promisesOf({ groups: [embedded], agents: [] })).toEqual([
    {
      ...{ says: 'What a shim on embedded takes more than `chroot`', where: '`true`', value: 3 },
      ...{ direction: 'most', limit: 8, unit: 'ms', holds: true },
    },
  ]);
});
