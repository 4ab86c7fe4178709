import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listPruned, pruneText } from '../../src/cli/prune-listing.ts';
import type { PruneRow } from '../../src/cli/prunable.ts';

const GOLDEN = join(import.meta.dirname, '../golden/prune');

const ROWS: readonly PruneRow[] = [
  { kind: 'container', what: 'tackle-a1b2c3 of python@3.8, in docker' },
  { kind: 'prepared', what: '/home/ada/gone', bytes: 61_000 },
  { kind: 'shims', what: '/home/ada/gone\x1b[2J' },
  { kind: 'images', what: 'docker.io/library/python:2.7, latex', bytes: 1_234_567_890 },
];

test.each([
  ['removed', listPruned(ROWS, true)],
  ['would-go', listPruned(ROWS, false)],
  ['nothing', listPruned([], true)],
  ['nothing-would-go', listPruned([], false)],
])('%s', async (name, listing) => {
  await expect(pruneText(listing, 100)).toMatchFileSnapshot(join(GOLDEN, `${name}.txt`));
});

test('as JSON: all together', () => {
  expect(listPruned(ROWS, false)).toEqual({ removed: false, bytes: 1_234_628_890, rows: ROWS });
});
