import { expect, test } from 'vitest';
import { benchmarksPage, MOST_MORE_MS, tooSlow, type Group } from '../../scripts/bench/page.mjs';

function group(title: string, more: number): Group {
  const spread = { p10: 6.04, p90: 9.96 };
  const rows = [
    { name: 'chroot', ratio: 1, more: 0, median: 1, ...spread },
    { name: 'sandbox', isSandbox: true, ratio: 1 + more, more, median: 1 + more, ...spread },
    { name: 'tackle', ratio: 90, more: 89, median: 90, ...spread },
  ];
  return { title, rows };
}

function pageOf(...groups: readonly Group[]): string {
  return benchmarksPage({ groups, machine: ['2 processors', 'Node 20'], rounds: 60 });
}

test('a table for each group, ratios first, and the machine at the end', () => {
  const page = pageOf(group('`true`', 6));
  expect(page).toContain('for 60 rounds');
  expect(page.slice(page.indexOf('## '))).toBe(`## \`true\`

| launch | × chroot | more, ms | median, ms | p10–p90, ms |
| --- | --: | --: | --: | --: |
| chroot | 1.0 | 0.0 | 1.0 | 6.0–10.0 |
| sandbox | 7.0 | 6.0 | 7.0 | 6.0–10.0 |
| tackle | 90.0 | 89.0 | 90.0 | 6.0–10.0 |

## The machine

- 2 processors
- Node 20
`);
});

test('the page says whether every sandbox keeps to what it may take, and which takes the most', () => {
  expect(pageOf(group('one', 6), group('other', MOST_MORE_MS))).toContain(
    'at most 8 ms more than `chroot` holds here: 8.0 ms at most (other)',
  );
  expect(pageOf(group('one', 9.5), group('other', 6))).toContain(
    'at most 8 ms more than `chroot` does **not** hold here: 9.5 ms at most (one)',
  );
});

test('what is just above it is not rounded away', () => {
  expect(pageOf(group('one', 8.004))).toContain('does **not** hold here: 8.004 ms');
});

test('only a sandbox can be too slow', () => {
  expect(tooSlow([group('one', 8), group('other', 8.01)])).toEqual([
    { title: 'other', more: 8.01 },
  ]);
});
