import { projectSource } from '../catalog/project-source.ts';
import type { DockerfileSource, Source } from '../catalog/tool.ts';
import type { Config } from '../config/config.ts';
import { realPathOf } from '../host/real-path.ts';
import type { Digest, ToolboxName } from '../kernel/brand.ts';
import type { Result } from '../kernel/result.ts';
import { err } from '../kernel/result.ts';
import { contextOutside } from '../trust/problems.ts';
import type { AnyProblem } from './any-problem.ts';

/** What Dockerfiles and their contexts hold now, by the name of the toolbox that is built from each. */
export type ContextsNow = ReadonlyMap<string, Result<Digest, AnyProblem>>;

/** Of the tools that are built from one. */
export async function contextsOf(
  tools: readonly { readonly asked: string; readonly source: Source }[],
  { project }: Config,
): Promise<ContextsNow> {
  const contexts = new Map<string, Result<Digest, AnyProblem>>();
  for (const { asked, source } of tools) {
    if (source.kind !== 'dockerfile' || contexts.has(asked)) continue;
    contexts.set(asked, await contextOf(asked, source, project?.root));
  }
  return contexts;
}

/** Of all toolboxes of the config that are. */
export async function contextsOfAll(config: Config): Promise<ContextsNow> {
  const tools = [...config.toolboxes].flatMap(([asked, { value }]) => {
    const source = value.kind === 'dockerfile' ? projectSource(value) : undefined;
    return source?.ok === true ? [{ asked, source: source.value }] : [];
  });
  return contextsOf(tools, config);
}

async function contextOf(
  toolbox: string,
  source: DockerfileSource,
  root: string | undefined,
): Promise<Result<Digest, AnyProblem>> {
  const outside = [source.context, source.dockerfile].find((path) => leavesProject(path, root));
  if (outside !== undefined) return err(contextOutside(toolbox, realPathOf(outside) ?? outside));
  const { hashContext } = await import('../images/hash-context.ts');
  return await hashContext(source);
}

/** What is written cannot, but a symbolic link can: `config/read-words.ts` goes by the words alone. */
function leavesProject(path: string, root: string | undefined): boolean {
  if (root === undefined || !`${path}/`.startsWith(`${root}/`)) return false;
  const real = realPathOf(path);
  const physical = realPathOf(root);
  return real !== undefined && physical !== undefined && !`${real}/`.startsWith(`${physical}/`);
}

/** Those that could be read. */
export function digestsIn(contexts: ContextsNow): Readonly<Record<ToolboxName, Digest>> {
  const digests = [...contexts].flatMap(([name, digest]) =>
    digest.ok ? [[name, digest.value] as const] : [],
  );
  return Object.fromEntries(digests);
}
