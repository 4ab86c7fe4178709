import type { Catalog } from '../catalog/catalog.ts';
import { readCatalog } from '../catalog/compiled-catalog.ts';
import type { Config } from '../config/config.ts';
import { loadConfig } from '../config/load.ts';
import { readConfigTexts } from '../host/config-texts.ts';
import type { ConfigTexts } from '../kernel/config-texts.ts';
import { shippedCatalogText } from '../host/shipped-catalog.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { Lock } from '../lock/lock.ts';
import { lockedCatalog } from '../lock/locked-catalog.ts';
import type { AnyProblem } from './any-problem.ts';
import type { Context, GlobalOptions } from './command.ts';
import { readLock } from './read-lock.ts';

/** What is known here: what this project says, what it has locked, and the toolboxes that come with Tackle. */
export interface Surroundings extends WrittenConfig {
  readonly lock: Lock;
  /** With the versions that the lock names. */
  readonly catalog: Catalog;
}

/** A config with the very texts that it was read from. */
export interface WrittenConfig {
  readonly config: Config;
  readonly texts: ConfigTexts;
}

/** The config, found upward from the working directory, the lock beside it, and the shipped catalogue. */
export async function readSurroundings(
  context: Context,
): Promise<Result<Surroundings, readonly AnyProblem[]>> {
  const written = await readWritten(context);
  if (!written.ok) return written;
  const lock = await readLock(written.value.config.project?.root);
  if (!lock.ok) return err([lock.error]);
  const catalog = lockedCatalog(shippedCatalog(), lock.value);
  return ok({ ...written.value, lock: lock.value, catalog });
}

/** The config alone. */
export async function readConfig(context: Context): Promise<Result<Config, readonly AnyProblem[]>> {
  const written = await readWritten(context);
  return written.ok ? ok(written.value.config) : written;
}

/** The config, from texts that are read once: whoever judges them judges what is obeyed. */
export async function readWritten({
  cwd,
  env,
  options,
}: Pick<Context, 'cwd' | 'env' | 'options'>): Promise<
  Result<WrittenConfig, readonly AnyProblem[]>
> {
  const texts = await readConfigTexts(cwd.logical, env);
  if (!texts.ok) return err([texts.error]);
  const config = loadConfig(texts.value, env);
  if (!config.ok) return config;
  return ok({ config: withOptions(config.value, options), texts: texts.value });
}

export function shippedCatalog(): Catalog {
  return readCatalog(shippedCatalogText());
}

/** What was typed is stronger than what was written. */
export function withOptions(config: Config, { engine, source, frozen }: GlobalOptions): Config {
  return {
    ...config,
    ...(engine && { engine }),
    ...(source && { source }),
    ...(frozen && { frozen }),
  };
}
