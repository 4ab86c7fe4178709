import * as v from 'valibot';
import type { Attempt, Errand } from './attempt.ts';
import { elsewhere } from './attempt.ts';
import {
  imageNotFound,
  registryBusy,
  registryDenied,
  registryFailing,
  registryOddAnswer,
  registryUnreachable,
} from './problems.ts';
import { readSmall } from './read-body.ts';
import { retryAfter } from './tries.ts';

/** How much of an error's words is read, in bytes, and how much is shown. */
const MAX_WORDS = 65_536;
const MAX_LINES = 5;
const MAX_LINE = 300;

/** Nothing can be asked there for now, or never: `why` is what the system says. */
export function silence({ wanted }: Errand, why: string): Attempt<never> {
  const problem = registryUnreachable(wanted, why);
  const lasting = /certificate|ECONNREFUSED|ENOTFOUND|bad port|\bSSL\b/i.test(why);
  return lasting ? elsewhere(problem) : { kind: 'again', problem, why };
}

/**
 * What an answer means that is not the one asked for.
 * @param hide takes secrets out of a server's words
 */
export async function refusal(
  response: Response,
  errand: Errand,
  hide: (text: string) => string,
): Promise<Attempt<never>> {
  const { wanted, pace } = errand;
  const { status } = response;
  const said = (await wordsOf(response, errand)).map((line) => hide(line).slice(0, MAX_LINE));
  if (status === 401 || status === 403) return elsewhere(registryDenied(wanted, said));
  if (status === 404) return elsewhere(imageNotFound(wanted, said));
  const rest = retryAfter(response.headers.get('retry-after'), pace.now());
  if (status === 429) {
    const problem = registryBusy(wanted, rest, said);
    return { kind: 'again', problem, why: 'the registry takes no more requests for now', rest };
  }
  if (status >= 500 || status === 408) {
    const problem = registryFailing(wanted, status, said);
    return { kind: 'again', problem, why: `the registry answers ${status}`, rest };
  }
  return elsewhere(registryOddAnswer(wanted, `its answer has the status ${status}`, said));
}

const Errors = v.object({
  errors: v.array(
    v.object({ code: v.optional(v.string(), ''), message: v.optional(v.string(), '') }),
  ),
});

/** What the registry says about it: `MANIFEST_UNKNOWN: manifest unknown`. Other words than a registry's are not shown. */
async function wordsOf(response: Response, errand: Errand): Promise<readonly string[]> {
  const { bytes } = await readSmall(response, errand, MAX_WORDS);
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), Errors), bytes.toString('utf8'));
  if (!read.success) return [];
  const lines = read.output.errors.map(({ code, message }) =>
    [code, message].filter((word) => word !== '').join(': '),
  );
  return lines.filter((line) => line !== '').slice(0, MAX_LINES);
}
