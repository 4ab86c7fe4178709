import type {
  CommandSpec,
  Config,
  Share,
  SourceKind,
  ToolboxSpec,
} from '../../src/config/config.ts';
import {
  absolutePathOf,
  commandNameOf,
  toolboxNameOf,
  toolboxVersionOf,
} from '../../src/kernel/brand.ts';
import type { Located, Place } from '../../src/kernel/place.ts';

/** What a test's `tackle.yaml` says; every value is `at` some line of it. */
interface Said {
  readonly commands?: Readonly<Record<string, string | SaidCommand>>;
  readonly toolboxes?: Readonly<Record<string, Partial<ToolboxSpec> & SaidToolbox>>;
  readonly source?: SourceKind;
  readonly env?: Config['env'];
  readonly limits?: Config['limits'];
  readonly project?: false;
}

interface SaidCommand {
  readonly toolbox: string;
  readonly command?: string;
  readonly args?: readonly string[];
  readonly source?: SourceKind;
  readonly share?: readonly Share[];
}

interface SaidToolbox {
  readonly runs: Readonly<Record<string, readonly [string, ...string[]]>>;
}

/** A place on the given line of the test's config, where `text` stands. */
export function at(line: number, text = ''): Place {
  return {
    file: '/proj/tackle.yaml',
    line,
    column: 3,
    length: Math.max(text.length, 1),
    text: `  ${text}`,
  };
}

export function located<T>(value: T, line = 1): Located<T> {
  return { value, place: at(line, typeof value === 'string' ? value : '') };
}

/** A config as loading gives it, without its texts. Lines count commands first, then toolboxes. */
export function configOf(said: Said): Config {
  const commands = Object.entries(said.commands ?? {});
  const toolboxes = Object.entries(said.toolboxes ?? {});
  const file = absolutePathOf('/proj/tackle.yaml')!;
  return {
    ...(said.project !== false && { project: { root: absolutePathOf('/proj')!, file } }),
    files: [],
    commands: new Map(
      commands.map(([name, spec], i) => [commandNameOf(name)!, located(commandOf(spec), i + 2)]),
    ),
    toolboxes: new Map(
      toolboxes.map(([name, { runs, ...spec }], i) => [
        toolboxNameOf(name)!,
        located(toolboxOf(runs, spec), i + commands.length + 3),
      ]),
    ),
    ...(said.source && { source: located(said.source, 1) }),
    env: said.env ?? [],
    share: [],
    limits: said.limits ?? {},
  };
}

function commandOf(spec: string | SaidCommand): CommandSpec {
  const {
    toolbox,
    command,
    args = [],
    source,
    share = [],
  }: SaidCommand = typeof spec === 'string' ? { toolbox: spec } : spec;
  const [name = '', version] = toolbox.split('@');
  return {
    toolbox: toolboxNameOf(name)!,
    ...(version !== undefined && { version: toolboxVersionOf(version)! }),
    ...(command !== undefined && { command: commandNameOf(command)! }),
    args,
    ...(source && { source: located(source, 9) }),
    share: share.map((word) => located(word, 9)),
  };
}

function toolboxOf(runs: SaidToolbox['runs'], spec: Partial<ToolboxSpec>): ToolboxSpec {
  return {
    commands: new Map(Object.entries(runs).map(([word, argv]) => [commandNameOf(word)!, argv])),
    env: [],
    share: [],
    limits: {},
    ...spec,
  } as ToolboxSpec;
}
