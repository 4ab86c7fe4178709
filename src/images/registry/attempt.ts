import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import type { Work } from '../../kernel/work.ts';
import type { ImagesProblem } from '../problems.ts';
import { interrupted } from '../problems.ts';
import type { Endpoint } from './endpoints.ts';
import type { Pace } from './pace.ts';
import type { Wanted } from './problems.ts';
import { restAfter } from './tries.ts';

/** What came of asking one server once. */
export type Attempt<T> =
  | { readonly kind: 'done'; readonly value: T }
  /** What is wrong may pass: the same server is asked again after a rest. */
  | {
      readonly kind: 'again';
      readonly problem: ImagesProblem;
      /** In a few words, for people who wait. */
      readonly why: string;
      /** The rest that the server asks for, in milliseconds. */
      readonly rest?: number | undefined;
      /** Much was fetched before it went wrong, so that the tries are counted anew. */
      readonly fruitful?: boolean;
    }
  /** This server will not do it; another may. */
  | { readonly kind: 'elsewhere'; readonly problem: ImagesProblem }
  /** Nobody will. */
  | { readonly kind: 'failed'; readonly problem: ImagesProblem };

/** What accompanies all that is done for one image. */
export interface Errand {
  readonly wanted: Wanted;
  readonly pace: Pace;
  readonly work: Work;
}

export function done<T>(value: T): Attempt<T> {
  return { kind: 'done', value };
}

export function elsewhere(problem: ImagesProblem): Attempt<never> {
  return { kind: 'elsewhere', problem };
}

export function failed(problem: ImagesProblem): Attempt<never> {
  return { kind: 'failed', problem };
}

/** The caller gave up while something for this image was under way. */
export function givenUp({ image }: Wanted): ImagesProblem {
  return interrupted(`pulling \`${image}\``);
}

/**
 * Asks one server after the other until one does it, each as often as makes sense. The problem is that of the last
 * one, and names it, and the place where somebody has said to ask there.
 */
export async function attemptAll<T>(
  endpoints: readonly [...Endpoint[], Endpoint],
  errand: Errand,
  attempt: (endpoint: Endpoint, errand: Errand) => Promise<Attempt<T>>,
): Promise<Result<T, ImagesProblem>> {
  let problem = givenUp(errand.wanted);
  for (const endpoint of endpoints) {
    const { registry, rule } = endpoint;
    const there = { ...errand, wanted: { ...errand.wanted, registry } };
    const came = await attemptOften(there, () => attempt(endpoint, there));
    if (came.kind === 'done') return ok(came.value);
    if (errand.work.signal.aborted) return err(givenUp(errand.wanted));
    problem = rule ? { ...came.problem, place: rule } : came.problem;
    if (came.kind === 'failed') break;
  }
  return err(problem);
}

async function attemptOften<T>(
  { wanted, pace, work }: Errand,
  attempt: () => Promise<Attempt<T>>,
): Promise<Exclude<Attempt<T>, { kind: 'again' }>> {
  for (let tried = 1; ; tried++) {
    if (work.signal.aborted) return { kind: 'failed', problem: givenUp(wanted) };
    const came = await attempt();
    if (came.kind !== 'again') return came;
    if (came.fruitful === true) tried = 1;
    const rest = restAfter(tried, came.rest, pace.random());
    if (rest === undefined) return { kind: 'elsewhere', problem: came.problem };
    const line = `${came.why}; trying again in ${Math.ceil(rest / 1000)} s`;
    work.report({ kind: 'said', task: 'pull', subject: wanted.image, line });
    await pace.sleep(rest, work.signal);
  }
}
