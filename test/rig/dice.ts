/** Numbers from 0 to 1 that follow from the seed (Park and Miller's minimal standard generator). */
export function dice(seed: number): () => number {
  const modulus = 2 ** 31 - 1;
  let state = (seed % (modulus - 1)) + 1;
  return () => (state = (state * 48_271) % modulus) / modulus;
}
