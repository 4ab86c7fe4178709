import { projectToolboxes } from '../catalog/project-toolboxes.ts';
import { printByTag } from '../catalog/reference.ts';
import { resolveToolbox } from '../catalog/resolve.ts';
import type { Source, Tool } from '../catalog/tool.ts';
import { logFiles } from '../host/log-files.ts';
import { recipeSubject } from '../images/recipe-subject.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { AnyProblem } from './any-problem.ts';
import type { CommandMain } from './command.ts';
import { failed } from './command.ts';
import { linesText, logsText } from './logs-listing.ts';
import { loggedLaunches } from './logged-launches.ts';
import { readSurroundings, type Surroundings } from './read-surroundings.ts';
import { stdoutColumns } from './stdout-columns.ts';
import { parseLog } from './work-log.ts';
import { writeJson } from './write-out.ts';
import { writePaged } from './write-paged.ts';

/** `tackle logs [--all] [--json] [TOOLBOX[@VERSION]]`: what builds and pulls said the last time, and how launches went. */
export const main: CommandMain = async ({ words: [word], options }, context) => {
  const { env } = context;
  const here = await readSurroundings(context);
  if (!here.ok) return failed(...here.error);
  const { project } = here.value.config;
  const isAll = options['all'] === true || (word === undefined && project === undefined);
  const tools = isAll ? undefined : toolsOf(word, here.value);
  if (tools?.ok === false) return failed(tools.error);
  const subjects = tools && new Set(tools.value.map(({ source }) => subjectOf(source)));
  const work = logFiles(env)
    .flatMap(({ text }) => parseLog(text) ?? [])
    .filter(({ subject }) => subjects?.has(subject) ?? true);
  const launches =
    isAll || word === undefined
      ? loggedLaunches(isAll ? undefined : project?.root, env)
      : undefined;
  const listing = { work, ...(launches && { launches }) };
  if (options['json'] === true) return writeJson(listing);
  return writePaged(
    word === undefined ? logsText(listing, stdoutColumns()) : linesText(work),
    context,
  );
};

/** Those of the project that are so called, or all of them; else one that anybody may run. */
function toolsOf(
  word: string | undefined,
  { config, catalog }: Surroundings,
): Result<readonly Tool[], AnyProblem> {
  const all = projectToolboxes(config, catalog);
  if (word === undefined) return all;
  const named = all.ok
    ? all.value.filter(({ asked, toolbox }) => word === asked || word === toolbox.name)
    : [];
  if (named.length > 0) return ok(named);
  const tool = resolveToolbox(word, config, catalog);
  return tool.ok ? ok([tool.value]) : err(tool.error);
}

/** What its build or pull is called (`Progress`). */
function subjectOf(source: Source): string {
  switch (source.kind) {
    case 'image': {
      const { reference } = source;
      return printByTag({ ...reference, tag: reference.tag ?? 'latest' });
    }
    case 'packages':
      return recipeSubject(source.recipe);
    case 'dockerfile':
      return source.dockerfile;
  }
}
