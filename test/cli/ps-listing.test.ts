import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listContainers, psText } from '../../src/cli/ps-listing.ts';

const GOLDEN = join(import.meta.dirname, '../golden/ps');
const NOW = Date.UTC(2026, 0, 2, 12);
const ago = (seconds: number) => NOW - seconds * 1000;

const LISTING = listContainers([
  {
    ...{ engine: 'docker', id: 'a1', toolbox: 'python@3.8', life: 'kept', made: ago(200_000) },
    ...{ project: '/home/ada/thesis', tools: ['python3.8 a.py', 'pip install \x1b[31mred'] },
  },
  {
    ...{ engine: 'docker', id: 'a2', toolbox: 'latex', life: 'kept', made: ago(100_000) },
    ...{ project: '/home/ada/thesis', tools: [] },
  },
  {
    ...{ engine: 'podman', id: 'p3', toolbox: 'node@18', life: 'one launch', made: ago(65) },
    ...{ tools: ['node server.js'] },
  },
]);

test('a line for each container', async () => {
  await expect(psText(LISTING, NOW, 100)).toMatchFileSnapshot(join(GOLDEN, 'three.txt'));
});

test('that there is none is said', () => {
  expect(psText(listContainers([]), NOW, 100)).toBe('no container runs\n');
});

test('a clock that was set back makes nothing younger than now', () => {
  expect(psText(LISTING, ago(300_000), 200)).toContain('  0 s  ');
});

test('as JSON', () => {
  expect(LISTING.containers[1]).toEqual({
    engine: 'docker',
    id: 'a2',
    toolbox: 'latex',
    project: '/home/ada/thesis',
    life: 'kept',
    made: '2026-01-01T08:13:20.000Z',
    tools: [],
  });
});
