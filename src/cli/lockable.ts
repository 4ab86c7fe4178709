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
import type { Context, Outcome } from './command.ts';
import { failed } from './command.ts';
import { contextsOf, type ContextsNow } from './contexts.ts';
import { engineFinder, type EngineFinder } from './engine-finder.ts';
import { offerInit } from './offer-init.ts';
import { readSurroundings, shippedCatalog, type Surroundings } from './read-surroundings.ts';
import { settleTrust } from './settle-trust.ts';

/** What the commands about pins go by: the toolboxes of the project, and what is locked of them. */
export interface Lockable {
  readonly project: Project;
  readonly config: Config;
  readonly lock: Lock;
  /** Nothing but what is locked will do. */
  readonly frozen: boolean;
  readonly platform: Platform;
  readonly findEngine: EngineFinder;
  /** Those that were named, or all, by what is asked. */
  readonly tools: readonly Tool[];
  /** Of those. */
  readonly contexts: ContextsNow;
  /** Of all. */
  readonly asked: ReadonlySet<string>;
}

export interface LockableOptions {
  /** Such as `latex`, `python@3`, or `python` for all of its versions; all toolboxes when there are none. */
  readonly words: readonly string[];
  /** `shipped`: as if nothing were locked yet. */
  readonly versions: 'locked' | 'shipped';
}

/** Refused where the project is not trusted: to look up, fetch and build is to obey its config. */
export async function readLockable(
  options: LockableOptions,
  context: Context,
): Promise<Result<Lockable, Outcome>> {
  const read = await readTools(options, context);
  if (!read.ok) return err(failed(...read.error));
  const { here, lockable } = read.value;
  const trusted = await settleTrust(here, lockable.contexts, context);
  return trusted.ok ? ok(lockable) : trusted;
}

interface ReadTools {
  readonly here: Surroundings;
  readonly lockable: Lockable;
}

async function readTools(
  { words, versions }: LockableOptions,
  context: Context,
): Promise<Result<ReadTools, readonly AnyProblem[]>> {
  const here = await readProject(context);
  if (!here.ok) return here;
  const { config, lock, catalog } = here.value;
  const { project } = config;
  if (project === undefined) return err([await offerInit(noProject(), context)]);
  const platform = platformHere();
  if (!platform.ok) return err([platform.error]);
  const all = projectToolboxes(config, versions === 'locked' ? catalog : shippedCatalog());
  if (!all.ok) return err([all.error]);
  const asked = all.value.map((tool) => tool.asked);
  const unknown = words.find((word) => !all.value.some((tool) => isNamed(tool, word)));
  if (unknown !== undefined) return err([noSuchToolbox(unknown, asked)]);
  const named = all.value.filter((tool) => words.some((word) => isNamed(tool, word)));
  const tools = words.length === 0 ? all.value : named;
  const lockable: Lockable = {
    project,
    config,
    lock,
    frozen: config.frozen?.value === true,
    platform: platform.value,
    findEngine: engineFinder(config, context.env),
    tools,
    contexts: await contextsOf(tools, config),
    asked: new Set(asked),
  };
  return ok({ here: here.value, lockable });
}

/** The config; where there is none, the dev container of the project. */
async function readProject(context: Context): ReturnType<typeof readSurroundings> {
  const here = await readSurroundings(context);
  if (!here.ok || here.value.config.project) return here;
  const { readContainerSurroundings } = await import('./devcontainer-here.ts');
  return (await readContainerSurroundings(here.value, context)) ?? here;
}

function isNamed({ asked, toolbox }: Tool, word: string): boolean {
  return word === asked || word === toolbox.name;
}
