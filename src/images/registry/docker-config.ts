import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { homeDir } from '../../host/directories.ts';
import { variable, type Environment } from '../../host/environment.ts';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import type { ImagesProblem } from '../problems.ts';
import { askHelper } from './credential-helper.ts';
import type { Credentials, FindCredentials } from './credentials.ts';
import type { After } from './../ask-http.ts';
import { REAL_PACE } from './pace.ts';
import { credentialsUnusable } from './problems.ts';

const Auth = v.object({
  auth: v.optional(v.string(), ''),
  identitytoken: v.optional(v.string(), ''),
});
type Auth = v.InferOutput<typeof Auth>;

const Config = v.object({
  auths: v.nullish(v.record(v.string(), v.nullish(Auth)), {}),
  credHelpers: v.nullish(v.record(v.string(), v.string()), {}),
  credsStore: v.nullish(v.string(), ''),
});
type Config = v.InferOutput<typeof Config>;

const HUB = 'docker.io';
/** The name under which `docker login` keeps what is for the Hub. */
const HUB_KEY = 'https://index.docker.io/v1/';

/**
 * What `docker login` has left, or else `podman login`: a helper for this very registry, else the helper for all, else
 * the file itself.
 */
export function dockerCredentials(
  env: Environment,
  after: After = REAL_PACE.after,
): FindCredentials {
  return async (registry, signal) => {
    for (const file of loginFiles(env)) {
      const found = await credentialsFrom(file, registry, env, signal, after);
      if (!found.ok || found.value !== undefined) return found;
    }
    return ok(undefined);
  };
}

/** Those of docker(1), then those of containers-auth.json(5). */
function loginFiles(env: Environment): readonly string[] {
  const home = homeDir(env);
  const docker = variable(env, 'DOCKER_CONFIG') ?? join(home, '.docker');
  const said = variable(env, 'REGISTRY_AUTH_FILE');
  const runtime = variable(env, 'XDG_RUNTIME_DIR');
  const config = variable(env, 'XDG_CONFIG_HOME') ?? join(home, '.config');
  return [
    join(docker, 'config.json'),
    ...(said ? [said] : runtime ? [join(runtime, 'containers/auth.json')] : []),
    join(config, 'containers/auth.json'),
  ];
}

async function credentialsFrom(
  file: string,
  registry: string,
  env: Environment,
  signal: AbortSignal,
  after: After,
): Promise<Result<Credentials | undefined, ImagesProblem>> {
  const config = await readConfig(file, registry);
  if (!config.ok) return config;
  const { credHelpers, credsStore, auths } = config.value;
  const key = registry === HUB ? HUB_KEY : registry;
  const helper = ownValue(credHelpers, registry) ?? ownValue(credHelpers, key) ?? credsStore;
  if (helper !== '') {
    const told = await askHelper({ helper, key, registry, env }, signal, after);
    if (!told.ok || told.value !== undefined) return told;
  }
  return credentialsIn(findAuth(auths, registry), registry, file);
}

async function readConfig(file: string, registry: string): Promise<Result<Config, ImagesProblem>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR')
      return ok({ auths: {}, credHelpers: {}, credsStore: '' });
    return err(credentialsUnusable(registry, `\`${file}\` cannot be read`, [message]));
  }
  // What is wrong in it is not shown: parsers quote the text around, and here that is a secret.
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), Config), text);
  if (read.success) return ok(read.output);
  return err(credentialsUnusable(registry, `\`${file}\` is not what \`docker login\` writes`));
}

/** Old versions of Docker wrote keys with a scheme and a path; they mean the host all the same. Podman calls the Hub by its name. */
function findAuth(auths: Config['auths'], registry: string): Auth | undefined {
  const key = registry === HUB ? HUB_KEY : registry;
  const exact = ownValue(auths, key);
  if (exact !== undefined) return exact ?? undefined;
  const hosts = registry === HUB ? ['index.docker.io', HUB] : [registry];
  const alike = Object.keys(auths).find((name) =>
    hosts.includes(name.replace(/^https?:\/\//, '').replace(/\/.*$/s, '')),
  );
  return alike === undefined ? undefined : (auths[alike] ?? undefined);
}

function credentialsIn(
  found: Auth | undefined,
  registry: string,
  file: string,
): Result<Credentials | undefined, ImagesProblem> {
  if (found === undefined) return ok(undefined);
  const { auth, identitytoken } = found;
  if (identitytoken !== '') return ok({ kind: 'identity-token', token: identitytoken });
  if (auth === '') return ok(undefined);
  const pair = Buffer.from(auth, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  if (colon < 1) {
    const why = `the \`auth\` for it in \`${file}\` is no name and password in Base64`;
    return err(credentialsUnusable(registry, why));
  }
  // Docker pads short ones with NUL, and takes that away again.
  const password = pair.slice(colon + 1).replace(/\0+$/, '');
  return ok({ kind: 'password', username: pair.slice(0, colon), password });
}

function ownValue<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
