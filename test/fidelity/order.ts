import { randomInt } from 'node:crypto';
import { dice } from '../rig/dice.ts';

/** Repeats a run's order: `TACKLE_FIDELITY_ORDER=4711 npm test -- test/fidelity`. */
export const ORDER = Number(process.env['TACKLE_FIDELITY_ORDER'] ?? randomInt(1, 1_000_000));

/** The same things in the order that this number stands for. */
export function inOrder<T>(order: number, things: readonly T[]): readonly T[] {
  const next = dice(order);
  const keyed = things.map((thing) => [next(), thing] as const);
  return keyed.sort(([a], [b]) => a - b).map(([, thing]) => thing);
}
