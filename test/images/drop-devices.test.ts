import { Readable } from 'node:stream';
import fc from 'fast-check';
import { pack } from 'tar-stream';
import { expect, it } from 'vitest';
import { dropDevices } from '../../src/images/drop-devices.ts';

/** A tar with these names, each with content unless it is a directory. */
async function tarOf(names: readonly string[]): Promise<Buffer> {
  const tar = pack();
  for (const name of names) {
    if (name.startsWith('./dev/')) tar.entry({ name, type: 'directory' });
    else tar.entry({ name }, `content of ${name}`);
  }
  tar.finalize();
  return Buffer.concat((await Readable.from(tar).toArray()) as Buffer[]);
}

async function through(bytes: Buffer, cuts: readonly number[]): Promise<Buffer> {
  const edges = [0, ...cuts.map((cut) => cut % bytes.length).sort((a, b) => a - b), bytes.length];
  const chunks = edges.slice(1).map((end, index) => bytes.subarray(edges[index], end));
  return Buffer.concat((await Readable.from(chunks).pipe(dropDevices()).toArray()) as Buffer[]);
}

const REST = ['./bin', './etc/passwd', './home/dev/null', './dev/late'];

it('drops what is below ./dev at the head, and nothing else, however the bytes come', async () => {
  const whole = await tarOf(['./dev/', './dev/console', './dev/pts/', './dev/zero', ...REST]);
  const without = await tarOf(['./dev/', ...REST]);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(whole.length)), async (cuts) => {
      expect((await through(whole, cuts)).equals(without)).toBe(true);
      expect((await through(without, cuts)).equals(without)).toBe(true);
    }),
  );
});

it('leaves a stream alone that ends before it is a tar', async () => {
  expect((await through(Buffer.from('./dev'), [])).toString()).toBe('./dev');
});
