import { randomInt } from 'node:crypto';

/** Repeats a run's order: `TACKLE_FIDELITY_ORDER=4711 npm test -- test/fidelity`. */
export const ORDER = Number(process.env['TACKLE_FIDELITY_ORDER'] ?? randomInt(1, 1_000_000));

/** The same things in the order that this number stands for. */
export function inOrder<T>(order: number, things: readonly T[]): readonly T[] {
  const next = dice(order);
  const keyed = things.map((thing) => [next(), thing] as const);
  return keyed.sort(([a], [b]) => a - b).map(([, thing]) => thing);
}

/** Numbers from 0 to 1 that follow from the seed (Park and Miller's minimal standard generator). */
function dice(seed: number): () => number {
  const modulus = 2 ** 31 - 1;
  let state = (seed % (modulus - 1)) + 1;
  return () => (state = (state * 48_271) % modulus) / modulus;
}
