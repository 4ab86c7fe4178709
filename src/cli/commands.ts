import type { EngineName, SourceKind } from '../config/config.ts';

export type CommandWord =
  | 'run'
  | 'x'
  | 'shell'
  | 'plan'
  | 'list'
  | 'config'
  | 'lock'
  | 'update'
  | 'outdated'
  | 'pull'
  | 'build'
  | 'bundle'
  | 'shims'
  | 'engines'
  | 'images'
  | 'help';

/**
 * The one table of Tackle's commands and options: argv is read by it, help is printed from it.
 * It is data alone, loaded at every start; `load-command.ts` has the file of each command.
 */
export interface CommandEntry {
  readonly name: CommandWord;
  readonly summary: string;
  readonly arguments: readonly ArgumentEntry[];
  readonly options: readonly OptionEntry[];
  /** `tool`: the first word names a tool, and everything after it is the tool's, verbatim. */
  readonly words: 'tool' | 'own';
  readonly examples: readonly string[];
}

export interface ArgumentEntry {
  readonly name: string;
  /** `verbatim`: any number, and whatever follows the first is no option of Tackle's. */
  readonly need: 'required' | 'optional' | 'several' | 'verbatim';
  readonly summary: string;
  readonly choices?: readonly string[];
}

export interface OptionEntry {
  /** With its dashes: `--engine`. */
  readonly name: string;
  readonly short?: string;
  /** What stands for its value in help; an option without one is a switch. */
  readonly value?: string;
  readonly choices?: readonly string[];
  readonly summary: string;
}

const ENGINES: readonly EngineName[] = ['docker', 'podman', 'embedded'];
const SOURCES: readonly SourceKind[] = ['image', 'packages', 'dockerfile'];

/** Read before the command word only: everything after it belongs to the command. */
export const GLOBAL_OPTIONS: readonly OptionEntry[] = [
  {
    name: '--engine',
    value: 'NAME',
    choices: ENGINES,
    summary: 'run on this engine, not on the first usable one',
  },
  {
    name: '--source',
    value: 'KIND',
    choices: SOURCES,
    summary: 'take toolboxes that have several sources from this one',
  },
  { name: '--frozen', summary: 'run nothing that `tackle.lock` does not have' },
  { name: '--quiet', short: '-q', summary: 'show no progress' },
  { name: '--verbose', short: '-v', summary: 'show all that building and pulling say' },
  { name: '--version', summary: "print Tackle's version" },
  { name: '--help', short: '-h', summary: 'print this help' },
];

const TOOL_ARGUMENTS: ArgumentEntry = {
  name: 'ARGUMENT',
  need: 'verbatim',
  summary: 'handed to the tool as it is',
};

const JSON_OPTION: OptionEntry = { name: '--json', summary: 'print JSON for programs to read' };

const SNAPSHOT_OPTION: OptionEntry = {
  name: '--snapshot',
  value: 'TIME',
  summary: 'build packages from the state that the Debian archive had then',
};

const PROJECT_TOOLBOXES: ArgumentEntry = {
  name: 'TOOLBOX',
  need: 'several',
  summary: 'of the project, as its config asks for it; all when left out',
};

/** `tackle python3.8 script.py` means `tackle run python3.8 script.py`. */
export const BARE_FORM: CommandEntry = {
  name: 'run',
  summary: 'run a command of the project; `run` may be left out',
  arguments: [
    { name: 'COMMAND', need: 'required', summary: 'as `tackle list` shows it' },
    TOOL_ARGUMENTS,
  ],
  options: [],
  words: 'tool',
  examples: ['tackle python3.8 script.py', 'tackle run python3.8 script.py'],
};

export const COMMANDS: readonly CommandEntry[] = [
  BARE_FORM,
  {
    name: 'x',
    summary: 'run a toolbox of the catalogue once, with no config',
    arguments: [
      { name: 'TOOLBOX[@VERSION]', need: 'optional', summary: 'asked for on a terminal' },
      TOOL_ARGUMENTS,
    ],
    options: [],
    words: 'tool',
    examples: ['tackle x python@2.7', 'tackle x node@10.16.3 -p process.version'],
  },
  {
    name: 'shell',
    summary: 'open a shell inside a toolbox',
    arguments: [
      {
        name: 'TOOLBOX|COMMAND',
        need: 'required',
        summary: 'a command of the project, or a toolbox',
      },
      { name: 'ARGUMENT', need: 'verbatim', summary: 'handed to the shell as it is' },
    ],
    options: [],
    words: 'tool',
    examples: ['tackle shell latex', "tackle shell python@3.8 -c 'pip --version'"],
  },
  {
    name: 'plan',
    summary: 'print what a launch would do, without doing it',
    arguments: [{ name: 'COMMAND', need: 'required', summary: 'as for `run`' }, TOOL_ARGUMENTS],
    options: [
      { name: '--toolbox', summary: 'COMMAND is a TOOLBOX[@VERSION], as for `x`' },
      {
        name: '--as',
        value: 'FORM',
        choices: ['json', 'docker'],
        summary: 'all of it, or the `docker run` line nearest to it',
      },
    ],
    words: 'own',
    examples: ['tackle plan python3.8 script.py', 'tackle plan --as docker --toolbox python@2.7'],
  },
  {
    name: 'list',
    summary: 'list the commands of the project',
    arguments: [],
    options: [
      {
        name: '--all',
        summary: 'and the toolboxes of the catalogue; `*` marks the default version',
      },
      JSON_OPTION,
    ],
    words: 'own',
    examples: ['tackle list', 'tackle list --all'],
  },
  {
    name: 'config',
    summary: 'show the config, or its JSON Schema',
    arguments: [
      {
        name: 'WHAT',
        need: 'required',
        summary: 'each value and where it is written, or the schema',
        choices: ['show', 'schema'],
      },
    ],
    options: [JSON_OPTION],
    words: 'own',
    examples: ['tackle config show', 'tackle config schema > tackle.schema.json'],
  },
  {
    name: 'lock',
    summary: 'write down in `tackle.lock` what the tools of the project are, exactly',
    arguments: [PROJECT_TOOLBOXES],
    options: [
      SNAPSHOT_OPTION,
      {
        name: '--check',
        summary: 'write nothing: say of each whether it is locked, with status 1 if one is not',
      },
      JSON_OPTION,
    ],
    words: 'own',
    examples: ['tackle lock', 'tackle lock --check'],
  },
  {
    name: 'update',
    summary: 'lock what is newest within what the project asks for',
    arguments: [PROJECT_TOOLBOXES],
    options: [SNAPSHOT_OPTION, JSON_OPTION],
    words: 'own',
    examples: ['tackle update', 'tackle update --snapshot 20260101T000000Z latex'],
  },
  {
    name: 'outdated',
    summary: 'show what `tackle update` would change',
    arguments: [PROJECT_TOOLBOXES],
    options: [JSON_OPTION],
    words: 'own',
    examples: ['tackle outdated', 'tackle outdated python@3'],
  },
  {
    name: 'pull',
    summary: 'make everything present that the tools of the project need',
    arguments: [PROJECT_TOOLBOXES],
    options: [],
    words: 'own',
    examples: ['tackle pull', 'tackle --quiet pull'],
  },
  {
    name: 'build',
    summary: 'build anew what is built on this machine: packages and Dockerfiles',
    arguments: [PROJECT_TOOLBOXES],
    options: [],
    words: 'own',
    examples: ['tackle build latex'],
  },
  {
    name: 'bundle',
    summary: 'move the toolboxes of the project to a machine without a network, in one file',
    arguments: [
      {
        name: 'ACTION',
        need: 'required',
        summary: 'write the file where they are, or read it where they are to be',
        choices: ['export', 'import'],
      },
      { name: 'FILE', need: 'required', summary: '`-` for stdout or stdin' },
      PROJECT_TOOLBOXES,
    ],
    options: [],
    words: 'own',
    examples: ['tackle bundle export tools.oci', 'tackle bundle import tools.oci'],
  },
  {
    name: 'shims',
    summary: 'put commands on PATH by their own names',
    arguments: [
      {
        name: 'ACTION',
        need: 'required',
        summary: 'what to do',
        choices: ['install', 'list', 'remove'],
      },
      {
        name: 'COMMAND',
        need: 'several',
        summary: 'which; when left out, install those of the project, and remove all',
      },
    ],
    options: [
      {
        name: '--dir',
        value: 'DIRECTORY',
        summary: 'where they lie, instead of Tackle’s data directory',
      },
      JSON_OPTION,
    ],
    words: 'own',
    examples: ['tackle shims install', 'tackle shims install --dir ~/bin python3.8'],
  },
  {
    name: 'engines',
    summary: 'list the container engines, and which one runs the tools here',
    arguments: [],
    options: [JSON_OPTION],
    words: 'own',
    examples: ['tackle engines', 'tackle --engine embedded engines'],
  },
  {
    name: 'images',
    summary: 'list, import or remove the images that the engine `embedded` keeps',
    arguments: [
      {
        name: 'ACTION',
        need: 'optional',
        summary: 'what to do with them; list them when left out',
        choices: ['list', 'import', 'prune', 'check'],
      },
      {
        name: 'FILE',
        need: 'optional',
        summary: 'to import: what `docker save` writes, or an OCI image layout; `-` for stdin',
      },
    ],
    options: [
      { name: '--name', value: 'NAME', summary: 'import: which of several, and what to call it' },
      {
        name: '--all',
        summary: 'prune: all that no tool runs in, not only those unused for 30 days',
      },
      JSON_OPTION,
    ],
    words: 'own',
    examples: [
      'tackle images',
      'docker save tools:1 | tackle images import -',
      'tackle images prune --all',
    ],
  },
  {
    name: 'help',
    summary: 'print help for a command',
    arguments: [{ name: 'COMMAND', need: 'optional', summary: 'one of the above' }],
    options: [],
    words: 'own',
    examples: ['tackle help plan'],
  },
];

export function commandNamed(name: string): CommandEntry | undefined {
  return COMMANDS.find((entry) => entry.name === name);
}
