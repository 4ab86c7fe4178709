import type { CommandSpec, Config } from '../config/config.ts';
import { commentsOf, entriesOf, type Shown } from './print-proposal.ts';
import { proposedCommands } from './proposed-config.ts';
import type { Proposal } from './proposal.ts';
import type { AbsolutePath } from '../kernel/brand.ts';

/**
 * What the proposal would change in what the config says: lines in the manner of `diff -u`, with `-` and `+` in front; none where
 * it would change nothing. What the config has and the proposal knows nothing of is nobody's business here.
 */
export function differenceOf(
  config: Config,
  proposal: Proposal,
  root: AbsolutePath,
  shown: Shown,
): readonly string[] {
  const proposed = proposedCommands(proposal, root);
  return proposal.parts.flatMap((part) => {
    const lines = entriesOf(part).flatMap(([command, toolbox]) => {
      const own = [...config.commands].find(([name]) => name === command)?.[1].value;
      const other = [...proposed].find(([name]) => name === command)?.[1].value;
      if (own !== undefined && other !== undefined && isSame(own, other)) return [];
      const isDescribed = [...config.toolboxes.values()].some(({ value }) =>
        [...value.commands.keys()].some((name) => name === command),
      );
      if (own === undefined && isDescribed) return [];
      return [...(own ? [`-  ${command}: ${textOf(own)}`] : []), `+  ${command}: ${toolbox}`];
    });
    return lines.length === 0
      ? []
      : [...commentsOf(part).map((text) => `   # ${shown(text)}`), ...lines];
  });
}

function isSame(one: CommandSpec, other: CommandSpec): boolean {
  return textOf(one) === textOf(other) && one.args.join('\0') === other.args.join('\0');
}

function textOf({ toolbox, version }: CommandSpec): string {
  return version === undefined ? toolbox : `${toolbox}@${version}`;
}
