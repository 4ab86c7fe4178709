import type { Catalog } from '../catalog/catalog.ts';
import type { Context } from './command.ts';
import { readDevcontainerHere } from './devcontainer-here.ts';
import type { WrittenConfig } from './read-surroundings.ts';
import { readByFiles } from './without-config.ts';

/**
 * What is known, for whoever lists or completes commands: by the config; where there is none, by the dev container of the
 * project, or by what its other files ask for.
 */
export async function asFilesSay<Here extends WrittenConfig & { readonly catalog: Catalog }>(
  here: Here,
  context: Context,
): Promise<Here> {
  if (here.config.project !== undefined) return here;
  const container = await readDevcontainerHere(here, context);
  if (container?.ok === true) return container.value;
  const files = await readByFiles(here, context);
  return files?.surroundings ?? here;
}
