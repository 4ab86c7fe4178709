import { readDevcontainer } from '../config/devcontainer/read-devcontainer.ts';
import { loadConfig, loadLayer } from '../config/load.ts';
import { configIn } from '../host/config-files.ts';
import { repositoryRoot } from '../host/repository-files.ts';
import type { ConfigText } from '../kernel/config-texts.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { AnyProblem } from './any-problem.ts';
import type { Context } from './command.ts';
import { withOptions, type WrittenConfig } from './read-surroundings.ts';

const NAMES: readonly string[] = ['.devcontainer/devcontainer.json', '.devcontainer.json'];

/**
 * What is known where there is no config, with the `devcontainer.json` of the repository as the project's. Nothing where there is
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
