import type { AnyCode } from '../../../src/cli/any-problem.ts';
import type { Problem } from '../../../src/kernel/problem.ts';

/** For each code the ways in which people meet it. */
export type Examples<Code extends AnyCode> = Readonly<
  Record<Code, readonly [Problem, ...Problem[]]>
>;
