import { dirname, join } from 'node:path';
import type { AbsolutePath } from '../kernel/brand.ts';
import { absolutePathOf } from '../kernel/brand.ts';
import type { ConfigText, ConfigTexts } from '../kernel/config-texts.ts';
import type { Result } from '../kernel/result.ts';
import { ok } from '../kernel/result.ts';
import { configIn } from './config-files.ts';
import type { ConfigTextsProblem } from './config-problems.ts';
import { configDir } from './directories.ts';
import type { ConfigContent } from './load-config-file.ts';

/** What a project's config may be called: data formats only, nothing that would be executed. */
export const PROJECT_CONFIG_NAMES: readonly string[] = [
  ...['tackle.yaml', 'tackle.yml', 'tackle.json'],
  ...['.tacklerc', '.tacklerc.yaml', '.tacklerc.yml', '.tacklerc.json'],
  ...['.config/tackle.yaml', '.config/tackle.yml', '.config/tackle.json'],
  'package.json',
];
export const LOCAL_CONFIG_NAMES: readonly string[] = [
  'tackle.local.yaml',
  'tackle.local.yml',
  'tackle.local.json',
];
export const USER_CONFIG_NAMES: readonly string[] = ['config.yaml', 'config.yml', 'config.json'];

/**
 * Reads every config that applies in a directory, weakest first: the user's own, the nearest one at
 * or above `cwd`, and its neighbour `tackle.local.yaml`. The way up goes by the words of `cwd`, so
 * a directory reached through a symbolic link has the parents that the shell shows.
 */
export async function readConfigTexts(
  cwd: AbsolutePath,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Result<ConfigTexts, ConfigTextsProblem>> {
  const userDirectory = absolutePathOf(configDir(env));
  const user = userDirectory ? await textsIn('user', userDirectory, USER_CONFIG_NAMES) : ok([]);
  if (!user.ok) return user;
  const project = await projectText(cwd);
  if (!project.ok) return project;
  if (!project.value) return ok(user.value);
  const local = await textsIn('local', project.value.root, LOCAL_CONFIG_NAMES);
  return local.ok ? ok([...user.value, project.value, ...local.value]) : local;
}

/**
 * Where a config that counts could lie for whoever stands at or below `from`, the config in force being in `root`, at
 * or above it.
 */
export function placesOfConfigs(
  from: AbsolutePath,
  root: AbsolutePath,
  env: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const directories: string[] = [];
  for (let at: string = from; at !== root && at !== '/'; at = dirname(at)) directories.push(at);
  const inEach = (places: readonly string[], names: readonly string[]) =>
    places.flatMap((place) => names.map((name) => join(place, name)));
  return [
    ...inEach([...directories, root], PROJECT_CONFIG_NAMES),
    ...inEach([root], LOCAL_CONFIG_NAMES),
    ...inEach([configDir(env)], USER_CONFIG_NAMES),
  ];
}

async function projectText(
  cwd: AbsolutePath,
): Promise<Result<ConfigText | undefined, ConfigTextsProblem>> {
  for (let root = cwd; ; root = dirname(root) as AbsolutePath) {
    const found = await textsIn('project', root, PROJECT_CONFIG_NAMES);
    if (!found.ok) return found;
    if (found.value[0] || root === '/') return ok(found.value[0]);
  }
}

async function textsIn(
  layer: ConfigText['layer'],
  root: AbsolutePath,
  names: readonly string[],
): Promise<Result<readonly ConfigText[], ConfigTextsProblem>> {
  const found = await configIn(root, names);
  if (!found.ok) return found;
  return ok(found.value ? [configText(layer, root, found.value)] : []);
}

function configText(
  layer: ConfigText['layer'],
  root: AbsolutePath,
  { file, text }: ConfigContent,
): ConfigText {
  const inPackage = file.endsWith('/package.json');
  return { layer, file, root, text, ...(inPackage && { key: 'tackle' as const }) };
}
