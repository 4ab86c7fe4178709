import { createHash } from 'node:crypto';
import type { ToolboxId } from '../catalog/tool.ts';
import type { AbsolutePath } from '../kernel/brand.ts';
import type { ProjectFacts } from './host-facts.ts';
import { below, directoryOf } from '../kernel/path-within.ts';

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
  return below(homesDir, `${name}-${hashOf(project.root.physical)}`);
}

/** Where a volume of the toolbox is kept on the host: beside the homes, where no tool sees the directory that it lies in. */
export function volumeDirectory(
  homesDir: AbsolutePath,
  toolbox: ToolboxId,
  project: ProjectFacts,
  name: string,
): AbsolutePath {
  return below(toolboxHome(below(directoryOf(homesDir), 'volumes'), toolbox, project), name);
}

/** Whose home it is. */
export interface HomeOwner {
  readonly toolbox: string;
  readonly project?: string;
}

/** Of what a launch has mounted, one is the toolbox's home, and another the project that it is named after. */
export function ownerOfHome(mounted: readonly string[]): HomeOwner | undefined {
  const home = mounted.find((path) => /\/tackle\/homes\/[^/]+$/.test(path));
  if (home === undefined) return undefined;
  const name = home.slice(home.lastIndexOf('/') + 1);
  const project = mounted.find((path) => name.endsWith(`-${hashOf(path)}`));
  if (project === undefined) return { toolbox: name };
  return { toolbox: name.slice(0, -`-${hashOf(project)}`.length), project };
}

function hashOf(project: string): string {
  return createHash('sha256').update(project).digest('hex').slice(0, 12);
}
