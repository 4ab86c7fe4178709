import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporary } from '../host/temporary.ts';
import type { Store } from '../../src/images/store/store.ts';
import { rootOf, storeAt } from './a-store.ts';
import { directory, file, symlink, tar } from './tar-bytes.ts';
import { startUnpacking, unpackProgram } from './unpack-process.ts';

const ENTRIES = 120;
const LAYER = tar(
  directory('d'),
  symlink('l', 'd'),
  ...Array.from({ length: ENTRIES }, (_, index) =>
    file(`d/${index}`, `content ${index}\n`.repeat(index)),
  ),
);

const here = temporary();
const layerFile = join(here.path, 'layer.tar');
let program = '';
beforeAll(async () => {
  program = await unpackProgram(here.path);
  writeFileSync(layerFile, LAYER);
});
afterAll(() => here[Symbol.dispose]());

describe('two processes that unpack the same layer at once', () => {
  it('both have it, it is there once, and nothing else is left', async () => {
    const images = join(here.path, 'two');
    const processes = [0, 1, 2].map(() => startUnpacking(program, [images, layerFile]));
    await Promise.all(processes.map(({ ready }) => ready));
    for (const { go } of processes) go();
    const roots = await Promise.all(processes.map(({ outcome }) => outcome));
    expect(new Set(roots).size).toBe(1);
    expect(roots[0]).toMatch(/\/root$/);
    const store = storeAt(images);
    expect(await store.check({ deep: true })).toEqual([]);
    expect(readdirSync(join(images, 'layers'))).toHaveLength(1);
    expect(readdirSync(join(images, 'tmp'))).toEqual([]);
  });
});

/** Every moment at which a process may die: what is counted, and how many there are of it. */
const MOMENTS = fc.oneof(
  fc.tuple(fc.constant('entry'), fc.integer({ min: 1, max: ENTRIES + 2 })),
  fc.tuple(fc.constant('name'), fc.integer({ min: 1, max: ENTRIES + 2 })),
  fc.tuple(fc.constant('report'), fc.integer({ min: 1, max: 5 })),
);

describe('a process that is killed while it unpacks', () => {
  it('leaves a whole store, and the next one does it', { timeout: 60_000 }, async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(MOMENTS, async ([what, number]) => {
        const images = join(here.path, `killed-${String(run++)}`);
        const killed = startUnpacking(program, [images, layerFile, what, String(number)]);
        killed.go();
        expect(await killed.outcome).toBe('SIGKILL');
        const store = storeAt(images);
        expect(await store.check({ deep: true })).toEqual([]);
        expect(readdirSync(join(images, 'tmp'))).toHaveLength(1);
        expect(await rootOf(store, [LAYER])).toMatchObject({ ok: true });
        expect(await store.check({ deep: true })).toEqual([]);
        await store[Symbol.asyncDispose]();
        await pruned(storeAt(images));
        expect(readdirSync(join(images, 'tmp'))).toEqual([]);
      }),
      { numRuns: 12, seed: 4 },
    );
  });
});

async function pruned(store: Store): Promise<void> {
  await using open = store;
  expect(await open.prune(open.images())).toEqual({ ok: true, value: { images: [], layers: [] } });
}

describe('a full disk', () => {
  const big = tar(file('small', 'x'), file('big', 'y'.repeat(3_000_000)), file('more', 'z'));

  it('is said, and nothing is left: a limit on the size of files', async () => {
    const images = join(here.path, 'limited');
    const bigFile = join(here.path, 'big.tar');
    writeFileSync(bigFile, big);
    const limited = startUnpacking(
      program,
      [images, bigFile],
      ['prlimit', '--fsize=1000000', '--'],
    );
    limited.go();
    expect(await limited.outcome).toBe('images/no-space');
    expect(await storeAt(images).check()).toEqual([]);
    expect(readdirSync(join(images, 'layers'))).toEqual([]);
    expect(readdirSync(join(images, 'tmp'))).toEqual([]);
  });

  it.runIf(process.getuid?.() === 0)(
    'is said, and nothing is left: a small tmpfs',
    async (test) => {
      const mounted = join(here.path, 'tmpfs');
      mkdirSync(mounted);
      try {
        execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', mounted], {
          stdio: 'pipe',
        });
      } catch {
        test.skip('root may mount nothing here');
      }
      try {
        const many = tar(
          ...Array.from({ length: 40 }, (_, index) => file(String(index), 'x'.repeat(99_999))),
        );
        const store = storeAt(join(mounted, 'images'));
        for (const layer of [big, many]) {
          const root = await rootOf(store, [layer]);
          expect(root).toMatchObject({ ok: false, error: { code: 'images/no-space' } });
          expect(await store.check()).toEqual([]);
        }
        expect(await rootOf(store, [LAYER.subarray(0, 20 * 512)])).toMatchObject({ ok: false });
        expect(await rootOf(store, [tar(file('a', 'b'))])).toMatchObject({ ok: true });
        await store[Symbol.asyncDispose]();
        expect(readdirSync(join(mounted, 'images', 'tmp'))).toEqual([]);
      } finally {
        execFileSync('umount', [mounted]);
      }
    },
  );
});
