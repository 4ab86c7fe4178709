import type { Attempt, Errand } from './attempt.ts';
import { done } from './attempt.ts';
import type { Endpoint } from './endpoints.ts';
import { addressOf } from './endpoints.ts';
import type { Followed } from './follow.ts';
import { askFollowing } from './follow.ts';
import type { Keyring } from './keyring.ts';
import { registryFailing } from './problems.ts';
import { dropBody } from './read-body.ts';
import { refusal } from './status.ts';

export interface RegistryQuestion {
  readonly endpoint: Endpoint;
  /** `manifests/3.8`, `blobs/sha256:…` */
  readonly path: string;
  readonly method?: 'GET' | 'HEAD';
  readonly headers?: Readonly<Record<string, string>>;
  /** The statuses that the asker can do something with; all others are refusals. */
  readonly welcome: readonly number[];
}

/** Asks a registry once, and once more when it first wants to know who is there. */
export async function askRegistry(
  { endpoint, path, welcome, method = 'GET', headers = {} }: RegistryQuestion,
  keyring: Keyring,
  errand: Errand,
): Promise<Attempt<Response>> {
  // What is sent compressed for the way has another digest, and cannot be resumed in the middle.
  const plain = { 'Accept-Encoding': 'identity', ...headers };
  const question = { url: addressOf(endpoint, path), method, headers: plain };
  const authorization = keyring.known(endpoint, errand.pace.now());
  let came = await askFollowing({ ...question, authorization }, errand);
  if (wantsLogin(came)) {
    const { response } = came.value;
    const challenges = response.headers.get('www-authenticate');
    const key = await keyring.answer(challenges, endpoint, errand);
    // Where there is nothing to show, what the registry said when it asked is all that is known.
    const speechless = key.kind === 'elsewhere' && key.problem.detail === undefined;
    if (speechless && key.problem.code === 'images/registry-denied') {
      return await refusal(response, errand, keyring.hide);
    }
    dropBody(response);
    if (key.kind !== 'done') return key;
    came = await askFollowing({ ...question, authorization: key.value }, errand);
  }
  if (came.kind !== 'done') return came;
  const { response, atHome } = came.value;
  if (welcome.includes(response.status)) return done(response);
  if (!atHome && response.status >= 400 && response.status < 500) {
    // An address that a registry hands out for a layer is good for minutes only.
    dropBody(response);
    const problem = registryFailing(errand.wanted, response.status);
    return { kind: 'again', problem, why: `where the registry points, ${response.status}` };
  }
  return await refusal(response, errand, keyring.hide);
}

function wantsLogin(came: Attempt<Followed>): came is Extract<Attempt<Followed>, { kind: 'done' }> {
  return came.kind === 'done' && came.value.atHome && came.value.response.status === 401;
}
