import type { Result } from '../../kernel/result.ts';
import type { ImagesProblem } from '../problems.ts';

/** What somebody is logged in to a registry with. */
export type Credentials =
  | { readonly kind: 'password'; readonly username: string; readonly password: string }
  /** Handed out by a registry in place of a password; only its token service takes it. */
  | { readonly kind: 'identity-token'; readonly token: string };

/**
 * Looks up what the user has for a registry, by the name people log in to it with; nothing where there is nothing.
 * Asked only once a registry wants to know who is there.
 */
export type FindCredentials = (
  registry: string,
  signal: AbortSignal,
) => Promise<Result<Credentials | undefined, ImagesProblem>>;

/** `Authorization: Basic` (RFC 7617). */
export function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}
