import { askHttp } from '../ask-http.ts';
import type { Attempt, Errand } from './attempt.ts';
import { done, elsewhere, failed, givenUp } from './attempt.ts';
import { mayFollow } from './endpoints.ts';
import { registryOddAnswer } from './problems.ts';
import { dropBody } from './read-body.ts';
import { silence } from './status.ts';

export interface Question {
  readonly url: string;
  readonly method?: 'GET' | 'HEAD';
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent to the host of `url` alone. */
  readonly authorization?: string | undefined;
}

export interface Followed {
  readonly response: Response;
  /** Whether the answer comes from the host that was asked, and not from one it sent us to. */
  readonly atHome: boolean;
}

const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];
const MAX_REDIRECTS = 5;

/**
 * Asks, and goes where the answer points. Layers often lie on other hosts than their registry; what proves who
 * we are is never shown there, nor anywhere after.
 */
export async function askFollowing(
  { url, method = 'GET', headers = {}, authorization }: Question,
  errand: Errand,
): Promise<Attempt<Followed>> {
  const { wanted, pace, work } = errand;
  const odd = (why: string) => elsewhere(registryOddAnswer(wanted, why));
  let at = new URL(url);
  let atHome = true;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const answer = await askHttp({
      url: at.href,
      method,
      headers: { ...headers, ...(atHome && authorization && { Authorization: authorization }) },
      redirect: 'manual',
      signal: work.signal,
      after: pace.after,
    });
    if (answer.kind === 'interrupted') return failed(givenUp(wanted));
    if (answer.kind === 'silent') return silence(errand, answer.why);
    const { response } = answer;
    if (!REDIRECTS.includes(response.status)) return done({ response, atHome });
    dropBody(response);
    const location = response.headers.get('location') ?? '';
    if (!URL.canParse(location, at.href)) return odd('it points to no address');
    const next = new URL(location, at);
    if (!mayFollow(at, next)) return odd(`it points to \`${next.origin}\`, which is not safe`);
    atHome &&= next.origin === at.origin;
    at = next;
  }
  return odd('it points from one address to the next without end');
}
