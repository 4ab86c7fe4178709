import type { CommandSpec, Config } from '../config/config.ts';
import type { AbsolutePath, CommandName } from '../kernel/brand.ts';
import { commandNameOf } from '../kernel/brand.ts';
import type { Located, Place } from '../kernel/place.ts';
import type { Part, Proposal } from './proposal.ts';

/** The commands of the proposal as if a config said them; each at the words that it comes from. */
export function proposedCommands({ parts }: Proposal, root: AbsolutePath): Config['commands'] {
  return new Map(parts.flatMap((part) => commandsOf(part, root)));
}

function commandsOf(
  { choice, commands, npx }: Part,
  root: AbsolutePath,
): readonly [CommandName, Located<CommandSpec>][] {
  const place = (from: Place): Place => ({
    ...from,
    file: `${root === '/' ? '' : root}/${from.file}`,
  });
  const spec = { toolbox: choice.toolbox.name, version: choice.version, share: [] };
  const own = place(choice.facts[0].place);
  return [
    ...commands.map((command): [CommandName, Located<CommandSpec>] => [
      command,
      { value: { ...spec, args: [] }, place: own },
    ]),
    ...npx.flatMap(({ command, package: name, fact }): [CommandName, Located<CommandSpec>][] => {
      const runner = commandNameOf('npx');
      const value = { ...spec, ...(runner && { command: runner }), args: ['--yes', name] };
      return [[command, { value, place: place(fact.place) }]];
    }),
  ];
}
