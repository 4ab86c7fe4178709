import type { Catalog } from '../catalog/catalog.ts';
import { readCatalog } from '../catalog/compiled-catalog.ts';
import type { Config } from '../config/config.ts';
import { loadConfig } from '../config/load.ts';
import { readConfigTexts } from '../host/config-texts.ts';
import { shippedCatalogText } from '../host/shipped-catalog.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { Lock } from '../lock/lock.ts';
import { lockedCatalog } from '../lock/locked-catalog.ts';
import type { AnyProblem } from './any-problem.ts';
import type { Context, GlobalOptions } from './command.ts';
import { readLock } from './read-lock.ts';

/** What is known here: what this project says, what it has locked, and the toolboxes that come with Tackle. */
export interface Surroundings {
  readonly config: Config;
  readonly lock: Lock;
  /** With the versions that the lock names. */
  readonly catalog: Catalog;
}

/** The config, found upward from the working directory, the lock beside it, and the shipped catalogue. */
export async function readSurroundings(
  context: Context,
): Promise<Result<Surroundings, readonly AnyProblem[]>> {
  const config = await readConfig(context);
  if (!config.ok) return config;
  const { project } = config.value;
  const lock = project ? await readLock(project.root) : ok(NOTHING_LOCKED);
  if (!lock.ok) return err([lock.error]);
  const catalog = lockedCatalog(shippedCatalog(), lock.value);
  return ok({ config: config.value, lock: lock.value, catalog });
}

const NOTHING_LOCKED: Lock = new Map();

/** The config alone. */
export async function readConfig({
  cwd,
  env,
  options,
}: Context): Promise<Result<Config, readonly AnyProblem[]>> {
  const texts = await readConfigTexts(cwd.logical, env);
  if (!texts.ok) return err([texts.error]);
  const config = loadConfig(texts.value, env);
  return config.ok ? ok(withOptions(config.value, options)) : config;
}

export function shippedCatalog(): Catalog {
  return readCatalog(shippedCatalogText());
}

/** What was typed is stronger than what was written. */
function withOptions(config: Config, { engine, source, frozen }: GlobalOptions): Config {
  return {
    ...config,
    ...(engine && { engine }),
    ...(source && { source }),
    ...(frozen && { frozen }),
  };
}
