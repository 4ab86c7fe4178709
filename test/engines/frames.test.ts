import fc from 'fast-check';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { Unframing } from '../../src/engines/docker/frames.ts';

function frame(bytes: Uint8Array): Buffer {
  const header = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(bytes.length, 4);
  return Buffer.concat([header, bytes]);
}

function split(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const at = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort(
    (a, b) => a - b,
  );
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
}

test('ends after the bytes that were announced, before they came or afterwards', async () => {
  const [before, after, none] = [new Unframing(), new Unframing(), new Unframing()];
  before.endAfter(3);
  before.write(frame(Buffer.from('abc')));
  after.write(frame(Buffer.from('abc')));
  after.endAfter(3);
  none.endAfter(0);
  const ended = await Promise.all([before, after, none].map((one) => one.toArray()));
  expect(ended.map((chunks) => chunks.join(''))).toEqual(['abc', 'abc', '']);
  expect([before, after, none].some((one) => one.isShort)).toBe(false);
});

test('tells when it ends with less than was announced', async () => {
  const bytes = new Unframing();
  bytes.end(frame(Buffer.from('abc')));
  bytes.endAfter(4);
  expect((await bytes.toArray()).join('')).toBe('abc');
  expect(bytes.isShort).toBe(true);
});

test('takes the frames off however they and their headers are split', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 }),
      fc.array(fc.nat(), { maxLength: 12 }),
      async (payloads, cuts) => {
        const wire = split(Buffer.concat(payloads.map(frame)), cuts);
        const seen = await Readable.from(wire).pipe(new Unframing()).toArray();
        expect(Buffer.concat(seen as Buffer[])).toEqual(Buffer.concat(payloads));
      },
    ),
  );
});
