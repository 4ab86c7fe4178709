import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ProgressLine } from '../../src/engines/docker/progress-lines.ts';
import { progressLines } from '../../src/engines/docker/progress-lines.ts';

async function* pieces(bytes: Buffer, cuts: readonly number[]): AsyncGenerator<Buffer> {
  const at = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length];
  at.sort((a, b) => a - b);
  for (const [index, end] of at.slice(1).entries()) {
    await Promise.resolve();
    yield bytes.subarray(at[index], end);
  }
}

async function read(text: string, cuts: readonly number[] = []): Promise<readonly ProgressLine[]> {
  const lines: ProgressLine[] = [];
  for await (const line of progressLines(pieces(Buffer.from(text), cuts))) lines.push(line);
  return lines;
}

test('lines are the same wherever the stream is cut, in a character too', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ status: fc.string({ unit: 'binary' }) }), { maxLength: 6 }),
      fc.array(fc.nat(), { maxLength: 12 }),
      fc.constantFrom('\n', '\r\n'),
      async (lines, cuts, ending) => {
        const text = lines.map((line) => `${JSON.stringify(line)}${ending}`).join('');
        expect(await read(text, cuts)).toEqual(lines);
      },
    ),
  );
});

test('the last line may lack its end', async () => {
  expect(await read('{"status":"a"}\n{"error":"b"}')).toEqual([{ status: 'a' }, { error: 'b' }]);
});

test('an empty stream has no lines', async () => {
  expect(await read('\r\n\r\n')).toEqual([]);
});
