import { expect, test } from 'vitest';
import { parseReference } from '../../../src/catalog/reference.ts';
import type { MemoryWorld } from '../../../src/engines/memory/memory-engine.ts';
import { openMemoryEngine } from '../../../src/engines/memory/memory-engine.ts';
import { absolutePathOf } from '../../../src/kernel/brand.ts';
import type { Bench } from '../../contract/bench.ts';
import { QUIET, run, setUp, value } from '../../contract/bench.ts';
import type { Program } from '../../contract/programs.ts';
import { EVERYTHING } from '../../contract/subject.ts';

function program(name: string): Program {
  return { name, script: [name] };
}

function benchOf(world: MemoryWorld): Promise<Bench> {
  const kit = parseReference('registry.test/kit:1')!;
  return setUp({
    gives: { ...EVERYTHING, kernel: { because: '' }, containers: { because: '' } },
    toolbox: 'kit',
    user: {
      uid: 1000,
      gid: 1000,
      groups: [],
      name: 'casey',
      group: 'casey',
      home: absolutePathOf('/home/casey')!,
      umask: 0o022,
    },
    open: () => openMemoryEngine(world),
    images: { kit, kitDigest: '', missing: kit, denied: kit, unreachable: kit },
    argv: ({ name }) => [name],
    leftovers: () => Promise.resolve([]),
    removeRunning: () => Promise.resolve(),
    forget: () => Promise.resolve(),
  });
}

test('a program that throws says so and ends with 1', async () => {
  const bench = await benchOf({
    programs: {
      throws: () => {
        throw new Error('oops');
      },
    },
  });
  expect(await run(bench, program('throws'))).toEqual({
    ending: { kind: 'exited', status: 1 },
    stdout: '',
    stderr: 'Error: oops\n',
  });
});

test.each([
  [256, 0],
  [-1, 255],
])('a status of %i is what a parent would see: %i', async (returned, status) => {
  const bench = await benchOf({ programs: { returns: () => returned } });
  const { ending } = await run(bench, program('returns'));
  expect(ending).toEqual({ kind: 'exited', status });
});

test('only what the table names is a program', async () => {
  const bench = await benchOf({ programs: {} });
  const { ending } = await run(bench, program('toString'));
  expect(ending).toEqual({ kind: 'not-found', program: 'toString' });
});

test('without a table of images every image exists, each with a digest of its own', async () => {
  const engine = openMemoryEngine({ programs: {} });
  const [one, two, again] = await Promise.all(
    ['a.test/x:1', 'a.test/x:2', 'a.test/x:1'].map(async (text) =>
      value(await engine.resolve(parseReference(text)!, QUIET)),
    ),
  );
  expect(one).not.toEqual(two);
  expect(one).toEqual(again);
});
