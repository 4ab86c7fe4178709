import type { Case } from './case.ts';
import type { LaunchPath, PathName } from './paths/launch-path.ts';
import { ROWS } from './rows.ts';

/** What one play of a case showed. */
export interface Seen {
  readonly path: PathName;
  readonly part: string;
  readonly isNative: boolean;
}
export function table(
  cases: readonly Case[],
  seen: readonly Seen[],
  paths: readonly LaunchPath[],
): string {
  return JSON.stringify({
    cases: cases.length,
    seen: seen.length,
    paths: paths.length,
    rows: ROWS.length,
  });
}
