import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where builds happen, and what the user says about them. */
export interface BuildPlace {
  /** `$XDG_CACHE_HOME/tackle`; made when it is missing. */
  readonly cacheDir: string;
  /** Mirrors, registries and proxies are named here; the process's own environment when absent. */
  readonly env?: Environment;
}

export function environmentOf(where: BuildPlace): Environment {
  return where.env ?? process.env;
}

/** Makes and names the directory of locks and half-made images. Throws what `mkdir` throws. */
export async function buildDir({ cacheDir }: BuildPlace): Promise<string> {
  const directory = resolve(cacheDir, 'build');
  await mkdir(directory, { recursive: true });
  return directory;
}
