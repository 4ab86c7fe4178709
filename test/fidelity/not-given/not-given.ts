import type { CallerName } from '../case.ts';
import type { PathName } from '../paths/launch-path.ts';

/** Parts of rows that a path does not give, each with the reason that the table shows. */
export interface NotGiven {
  readonly paths: readonly PathName[];
  readonly parts: readonly string[];
  /** To whom; to nobody when not said. */
  readonly callers?: readonly CallerName[];
  /** A sentence without its full stop. */
  readonly because: string;
  /** It comes and goes from run to run: neither outcome is a failure. */
  readonly sometimes?: true;
}
