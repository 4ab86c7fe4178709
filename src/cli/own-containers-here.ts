import { askEngines, type FromEngine } from '../engines/containers-here.ts';
import type { RunningContainer } from '../engines/own-containers.ts';
import { realPathOf } from '../host/real-path.ts';
import type { AbsolutePath } from '../kernel/brand.ts';
import type { Result } from '../kernel/result.ts';
import { ok } from '../kernel/result.ts';
import type { AnyProblem } from './any-problem.ts';
import type { Context, Given } from './command.ts';
import { readWritten, type WrittenConfig } from './read-surroundings.ts';

/** A container, and who has it. */
export type OwnContainer = RunningContainer & Pick<FromEngine<unknown>, 'engine' | 'containers'>;

export interface OwnContainersHere {
  /** Those that were made first at the front. */
  readonly containers: readonly OwnContainer[];
  /** Of engines that do not answer. */
  readonly problems: readonly AnyProblem[];
}

/** Containers of the project here that run, or of the directory where it is none's; with `--all`, all of them. */
export async function ownContainersHere(
  options: Given['options'],
  context: Context,
): Promise<Result<OwnContainersHere, readonly AnyProblem[]>> {
  const here = options['all'] === true ? ok(undefined) : await directoriesHere(context);
  if (!here.ok) return here;
  const answers = await askEngines(context.env, ({ running }) => running());
  const all = answers.flatMap((answer): readonly OwnContainer[] => {
    if (!answer.ok) return [];
    const { engine, containers, value } = answer.value;
    return value.map((one) => ({ ...one, engine, containers }));
  });
  // One engine may be found in two ways: `podman-docker` puts Podman in Docker's place.
  const once = new Map(all.reverse().map((one) => [one.id, one]));
  return ok({
    containers: [...once.values()]
      .filter(({ project }) => here.value?.some((directory) => directory === project) ?? true)
      .sort((a, b) => a.made - b.made),
    problems: answers.flatMap((answer) => (answer.ok ? [] : [answer.error])),
  });
}

/** What containers can have been made for, for whoever stands here; or for no directory, as those are that show none. */
async function directoriesHere(
  context: Context,
): Promise<Result<readonly (AbsolutePath | undefined)[], readonly AnyProblem[]>> {
  const written = await readWritten(context);
  if (!written.ok) return written;
  const { project } = written.value.config;
  const root = project?.root ?? (await rootByFiles(written.value, context));
  const physical = root === undefined ? [] : [realPathOf(root) ?? root];
  // Without a config, `tackle x` has one for the directory alone, or, in the home directory, for none.
  return ok(project === undefined ? [...physical, context.cwd.physical, undefined] : physical);
}

/** Where launches work for which the files of the project are enough, with no config. */
async function rootByFiles(
  here: WrittenConfig,
  context: Context,
): Promise<AbsolutePath | undefined> {
  const { readDevcontainerHere } = await import('./devcontainer-here.ts');
  const container = await readDevcontainerHere(here, context);
  if (container?.ok === true) return container.value.config.project?.root;
  const { filesAsk } = await import('./find-proposal.ts');
  return (await filesAsk(context))?.root;
}
