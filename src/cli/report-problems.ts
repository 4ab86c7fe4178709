import type { AnyProblem } from './any-problem.ts';
import { EXIT_STATUS } from './exit-status.ts';
import { ourStderr } from './our-stderr.ts';
import { paintFor } from './paint.ts';
import { renderProblems } from './render-problem.ts';

/** Where and for whom problems are told. */
export interface Audience {
  readonly env: NodeJS.ProcessEnv;
  /** Paths below it are shown relative to it. */
  readonly cwd: string;
}

/** Tells the problems on stderr; the exit status is the first one's. */
export function reportProblems(problems: readonly AnyProblem[], { env, cwd }: Audience): number {
  const stderr = ourStderr();
  const columns = stderr.isTTY ? stderr.columns : 80;
  stderr.write(renderProblems(problems, { paint: paintFor(stderr, env), cwd, columns }));
  return problems[0] === undefined ? 125 : EXIT_STATUS[problems[0].code];
}
