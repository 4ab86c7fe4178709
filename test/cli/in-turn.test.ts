import { expect, test } from 'vitest';
import { inTurn, type Turns } from '../../src/cli/in-turn.ts';

test('what has one name is done one after another, and what has another at once', async () => {
  const turns: Turns = new Map();
  const told: string[] = [];
  let open: (() => void) | undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  const first = inTurn(turns, 'image', async () => {
    told.push('first begins');
    await gate;
    told.push('first ends');
    throw new Error('it broke off');
  });
  const second = inTurn(turns, 'image', () => Promise.resolve(told.push('second')));
  await inTurn(turns, 'other', () => Promise.resolve(told.push('other')));
  expect(told).toEqual(['first begins', 'other']);
  open?.();
  await expect(first).rejects.toThrow('it broke off');
  await second;
  expect(told).toEqual(['first begins', 'other', 'first ends', 'second']);
});
