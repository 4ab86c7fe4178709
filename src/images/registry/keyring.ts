import type { Attempt, Errand } from './attempt.ts';
import { done, elsewhere, failed } from './attempt.ts';
import { readChallenges } from './challenges.ts';
import type { Credentials, FindCredentials } from './credentials.ts';
import { basic } from './credentials.ts';
import type { Endpoint } from './endpoints.ts';
import { mayFollow } from './endpoints.ts';
import { registryDenied, registryOddAnswer } from './problems.ts';
import { askForToken } from './token.ts';

/** A token is not used in its last moments: it would be too old by the time it arrives. */
const MARGIN_MS = 10_000;

interface Key {
  readonly header: string;
  /** As `Pace.now` counts. */
  readonly until: number;
}

/**
 * What opens registries, in memory alone: for each server and repository the `Authorization` that was last taken.
 * Nothing of it is ever used for another server.
 */
export class Keyring {
  readonly #find: FindCredentials;
  readonly #keys = new Map<string, Key>();
  readonly #credentials = new Map<string, Credentials | undefined>();
  readonly #secrets = new Set<string>();

  constructor(find: FindCredentials) {
    this.#find = find;
  }

  /** The header for a repository that has been opened before, unless it has grown too old. */
  known(endpoint: Endpoint, now: number): string | undefined {
    const key = this.#keys.get(nameOf(endpoint));
    return key !== undefined && now < key.until ? key.header : undefined;
  }

  /** Answers a 401: the header that the server wants to see, as far as one can be had. */
  async answer(
    challenges: string | null,
    endpoint: Endpoint,
    errand: Errand,
  ): Promise<Attempt<string>> {
    const name = nameOf(endpoint);
    this.#keys.delete(name);
    const came = await this.#makeKey(challenges, endpoint, errand);
    if (came.kind !== 'done') return came;
    this.#keys.set(name, came.value);
    this.#secrets.add(came.value.header.replace(/^\S+ /, ''));
    return done(came.value.header);
  }

  /** The text without any secret that went through here. */
  hide = (text: string): string => {
    let hidden = text;
    for (const secret of this.#secrets) hidden = hidden.replaceAll(secret, '…');
    return hidden;
  };

  async #makeKey(
    challenges: string | null,
    endpoint: Endpoint,
    errand: Errand,
  ): Promise<Attempt<Key>> {
    const { wanted, pace } = errand;
    const offered = readChallenges(challenges ?? '');
    const bearer = offered.find(({ scheme }) => scheme === 'bearer')?.parameters;
    const takesPasswords = offered.some(({ scheme }) => scheme === 'basic');
    if (!bearer && !takesPasswords) return elsewhere(registryDenied(wanted));
    const found = await this.#credentialsFor(endpoint.registry, errand);
    if (found.kind !== 'done') return found;
    const credentials = found.value;
    if (!bearer) {
      if (credentials?.kind !== 'password') return elsewhere(registryDenied(wanted));
      const header = basic(credentials.username, credentials.password);
      return done({ header, until: Number.POSITIVE_INFINITY });
    }
    const realm = bearer.get('realm') ?? '';
    if (!URL.canParse(realm) || !mayFollow(new URL(endpoint.base), new URL(realm))) {
      const why = 'it names no token service that can be asked safely';
      return elsewhere(registryOddAnswer(wanted, why));
    }
    const request = {
      realm: new URL(realm),
      service: bearer.get('service'),
      scope: bearer.get('scope') ?? `repository:${endpoint.repository}:pull`,
      credentials,
    };
    const came = await askForToken(request, errand, this.hide);
    if (came.kind !== 'done') return came;
    const { token, lasts } = came.value;
    return done({ header: `Bearer ${token}`, until: pace.now() + lasts - MARGIN_MS });
  }

  async #credentialsFor(
    registry: string,
    { work }: Errand,
  ): Promise<Attempt<Credentials | undefined>> {
    if (!this.#credentials.has(registry)) {
      const found = await this.#find(registry, work.signal);
      if (!found.ok) return failed(found.error);
      this.#credentials.set(registry, found.value);
      for (const secret of secretsOf(found.value)) this.#secrets.add(secret);
    }
    return done(this.#credentials.get(registry));
  }
}

/** With a space between, which stands in neither. */
function nameOf({ base, repository }: Endpoint): string {
  return `${base} ${repository}`;
}

function secretsOf(credentials: Credentials | undefined): readonly string[] {
  if (credentials === undefined) return [];
  if (credentials.kind === 'identity-token') return [credentials.token];
  const { username, password } = credentials;
  return [password, basic(username, password).replace(/^\S+ /, '')].filter((text) => text !== '');
}
