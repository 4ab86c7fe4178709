import { createHash } from 'node:crypto';
import type { ToolboxId } from '../catalog/tool.ts';
import type { AbsolutePath } from '../kernel/brand.ts';
import type { ProjectFacts } from './host-facts.ts';
import { below } from './path-within.ts';

/** `python@3.8`; the bare name of a project's own toolbox. */
export function toolboxText({ name, version }: ToolboxId): string {
  return version === undefined ? name : `${name}@${version}`;
}

/**
 * Where the toolbox's HOME is kept on the host: `python@3.8-0f1e2d3c4b5a`, a home of its own for each
 * project (by its physical path), and one for all uses outside of projects.
 */
export function toolboxHome(
  homesDir: AbsolutePath,
  toolbox: ToolboxId,
  project: ProjectFacts | undefined,
): AbsolutePath {
  const name = toolboxText(toolbox);
  if (project === undefined) return below(homesDir, name);
  const hash = createHash('sha256').update(project.root.physical).digest('hex').slice(0, 12);
  return below(homesDir, `${name}-${hash}`);
}
