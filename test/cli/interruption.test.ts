import { once } from 'node:events';
import { expect, test } from 'vitest';
import { Interruption } from '../../src/cli/interruption.ts';

test('a signal interrupts once, and a later one is not heard any more', async () => {
  using interruption = new Interruption();
  const interrupted = once(interruption.signal, 'abort');
  process.kill(process.pid, 'SIGHUP');
  await interrupted;
  expect(interruption.caught).toBe('SIGHUP');
  await new Promise(setImmediate);
  expect(process.listenerCount('SIGHUP')).toBe(0);
});

test('a signal that has come and was not told yet is the next listener’s', async () => {
  const interruption = new Interruption();
  process.kill(process.pid, 'SIGHUP');
  interruption[Symbol.dispose]();
  await once(process, 'SIGHUP');
  expect(interruption.caught).toBeUndefined();
});
