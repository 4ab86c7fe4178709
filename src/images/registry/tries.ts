/** How often a server is asked the same thing, when what is wrong may pass. */
export const TRIES = 4;

const FIRST_MS = 500;
const LONGEST_MS = 20_000;
/** Whoever asks for more patience than this is not waited for. */
const PATIENCE_MS = 60_000;

/**
 * How long to rest after the try of this number, counted from 1: twice as long each time, half of it by chance, so
 * that those who failed together do not come back together. Nothing when it is time to give up.
 * @param asked what the server asks for (`Retry-After`), in milliseconds
 */
export function restAfter(
  tried: number,
  asked: number | undefined,
  random: number,
): number | undefined {
  if (tried >= TRIES || (asked ?? 0) > PATIENCE_MS) return undefined;
  const longest = Math.min(FIRST_MS * 2 ** tried, LONGEST_MS);
  return Math.max(Math.round(longest * (0.5 + random / 2)), asked ?? 0);
}

/** `Retry-After`, in seconds or as a date (RFC 9110, 10.2.3), as milliseconds from now. */
export function retryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\s*[0-9]{1,9}\s*$/.test(header)) return Number(header) * 1000;
  // `Date.parse` by itself takes nearly anything for a date.
  const date = header.trim().endsWith('GMT') ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
