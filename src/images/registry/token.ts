import * as v from 'valibot';
import { askHttp } from '../ask-http.ts';
import type { Attempt, Errand } from './attempt.ts';
import { done, elsewhere, failed, givenUp } from './attempt.ts';
import type { Credentials } from './credentials.ts';
import { basic } from './credentials.ts';
import { askFollowing } from './follow.ts';
import { registryDenied, registryOddAnswer } from './problems.ts';
import { readSmall } from './read-body.ts';
import { refusal, silence } from './status.ts';

/** What a token is asked for with: a challenge of the registry's, read. */
export interface TokenRequest {
  readonly realm: URL;
  readonly service: string | undefined;
  readonly scope: string;
  readonly credentials: Credentials | undefined;
}

export interface Token {
  readonly token: string;
  /** Milliseconds from now. */
  readonly lasts: number;
}

const CLIENT = 'tackle';
const MAX_ANSWER = 1024 ** 2;
/** In seconds; what is meant where nothing is said, and the least that there is (distribution, `spec/auth/token`). */
const LEAST = 60;

const Answer = v.object({
  token: v.optional(v.string(), ''),
  access_token: v.optional(v.string(), ''),
  expires_in: v.nullish(v.number(), LEAST),
});

/**
 * Asks a registry's token service. With a password, or as nobody: by GET; with an identity token: by POST, as a
 * refresh token of OAuth 2.
 */
export async function askForToken(
  request: TokenRequest,
  errand: Errand,
  hide: (text: string) => string,
): Promise<Attempt<Token>> {
  const { credentials } = request;
  const came =
    credentials?.kind === 'identity-token'
      ? await refresh(request, credentials.token, errand)
      : await get(request, credentials, errand);
  if (came.kind !== 'done') return came;
  const response = came.value;
  if ([400, 401, 403].includes(response.status)) {
    const denied = await refusal(response, errand, hide);
    const said = 'problem' in denied ? (denied.problem.detail ?? []) : [];
    return elsewhere(registryDenied(errand.wanted, said));
  }
  if (response.status === 429 || response.status >= 500) {
    return await refusal(response, errand, hide);
  }
  return await readToken(response, errand);
}

async function get(
  { realm, service, scope }: TokenRequest,
  credentials: Extract<Credentials, { kind: 'password' }> | undefined,
  errand: Errand,
): Promise<Attempt<Response>> {
  const url = new URL(realm);
  if (service !== undefined) url.searchParams.set('service', service);
  for (const part of scope.split(' ')) url.searchParams.append('scope', part);
  url.searchParams.set('client_id', CLIENT);
  if (credentials) url.searchParams.set('account', credentials.username);
  const authorization = credentials && basic(credentials.username, credentials.password);
  const came = await askFollowing({ url: url.href, authorization }, errand);
  return came.kind === 'done' ? done(came.value.response) : came;
}

/** The token stands in the body, so no redirect is followed. */
async function refresh(
  { realm, service, scope }: TokenRequest,
  token: string,
  errand: Errand,
): Promise<Attempt<Response>> {
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: CLIENT,
    scope,
    refresh_token: token,
    ...(service !== undefined && { service }),
  });
  const answer = await askHttp({
    url: realm.href,
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
    redirect: 'manual',
    signal: errand.work.signal,
    after: errand.pace.after,
  });
  switch (answer.kind) {
    case 'answered':
      return done(answer.response);
    case 'silent':
      return silence(errand, answer.why);
    case 'interrupted':
      return failed(givenUp(errand.wanted));
  }
}

async function readToken(response: Response, errand: Errand): Promise<Attempt<Token>> {
  const odd = elsewhere(registryOddAnswer(errand.wanted, 'its token service gives no token'));
  const { kind, bytes } = await readSmall(response, errand, MAX_ANSWER);
  if (response.status !== 200 || kind !== 'whole') return odd;
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), Answer), bytes.toString('utf8'));
  if (!read.success) return odd;
  const { access_token, token, expires_in } = read.output;
  const found = token === '' ? access_token : token;
  if (!/^[\x21-\x7e]+$/.test(found)) return odd;
  return done({ token: found, lasts: Math.max(expires_in, LEAST) * 1000 });
}
