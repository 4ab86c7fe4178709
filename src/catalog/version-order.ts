/**
 * Orders versions newest first: numbers by their value, part by part (`3.10` before `3.9`), a
 * line before its releases (`10` before `10.24.1`), then names (`full`) by their letters.
 */
export function newestFirst(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  if (left === undefined || right === undefined) {
    if (left === right) return a < b ? -1 : Number(a > b);
    return left === undefined ? 1 : -1;
  }
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (right[i] ?? LINE) - (left[i] ?? LINE);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** A line moves on, so it is newer than any release of it. */
const LINE = Number.MAX_SAFE_INTEGER;

/** `[3, 10]` for `3.10`; nothing for a version that is a name. */
export function numbersOf(version: string): readonly number[] | undefined {
  return /^[0-9]+(?:\.[0-9]+)*$/.test(version) ? version.split('.').map(Number) : undefined;
}
