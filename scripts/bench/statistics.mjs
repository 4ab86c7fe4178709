// What many times of one launch come to, beside those of another.

/** The value that this share of them, from 0 to 1, does not exceed; between two values, in proportion. */
export function quantile(values, share) {
  if (values.length === 0) throw new Error('there is no value');
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return below + (above - below) * (at - Math.floor(at));
}

export function median(values) {
  return quantile(values, 0.5);
}

/**
 * Times of one launch beside those of the one it is compared with: the first of both are of the first round, and so on.
 * What a round does to all of its launches is in none of the differences.
 */
export function compared(times, others) {
  if (times.length !== others.length) throw new Error('not of the same rounds');
  return {
    median: median(times),
    p10: quantile(times, 0.1),
    p90: quantile(times, 0.9),
    ratio: median(times) / median(others),
    more: median(times.map((time, round) => time - others[round])),
  };
}
