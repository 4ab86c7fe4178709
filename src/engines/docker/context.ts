import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import type { EngineProblem } from '../engine.ts';
import { unusable } from '../problems.ts';

/** The endpoint that a Docker context names. */
export interface ContextEndpoint {
  /** As `docker context create --docker host=` took it. */
  readonly host: string;
  readonly skipTlsVerify: boolean;
  /** Where the context keeps `ca.pem`, `cert.pem` and `key.pem`, each of them optional. */
  readonly tlsDir: string;
}

/** The `currentContext` of `config.json` in `configDir`, if the file is there and names one. */
export async function currentContext(
  configDir: string,
): Promise<Result<string | undefined, EngineProblem>> {
  const file = join(configDir, 'config.json');
  const json = await readJson(file);
  if (!json.ok) return json;
  const name = member(json.value, 'currentContext');
  return ok(typeof name === 'string' && name !== '' ? name : undefined);
}

/**
 * Reads a context from the CLI's store: `contexts/meta/<sha256 of the name>/meta.json`
 * (docker/cli `cli/context/store`). `saidBy` tells people who asked for it.
 */
export async function readContext(
  configDir: string,
  name: string,
  saidBy: string,
): Promise<Result<ContextEndpoint, EngineProblem>> {
  const id = createHash('sha256').update(name).digest('hex');
  const file = join(configDir, 'contexts', 'meta', id, 'meta.json');
  const json = await readJson(file);
  if (!json.ok) return json;
  if (json.value === undefined) {
    return err(
      unusable(`there is no Docker context \`${name}\` (${saidBy})`, {
        hint: 'see which there are with `docker context ls`, and choose one with `docker context use NAME`',
      }),
    );
  }
  const endpoint = member(member(json.value, 'Endpoints'), 'docker');
  const host = member(endpoint, 'Host');
  if (typeof host !== 'string' || host === '') {
    return err(
      unusable(`the Docker context \`${name}\` (${saidBy}) names no Docker endpoint`, {
        hint: `see what it holds with \`docker context inspect ${name}\``,
      }),
    );
  }
  return ok({
    host,
    skipTlsVerify: member(endpoint, 'SkipTLSVerify') === true,
    tlsDir: join(configDir, 'contexts', 'tls', id, 'docker'),
  });
}

/** The parsed file; nothing when it is not there. */
async function readJson(file: string): Promise<Result<unknown, EngineProblem>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return ok(undefined);
    return err(unusable(`cannot read \`${file}\``, { said: [message] }));
  }
  try {
    return ok(JSON.parse(text) as unknown);
  } catch (error) {
    return err(
      unusable(`\`${file}\` is not valid JSON`, {
        hint: 'mend the file, or say where the daemon is with `DOCKER_HOST=unix:///var/run/docker.sock`',
        said: [(error as SyntaxError).message],
      }),
    );
  }
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)[key]
    : undefined;
}
