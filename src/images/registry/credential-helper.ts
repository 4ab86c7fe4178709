import * as v from 'valibot';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import type { After } from '../ask-http.ts';
import { interrupted, type ImagesProblem } from '../problems.ts';
import type { Credentials } from './credentials.ts';
import { credentialsUnusable } from './problems.ts';
import { PATIENCE_MS, runHelper } from './run-helper.ts';

export interface HelperQuestion {
  /** `pass` for the program `docker-credential-pass`. */
  readonly helper: string;
  /** What it knows the registry as. */
  readonly key: string;
  /** What people know it as. */
  readonly registry: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const MAX_LINES = 10;

const Answer = v.object({ Username: v.string(), Secret: v.string() });

/** In place of a name: the secret is an identity token. */
const TOKEN_USER = '<token>';

/** What every helper says when it has nothing, on stdout and with status 1 (docker-credential-helpers). */
const NOTHING = 'credentials not found in native keychain';

/**
 * Asks `docker-credential-X get` about a registry. What it prints is never shown, as it may be the secret; what it
 * complains of on stderr is.
 */
export async function askHelper(
  question: HelperQuestion,
  signal: AbortSignal,
  after: After,
): Promise<Result<Credentials | undefined, ImagesProblem>> {
  const { helper, registry } = question;
  const program = `docker-credential-${helper}`;
  const unusable = (why: string, said: readonly string[] = []) =>
    err(credentialsUnusable(registry, why, said));
  if (!/^[A-Za-z0-9._-]+$/.test(helper)) return unusable(`\`${helper}\` is no name of a helper`);
  const { key: input, env } = question;
  const ran = await runHelper({ program, arguments: ['get'], input, env, signal, after });
  if (ran.kind === 'not-started') return unusable(`\`${program}\` cannot be started`, [ran.why]);
  const { stdout, stderr } = ran;
  const said = stderr
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-MAX_LINES);
  switch (ran.kind) {
    case 'interrupted':
      return err(interrupted(`asking \`${program}\``));
    case 'late':
      return unusable(`\`${program}\` did not end within ${PATIENCE_MS / 1000} seconds`, said);
    case 'ended':
      break;
  }
  if (ran.status !== '0') {
    if (stdout.includes(NOTHING)) return ok(undefined);
    return unusable(`\`${program}\` ended with ${ran.status}`, said);
  }
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), Answer), stdout);
  if (!read.success) return unusable(`\`${program}\` does not print a name and a secret`, said);
  const { Username: username, Secret: secret } = read.output;
  if (secret === '') return ok(undefined);
  return ok(
    username === TOKEN_USER
      ? { kind: 'identity-token', token: secret }
      : { kind: 'password', username, password: secret },
  );
}
