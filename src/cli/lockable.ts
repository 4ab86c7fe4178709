import { projectToolboxes } from '../catalog/project-toolboxes.ts';
import type { Tool } from '../catalog/tool.ts';
import type { Config, Project } from '../config/config.ts';
import { platformHere } from '../host/platform.ts';
import type { Platform } from '../kernel/platform.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { Lock } from '../lock/lock.ts';
import { noProject, noSuchToolbox } from '../lock/problems.ts';
import type { AnyProblem } from './any-problem.ts';
import type { Context } from './command.ts';
import { engineFinder, type EngineFinder } from './engine-finder.ts';
import { readSurroundings, shippedCatalog } from './read-surroundings.ts';

/** What the commands about pins go by: the toolboxes of the project, and what is locked of them. */
export interface Lockable {
  readonly project: Project;
  readonly config: Config;
  readonly lock: Lock;
  readonly platform: Platform;
  readonly findEngine: EngineFinder;
  /** Those that were named, or all, by what is asked. */
  readonly tools: readonly Tool[];
  /** Of all. */
  readonly asked: ReadonlySet<string>;
}

export interface LockableOptions {
  /** Such as `latex`, `python@3`, or `python` for all of its versions; all toolboxes when there are none. */
  readonly words: readonly string[];
  /** `shipped`: as if nothing were locked yet. */
  readonly versions: 'locked' | 'shipped';
}

export async function readLockable(
  { words, versions }: LockableOptions,
  context: Context,
): Promise<Result<Lockable, readonly AnyProblem[]>> {
  const here = await readSurroundings(context);
  if (!here.ok) return here;
  const { config, lock, catalog } = here.value;
  const { project } = config;
  if (project === undefined) return err([noProject()]);
  const platform = platformHere();
  if (!platform.ok) return err([platform.error]);
  const all = projectToolboxes(config, versions === 'locked' ? catalog : shippedCatalog());
  if (!all.ok) return err([all.error]);
  const asked = all.value.map((tool) => tool.asked);
  const unknown = words.find((word) => !all.value.some((tool) => isNamed(tool, word)));
  if (unknown !== undefined) return err([noSuchToolbox(unknown, asked)]);
  const named = all.value.filter((tool) => words.some((word) => isNamed(tool, word)));
  return ok({
    project,
    config,
    lock,
    platform: platform.value,
    findEngine: engineFinder(config, context.env),
    tools: words.length === 0 ? all.value : named,
    asked: new Set(asked),
  });
}

function isNamed({ asked, toolbox }: Tool, word: string): boolean {
  return word === asked || word === toolbox.name;
}
