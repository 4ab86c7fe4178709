import { join } from 'node:path';
import { homeDir } from '../../host/directories.ts';
import { variable } from '../../host/environment.ts';
import type { AbsolutePath } from '../../kernel/brand.ts';
import { absolutePathOf } from '../../kernel/brand.ts';
import type { Place } from '../../kernel/place.ts';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import type { EngineProblem } from '../engine.ts';
import type { Environment } from '../finding.ts';
import { notAnAddress, notSpoken } from './address-problems.ts';
import { currentContext, readContext } from './context.ts';
import { DEFAULT_SOCKET, parseDockerHost } from './host-text.ts';
import type { TlsMaterial } from './tls.ts';
import { readTls } from './tls.ts';

/** Where a Docker daemon listens, with all that is needed to speak to it. */
export type DockerAddress =
  | { readonly kind: 'socket'; readonly path: AbsolutePath; readonly saidBy: string }
  | {
      readonly kind: 'tcp';
      readonly host: string;
      readonly port: number;
      readonly tls?: TlsMaterial;
      /** Who said so, for people: `` `DOCKER_HOST` ``. */
      readonly saidBy: string;
    };

/** Somebody said where, and only there is looked; or nobody did, and these are tried in order. */
export type WhereDockerIs =
  | { readonly kind: 'said'; readonly address: DockerAddress }
  | { readonly kind: 'guessed'; readonly sockets: readonly AbsolutePath[] };

/**
 * Where the daemon is, in the docker CLI's own order: `DOCKER_HOST`, `DOCKER_CONTEXT`, the
 * `currentContext` of `config.json`, then the sockets that engines are known to open. (The CLI's
 * manual says that `DOCKER_CONTEXT` goes before `DOCKER_HOST`; the CLI does it the other way round.)
 * An empty variable counts as unset, and the context `default` means no context.
 *
 * Reads files, speaks to nobody. Problems: `engine/unusable`.
 */
export async function findDockerAddress(
  env: Environment,
): Promise<Result<WhereDockerIs, EngineProblem>> {
  const home = homeDir(env);
  const configDir = variable(env, 'DOCKER_CONFIG') ?? join(home, '.docker');
  const host = variable(env, 'DOCKER_HOST');
  if (host !== undefined) return said(await fromHost(host, env, configDir));

  const context = variable(env, 'DOCKER_CONTEXT');
  if (context !== undefined) return byContext(context, '`DOCKER_CONTEXT`', configDir, env);

  const current = await currentContext(configDir);
  if (!current.ok) return current;
  const saidBy = `\`currentContext\` of \`${join(configDir, 'config.json')}\``;
  return byContext(current.value ?? 'default', saidBy, configDir, env);
}

/** What decides over that, besides the environment. */
export function placesOfDocker(env: Environment): readonly string[] {
  const home = homeDir(env);
  const configDir = variable(env, 'DOCKER_CONFIG') ?? join(home, '.docker');
  return [join(configDir, 'config.json'), join(configDir, 'contexts/meta'), ...knownSockets(env)];
}

/** The address as `DOCKER_HOST` would spell it. */
export function printAddress(address: DockerAddress): string {
  if (address.kind === 'socket') return `unix://${address.path}`;
  const host = address.host.includes(':') ? `[${address.host}]` : address.host;
  return `tcp://${host}:${address.port}`;
}

function said(address: Result<DockerAddress, EngineProblem>): Result<WhereDockerIs, EngineProblem> {
  return address.ok ? ok({ kind: 'said', address: address.value }) : address;
}

async function fromHost(
  text: string,
  env: Environment,
  configDir: string,
): Promise<Result<DockerAddress, EngineProblem>> {
  const verify = variable(env, 'DOCKER_TLS_VERIFY') !== undefined;
  const certDir = variable(env, 'DOCKER_CERT_PATH') ?? configDir;
  const wanted = verify || variable(env, 'DOCKER_TLS') !== undefined;
  return addressOf(text, '`DOCKER_HOST`', placeInVariable('DOCKER_HOST', text), () =>
    wanted ? readTls(certDir, verify, verify) : Promise.resolve(ok(undefined)),
  );
}

async function byContext(
  name: string,
  saidBy: string,
  configDir: string,
  env: Environment,
): Promise<Result<WhereDockerIs, EngineProblem>> {
  if (name === 'default') return ok({ kind: 'guessed', sockets: knownSockets(env) });
  const context = await readContext(configDir, name, saidBy);
  if (!context.ok) return context;
  const { host, skipTlsVerify, tlsDir } = context.value;
  const tls = async (): Promise<Result<TlsMaterial | undefined, EngineProblem>> => {
    const read = await readTls(tlsDir, !skipTlsVerify, false);
    if (!read.ok) return read;
    const { ca, cert, key } = read.value;
    return ok([ca, cert, key].some((pem) => pem !== undefined) ? read.value : undefined);
  };
  return said(await addressOf(host, `the Docker context \`${name}\``, undefined, tls));
}

/** Where engines open their sockets: Docker, rootless, Desktop, Colima, OrbStack, Rancher Desktop. */
function knownSockets(env: Environment): readonly AbsolutePath[] {
  const home = homeDir(env);
  const runtime = variable(env, 'XDG_RUNTIME_DIR');
  const paths = [
    DEFAULT_SOCKET,
    ...(runtime !== undefined ? [`${runtime}/docker.sock`] : []),
    ...['.docker/run', '.colima/default', '.orbstack/run', '.rd'].map(
      (dir) => `${home}/${dir}/docker.sock`,
    ),
  ];
  return paths.map(absolutePathOf).filter((path) => path !== undefined);
}

type ReadTls = () => Promise<Result<TlsMaterial | undefined, EngineProblem>>;

async function addressOf(
  text: string,
  saidBy: string,
  place: Place | undefined,
  readTlsMaterial: ReadTls,
): Promise<Result<DockerAddress, EngineProblem>> {
  const host = parseDockerHost(text);
  if (host === undefined) return err(notAnAddress(text, saidBy, place));
  if (host.kind === 'socket') return ok({ ...host, saidBy });
  if (host.kind !== 'tcp') return err(notSpoken(host, saidBy, place));
  const tls = await readTlsMaterial();
  if (!tls.ok) return tls;
  const { port = tls.value === undefined ? 2375 : 2376 } = host;
  return ok({ ...host, port, ...(tls.value !== undefined && { tls: tls.value }), saidBy });
}

function placeInVariable(name: string, text: string): Place {
  return { file: name, line: 1, column: 1, length: Math.max(1, text.length), text };
}
