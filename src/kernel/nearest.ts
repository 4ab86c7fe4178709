/**
 * The candidate most like `word`, for "did you mean": nothing when none is near enough to be a
 * slip of the keyboard (more than a third of the word's letters differ, or all of them). Of several as near, the first that
 * begins with the same letter, else the first.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.min(word.length, Math.max(1, Math.floor(word.length / 3)) + 1);
  for (const candidate of candidates) {
    const distance = editDistance(word, candidate);
    const isLikelier = beginsLike(word, candidate) && !beginsLike(word, best ?? word);
    if (distance < bestDistance || (distance === bestDistance && isLikelier)) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

function beginsLike(word: string, other: string): boolean {
  return other.startsWith(word.slice(0, 1));
}

/** Optimal string alignment: insertions, deletions, substitutions and swapped neighbours cost 1. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(
        at(row, j - 1) + 1,
        at(previous, j) + 1,
        at(previous, j - 1) + (same ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, at(before, j - 2) + 1);
      }
      row.push(cost);
    }
    before = previous;
    previous = row;
  }
  return at(previous, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
