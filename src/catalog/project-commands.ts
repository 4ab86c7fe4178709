import type { Config } from '../config/config.ts';
import type { CommandName } from '../kernel/brand.ts';

/** Every word that is a command in this project, resolvable or not, in alphabetical order. */
export function projectCommandNames(config: Config): readonly CommandName[] {
  const declared = [...config.toolboxes.values()].flatMap(({ value }) => [
    ...value.commands.keys(),
  ]);
  return [...new Set([...config.commands.keys(), ...declared])].sort();
}
