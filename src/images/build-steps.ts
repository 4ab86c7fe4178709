/** How far a build is: each package is fetched, unpacked and set up. */
export interface BuildSteps {
  readonly done: number;
  /** Absent until apt has chosen the packages of the last stage. */
  readonly total?: number;
}

const CHOSEN = /^\d+ upgraded, (\d+) newly installed/;
const STEP = /^(?:Get:\d+ \S+ \S+ \S+ \S+ \S+ |Unpacking |Setting up )/;
const STEPS_OF_A_PACKAGE = 3;

/**
 * Follows mmdebstrap's output, line by line; the answer is nothing for a line that is no step.
 *
 * @param stages 1 when only the essential packages are installed, 2 when others follow them
 */
export function followSteps(stages: 1 | 2): (line: string) => BuildSteps | undefined {
  let done = 0;
  let chosen = 0;
  let stage = 0;
  return (line) => {
    const count = CHOSEN.exec(line)?.[1];
    if (count !== undefined) {
      stage += 1;
      chosen += Number(count);
    } else if (stage > 0 && STEP.test(line)) done += 1;
    else return undefined;
    return stage < stages ? { done } : { done, total: chosen * STEPS_OF_A_PACKAGE };
  };
}
