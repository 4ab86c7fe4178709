import { readDevcontainer } from '../config/devcontainer/read-devcontainer.ts';
import { loadConfig, loadLayer } from '../config/load.ts';
import { configIn } from '../host/config-files.ts';
import { repositoryRoot } from '../host/repository-files.ts';
import type { ConfigText } from '../kernel/config-texts.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import { lockedCatalog } from '../lock/locked-catalog.ts';
import type { AnyProblem } from './any-problem.ts';
import type { Context } from './command.ts';
import { readLock } from './read-lock.ts';
import {
  shippedCatalog,
  withOptions,
  type Surroundings,
  type WrittenConfig,
} from './read-surroundings.ts';

const NAMES: readonly string[] = ['.devcontainer/devcontainer.json', '.devcontainer.json'];

/**
 * What is known where there is no config, with the dev container of the repository and what is locked of it. Nothing where there is
 * none.
 */
export async function readContainerSurroundings(
  here: Surroundings,
  context: Context,
): Promise<Result<Surroundings, readonly AnyProblem[]> | undefined> {
  const container = await readDevcontainerHere(here, context);
  if (container?.ok !== true) return container;
  const lock = await readLock(container.value.config.project?.root);
  if (!lock.ok) return err([lock.error]);
  const catalog = lockedCatalog(shippedCatalog(), lock.value);
  return ok({ ...container.value, lock: lock.value, catalog });
}

/**
 * The config alone, where there is no other, with the `devcontainer.json` of the repository as the project's. Nothing where there is
 * none. It is read once, and is to be trusted as a config is.
 *
 * @param here without a project
 */
export async function readDevcontainerHere<Here extends WrittenConfig>(
  here: Here,
  { cwd, env, options }: Context,
): Promise<Result<Here, readonly AnyProblem[]> | undefined> {
  const root = repositoryRoot(cwd.logical, NAMES, env);
  if (root === undefined) return undefined;
  const found = await configIn(root, NAMES);
  if (!found.ok) return err([found.error]);
  if (found.value === undefined) return undefined;
  const project: ConfigText = { layer: 'project', root, ...found.value };
  const texts = [...here.texts, project];
  const config = loadConfig(texts, env, (text) =>
    text === project ? readDevcontainer(text, env) : loadLayer(text),
  );
  return config.ok ? ok({ ...here, config: withOptions(config.value, options), texts }) : config;
}
