import type { ImagesProblem } from '../../images/problems.ts';
import type { Credentials } from '../../images/registry/credentials.ts';
import { dockerCredentials } from '../../images/registry/docker-config.ts';
import type { Place } from '../../kernel/place.ts';
import type { EngineProblem } from '../engine.ts';
import type { Environment } from '../finding.ts';

/** What the API of engines takes for a login (`X-Registry-Auth`). */
export type Login = { readonly serveraddress: string } & (
  { readonly username: string; readonly password: string } | { readonly identitytoken: string }
);

/** What the engine may show a registry for the user: it knows no logins of its own. */
export interface RegistryAuth {
  readonly authconfig?: Login;
  /** Why there is none, though the user may be logged in: told where the registry lets nobody in without. */
  readonly problem?: ImagesProblem;
}

/** What the user is logged in to the registry with. */
export async function registryAuth(
  registry: string,
  env: Environment,
  signal: AbortSignal,
): Promise<RegistryAuth> {
  const found = await dockerCredentials(env)(registry, signal);
  if (!found.ok) return { problem: found.error };
  return found.value === undefined ? {} : { authconfig: authConfig(found.value, registry) };
}

const HUB = 'docker.io';
/** What daemons call the Hub in logins. */
const HUB_ADDRESS = 'https://index.docker.io/v1/';

function authConfig(credentials: Credentials, registry: string): Login {
  const serveraddress = registry === HUB ? HUB_ADDRESS : registry;
  if (credentials.kind === 'identity-token') {
    return { identitytoken: credentials.token, serveraddress };
  }
  const { username, password } = credentials;
  return { username, password, serveraddress };
}

/** The problem of asking there: with the reason why nothing could be shown, and the rule that says to ask there. */
export function explained(
  problem: EngineProblem,
  auth: RegistryAuth,
  rule: Place | undefined,
): EngineProblem | ImagesProblem {
  const isDenied = problem.code === 'engine/registry-denied';
  const told = isDenied && auth.problem !== undefined ? auth.problem : problem;
  return rule ? { ...told, place: rule } : told;
}
