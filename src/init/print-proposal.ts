import type { Fact } from './finding.ts';
import { VOICES } from './finding.ts';
import type { Part, Proposal } from './proposal.ts';

/** How many of those who agree are named. */
const MOST_NAMED = 3;

/** Longer than what anybody asks for, in characters. */
const LONGEST = 80;

/** Spells out what a terminal would obey and what would end a comment. */
export type Shown = (text: string) => string;

/** The proposal as a `tackle.yaml`, with comments that say where each line comes from. */
export function printProposal(proposal: Proposal, shown: Shown): string {
  const parts = proposal.parts.map((part) =>
    [
      ...commentsOf(part).map((text) => `  # ${shown(text)}`),
      ...entriesOf(part).map(([command, toolbox]) => `  ${command}: ${toolbox}`),
    ].join('\n'),
  );
  const notes = notesOn(proposal).map((text) => `# ${shown(text)}\n`);
  const head = 'What `tackle init` found in the files of this project.';
  return `# ${head}\n${notes.join('')}commands:\n${parts.join('\n')}\n`;
}

/** What is left out, and why. */
export function notesOn({ missing, faults }: Proposal): readonly string[] {
  return [
    ...missing.map((fact) => `${cut(fact.tool)}: there is no toolbox for it yet; ${told(fact)}`),
    ...faults.map((fault) => `not used: ${told(fault)}`),
  ];
}

/** Why the part is as it is: who asks for it, who agrees, and who does not. */
export function commentsOf({ choice, npx }: Part): readonly string[] {
  const [first, ...others] = choice.facts.filter((fact) => fact.npx === undefined);
  if (first === undefined) return npx.map(({ fact }) => told(fact));
  const { version, toolbox } = choice;
  const named = others.slice(0, MOST_NAMED - 1).map(told);
  const left = others.length - named.length;
  return [
    choice.isNearest
      ? `${told(first)}; the nearest toolbox is ${toolbox.name}@${version}`
      : told(first),
    ...named,
    ...(left > 0 ? [`and ${left} more`] : []),
    ...choice.against.map(
      (fact) =>
        `not so: ${told(fact)}; ${cut(first.place.file)} comes first: ${VOICES[first.voice]}`,
    ),
    ...npx.map(({ fact }) => told(fact)),
  ];
}

/** The commands, and what each of them is in YAML. */
export function entriesOf({ choice, commands, npx }: Part): readonly (readonly [string, string])[] {
  const toolbox = `${choice.toolbox.name}@${choice.version}`;
  return [
    ...commands.map((command) => [command, toolbox] as const),
    ...npx.map(
      ({ command, package: name }) =>
        [command, `{ toolbox: ${toolbox}, command: npx, args: [--yes, '${name}'] }`] as const,
    ),
  ];
}

function told({ place, says }: Pick<Fact, 'place' | 'says'>): string {
  return `${cut(place.file)}:${place.line} ${cut(says)}`;
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
