import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import type { EngineProblem } from '../engine.ts';
import { unusable } from '../problems.ts';

/** What a TLS connection to a daemon needs, in PEM. */
export interface TlsMaterial {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** Whether the daemon's certificate must be signed by `ca`. */
  readonly verify: boolean;
}

/**
 * Reads `ca.pem`, `cert.pem` and `key.pem` from `dir`. Each may be missing, save `ca.pem` where
 * `caRequired`: the docker CLI does the same (docker/cli `cli/flags/options.go`).
 */
export async function readTls(
  dir: string,
  verify: boolean,
  caRequired: boolean,
): Promise<Result<TlsMaterial, EngineProblem>> {
  const [ca, cert, key] = await Promise.all(
    ['ca.pem', 'cert.pem', 'key.pem'].map((name) => readPem(join(dir, name))),
  );
  for (const read of [ca, cert, key]) if (read instanceof Error) return err(unreadable(read));
  if (ca === undefined && caRequired) {
    return err(
      unusable(`\`DOCKER_TLS_VERIFY\` is set and there is no \`${join(dir, 'ca.pem')}\``, {
        hint: 'name the directory that holds `ca.pem`, `cert.pem` and `key.pem` in `DOCKER_CERT_PATH`',
      }),
    );
  }
  return ok({
    ...(typeof ca === 'string' && { ca }),
    ...(typeof cert === 'string' && { cert }),
    ...(typeof key === 'string' && { key }),
    verify,
  });
}

/** The text; nothing when there is no such file; the error when it cannot be read. */
async function readPem(file: string): Promise<string | Error | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : (error as Error);
  }
}

function unreadable(error: Error): EngineProblem {
  return unusable("cannot read the certificates for the container engine's address", {
    hint: 'look at the rights of the files that `DOCKER_CERT_PATH` or the Docker context names',
    said: [error.message],
  });
}
