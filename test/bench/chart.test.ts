import { expect, test } from 'vitest';
import { chart } from '../../scripts/bench/chart.mjs';

test('a bar for each that is compared, with marks at round times', async () => {
  const rows = [
    { name: 'chroot', more: 0 },
    { name: 'shim on docker', more: 1.14 },
    { name: '`docker exec`', more: 41.8 },
    { name: 'a < b & c', more: 612.3 },
    { name: 'a quicker one', more: -0.3 },
  ];
  const text = chart({ title: 'What it takes', subtitle: 'medians; <ms>', rows });
  await expect(text).toMatchFileSnapshot('../golden/bench/chart.svg');
});

test.each([
  [4.9, 5, 460 * 0.98],
  [100, 100, 460],
  [100.1, 150, 307],
])('the longest, of %d ms, fits on a scale that ends at %d ms', (more, end, length) => {
  const rows = [0, more].map((each) => ({ name: 'a', more: each }));
  const text = chart({ title: '', subtitle: '', rows });
  expect([...text.matchAll(/middle" fill="#59636e">([\d.]+) ms/g)].at(-1)?.[1]).toBe(String(end));
  const [, width] = /width="([\d.]+)" height="16"/.exec(text) ?? [];
  expect(Number(width)).toBeCloseTo(length, 0);
});
