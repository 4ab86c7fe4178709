import type { Catalog } from '../catalog/catalog.ts';
import { catalogTool } from '../catalog/catalog-tool.ts';
import { findVersion } from '../catalog/find-version.ts';
import { offering } from '../catalog/offering.ts';
import { knownCommands } from '../catalog/version-commands.ts';
import type { Config } from '../config/config.ts';
import type { CommandName, ToolboxName } from '../kernel/brand.ts';
import { commandNameOf } from '../kernel/brand.ts';
import type { Choice } from './choice.ts';
import { chooseVersion } from './choose-version.ts';
import type { Fact, Fault, Finding } from './finding.ts';
import { VOICES, type Voice } from './finding.ts';

/** What a config for the repository could say. */
export interface Proposal {
  readonly parts: readonly Part[];
  /** What is asked for, and the catalogue has nothing for. */
  readonly missing: readonly Fact[];
  readonly faults: readonly Fault[];
}

/** A toolbox, with the commands that run in it. */
export interface Part {
  readonly choice: Choice;
  readonly commands: readonly CommandName[];
  /** Commands that `npx` runs in it, at the version asked for. */
  readonly npx: readonly {
    readonly command: CommandName;
    readonly package: string;
    readonly fact: Fact;
  }[];
}

/** Nothing said anywhere: which source a toolbox is taken from is its own choice. */
const NO_CONFIG: Config = {
  files: [],
  commands: new Map(),
  toolboxes: new Map(),
  env: [],
  share: [],
  limits: {},
};

/** What the findings come to, with the toolboxes of the catalogue. A word belongs to the first part that has it. */
export function propose(findings: readonly Finding[], catalog: Catalog): Proposal {
  const facts = inOrder(findings.filter((finding) => finding.kind === 'fact'));
  const faults = findings.filter((finding) => finding.kind === 'fault');
  const missing: Fact[] = [];
  const byTool = new Map<ToolboxName, Fact[]>();
  for (const fact of facts) {
    const name = fact.tool as ToolboxName;
    if (catalog.has(name)) byTool.set(name, [...(byTool.get(name) ?? []), fact]);
    else if (offering(fact.tool, catalog) === undefined) missing.push(fact);
  }
  const taken = new Set<CommandName>();
  const parts = [...byTool].flatMap(([name, own]) =>
    choicesOf(name, own, catalog).flatMap((choice) => partOf(choice, taken)),
  );
  return { parts, missing, faults };
}

/** Those who are listened to first before the others; of one voice, in the order of the files. */
function inOrder(facts: readonly Fact[]): readonly Fact[] {
  const voices = Object.keys(VOICES) as Voice[];
  return [...facts].sort((a, b) => voices.indexOf(a.voice) - voices.indexOf(b.voice));
}

/** One for the facts that speak of the same one, and one each for what is wanted besides. */
function choicesOf(name: ToolboxName, facts: readonly Fact[], catalog: Catalog): readonly Choice[] {
  const toolbox = catalog.get(name);
  const [first, ...others] = facts.filter((fact) => fact.besides !== true);
  if (toolbox === undefined || first === undefined) return [];
  const main = chooseVersion(toolbox, [first, ...others]);
  const further = facts
    .filter((fact) => fact.besides === true)
    .map((fact) => chooseVersion(toolbox, [fact]))
    .filter(({ version }) => version !== main.version);
  return [main, ...further];
}

function partOf(choice: Choice, taken: Set<CommandName>): readonly Part[] {
  const commands = commandsOf(choice).filter((command) => !taken.has(command));
  for (const command of commands) taken.add(command);
  const npx = choice.facts.flatMap((fact) => {
    const command = commandNameOf(fact.npx?.command ?? '');
    if (fact.npx === undefined || command === undefined || taken.has(command)) return [];
    taken.add(command);
    return [{ command, package: fact.npx.package, fact }];
  });
  return commands.length + npx.length > 0 ? [{ choice, commands, npx }] : [];
}

/** The words that the version is known for and that its source has. */
export function commandsOf(
  { toolbox, version }: Pick<Choice, 'toolbox' | 'version'>,
  config = NO_CONFIG,
): readonly CommandName[] {
  const found = findVersion(toolbox, version);
  if (found === undefined) return [];
  const known = [...new Set(knownCommands(toolbox, found))];
  return known.filter(
    (command) => catalogTool(toolbox, { use: { kind: 'command', command }, version }, config).ok,
  );
}
