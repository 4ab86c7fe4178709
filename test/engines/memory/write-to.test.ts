import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { writeTo } from '../../../src/engines/memory/terminal.ts';

test('a write waits for its reader, and leaves nothing behind in the stream', async () => {
  const stream = new PassThrough({ highWaterMark: 1 });
  const before = stream.listenerCount('close');
  for (let round = 0; round < 20; round++) {
    let isTaken = false;
    const written = writeTo(stream, Buffer.from('taken')).then(() => (isTaken = true));
    await new Promise(setImmediate);
    expect(isTaken).toBe(false);
    expect(String(stream.read())).toBe('taken');
    await written;
  }
  expect(stream.listenerCount('close')).toBe(before);
  expect(stream.listenerCount('drain')).toBe(0);
});
