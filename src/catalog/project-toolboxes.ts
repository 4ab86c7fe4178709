import type { Config } from '../config/config.ts';
import type { Located } from '../kernel/place.ts';
import type { Result } from '../kernel/result.ts';
import { ok } from '../kernel/result.ts';
import { askedName } from './asked-name.ts';
import type { Catalog } from './catalog.ts';
import type { CatalogProblem } from './problems.ts';
import { resolveCommand, resolveToolbox } from './resolve.ts';
import type { Tool } from './tool.ts';

/**
 * The toolboxes that the project's own file asks for, by what is asked; what only this user has (their own config, and
 * `tackle.local.yaml`) is none of the project's. Of a toolbox with several commands the tool is any of them.
 */
export function projectToolboxes(
  config: Config,
  catalog: Catalog,
): Result<readonly Tool[], CatalogProblem> {
  const isProjects = isProjectsOwn(config);
  const asked = new Map<string, Tool>();
  const named = [
    ...[...config.commands]
      .filter(isProjects)
      .map(([name]) => resolveCommand(name, config, catalog)),
    ...[...config.toolboxes]
      .filter(isProjects)
      .map(([name]) => resolveToolbox(name, config, catalog)),
  ];
  for (const tool of named) {
    if (!tool.ok) return tool;
    asked.set(tool.value.asked, tool.value);
  }
  return ok([...asked].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, tool]) => tool));
}

/** What is asked of them, in words and whether or not there is such a thing: `python`, `python@3.8`, `latex`. */
export function askedOfProject(config: Config): readonly string[] {
  const isProjects = isProjectsOwn(config);
  const asked = [...config.commands].filter(isProjects).flatMap(([, { value }]) => {
    const { toolbox, version, source } = value;
    return config.toolboxes.has(toolbox)
      ? [toolbox]
      : [toolbox, askedName(toolbox, version, source?.value)];
  });
  const described = [...config.toolboxes].filter(isProjects).map(([name]) => name);
  return [...new Set<string>([...asked, ...described])].sort();
}

function isProjectsOwn({ project }: Config) {
  return ([, { place }]: readonly [string, Located<unknown>]) => place.file === project?.file;
}
