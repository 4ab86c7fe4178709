import type { Place } from './place.ts';

/**
 * A failure as data. Each room owns the union of its codes and makes its problems in its own
 * `problems.ts`; `cli/exit-status.ts` maps every code to an exit status.
 *
 * Wording (see docs/messages.md): `message` says what happened and why, `hint` says what to type
 * next; literals stand in backticks; lower-case start, no full stop at the end.
 */
export interface Problem<Code extends string = string> {
  /** `room/what-is-wrong`, stable across releases, for people to search and scripts to match. */
  readonly code: Code;
  readonly message: string;
  /** What to do about it, with a command to type where there is one. */
  readonly hint?: string;
  /** The characters at fault, when somebody wrote them. */
  readonly place?: Place;
  /** What the system, the engine or a program said, line by line, shown below the message. */
  readonly detail?: readonly string[];
}
