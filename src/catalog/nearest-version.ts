import { nearest } from '../kernel/nearest.ts';
import { numbersOf } from './version-order.ts';

/**
 * The version that is most like the one asked for: by its numbers part by part, the newest
 * of equals (`10.16.3` for `10.16`, `3.6` for `3.5`); a name by its letters, if near enough to be a slip.
 *
 * @param known newest first
 */
export function nearestVersion(asked: string, known: readonly string[]): string | undefined {
  const wanted = numbersOf(asked);
  if (wanted === undefined) return nearest(asked, known);
  let best: { readonly name: string; readonly distance: Distance } | undefined;
  for (const name of known) {
    const numbers = numbersOf(name);
    if (numbers === undefined) continue;
    const distance = distanceBetween(wanted, numbers);
    if (best === undefined || isLess(distance, best.distance)) best = { name, distance };
  }
  return best?.name;
}

/** How many parts are the same, and how far apart the first is that differs: what follows it says nothing. */
interface Distance {
  readonly same: number;
  readonly apart: number;
}

function distanceBetween(a: readonly number[], b: readonly number[]): Distance {
  const longer = a.length < b.length ? b : a;
  const apart = longer.map((_, i) => Math.abs((a[i] ?? 0) - (b[i] ?? 0)));
  const same = apart.findIndex((each) => each !== 0);
  return same < 0 ? { same: apart.length, apart: 0 } : { same, apart: apart[same] ?? 0 };
}

function isLess(a: Distance, b: Distance): boolean {
  return a.same === b.same ? a.apart < b.apart : a.same > b.same;
}
