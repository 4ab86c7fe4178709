import type { EngineName, SourceKind } from '../config/config.ts';
import type { ShellName } from '../shims/path-variable.ts';

export type CommandWord =
  | 'run'
  | 'x'
  | 'shell'
  | 'plan'
  | 'init'
  | 'add'
  | 'remove'
  | 'search'
  | 'info'
  | 'list'
  | 'config'
  | 'lock'
  | 'update'
  | 'outdated'
  | 'pull'
  | 'build'
  | 'bundle'
  | 'shims'
  | 'env'
  | 'activate'
  | 'ide'
  | 'trust'
  | 'untrust'
  | 'engines'
  | 'images'
  | 'ps'
  | 'down'
  | 'prune'
  | 'logs'
  | 'doctor'
  | 'completion'
  | 'help'
  | '+activate'
  | '+complete'
  | '+prepare';

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
  readonly names?: Named;
  /** The actions that it belongs to, where the first argument is an action. */
  readonly with?: readonly string[];
}

/** What a word stands for, where no list of choices can say: completion goes by it. */
export type Named =
  | 'command'
  | 'toolbox'
  | 'toolbox-or-command'
  | 'project-toolbox'
  | 'shim'
  | 'own-command'
  | 'file'
  | 'directory';

export interface OptionEntry {
  /** With its dashes: `--engine`. */
  readonly name: string;
  readonly short?: string;
  /** What stands for its value in help; an option without one is a switch. */
  readonly value?: string;
  readonly choices?: readonly string[];
  readonly summary: string;
  /** What its value stands for. */
  readonly names?: Named;
  /** What the first argument stands for beside it. */
  readonly makes?: Named;
  /** The actions that it belongs to, where the first argument is an action. */
  readonly with?: readonly string[];
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
    summary: 'take toolboxes of the catalogue from this source alone',
  },
  { name: '--frozen', summary: 'run nothing that `tackle.lock` does not have' },
  { name: '--fresh', summary: 'run the tool in a container that no other launch has been in' },
  { name: '--quiet', short: '-q', summary: 'say nothing on stderr but failures' },
  {
    name: '--verbose',
    short: '-v',
    summary:
      'tell why a launch goes as it goes, and how long it takes; show all that building says',
  },
  { name: '--no-pager', summary: 'show what is longer than the screen without a pager' },
  { name: '--version', summary: "print Tackle's version" },
  { name: '--help', short: '-h', summary: 'print this help' },
];

const TOOL_ARGUMENTS: ArgumentEntry = {
  name: 'ARGUMENT',
  need: 'verbatim',
  summary: 'handed to the tool as it is',
};

const SHELLS: readonly ShellName[] = ['bash', 'zsh', 'fish'];

const JSON_OPTION: OptionEntry = { name: '--json', summary: 'print JSON for programs to read' };

const SNAPSHOT_OPTION: OptionEntry = {
  name: '--snapshot',
  value: 'TIME',
  summary: 'build packages from the state that the Debian archive had then',
};

const ALL_PROJECTS: OptionEntry = { name: '--all', summary: 'of all projects, wherever they are' };

const PROJECT_TOOLBOXES: ArgumentEntry = {
  name: 'TOOLBOX',
  need: 'several',
  summary: 'of the project, as its config asks for it; all when left out',
  names: 'project-toolbox',
};

const PROJECT_DIRECTORY: ArgumentEntry = {
  name: 'DIRECTORY',
  need: 'optional',
  summary: 'of the project, or in it; the working directory when left out',
  names: 'directory',
};

/** `tackle python3.8 script.py` means `tackle run python3.8 script.py`. */
export const BARE_FORM: CommandEntry = {
  name: 'run',
  summary: 'run a command of the project; `run` may be left out',
  arguments: [
    {
      name: 'COMMAND',
      need: 'required',
      summary: 'as `tackle list` shows it',
      names: 'command',
    },
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
      {
        name: 'TOOLBOX[@VERSION]',
        need: 'optional',
        summary: 'asked for on a terminal',
        names: 'toolbox',
      },
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
        names: 'toolbox-or-command',
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
    arguments: [
      { name: 'COMMAND', need: 'required', summary: 'as for `run`', names: 'command' },
      TOOL_ARGUMENTS,
    ],
    options: [
      {
        name: '--toolbox',
        summary: 'COMMAND is a TOOLBOX[@VERSION], as for `x`',
        makes: 'toolbox',
      },
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
    name: 'init',
    summary: 'write a `tackle.yaml` out of what the files of the project ask for',
    arguments: [],
    options: [
      { name: '--yes', short: '-y', summary: 'ask nothing; nothing is asked without a terminal' },
    ],
    words: 'own',
    examples: ['tackle init', 'tackle init --yes'],
  },
  {
    name: 'add',
    summary: 'write the commands of a toolbox into the config, and leave all else in it as it is',
    arguments: [
      {
        name: 'TOOLBOX[@VERSION]',
        need: 'required',
        summary: 'of the catalogue; its default version when none is named',
        names: 'toolbox',
      },
    ],
    options: [],
    words: 'own',
    examples: ['tackle add python@3.8', 'tackle add latex'],
  },
  {
    name: 'remove',
    summary: 'take the commands that run in a toolbox out of the config',
    arguments: [
      {
        name: 'TOOLBOX[@VERSION]',
        need: 'required',
        summary: 'as the config names it; all its versions when none is named',
        names: 'project-toolbox',
      },
    ],
    options: [],
    words: 'own',
    examples: ['tackle remove python@2.7', 'tackle remove node'],
  },
  {
    name: 'search',
    summary: 'find toolboxes by a word: their names, commands, and what they are',
    arguments: [{ name: 'WORD', need: 'required', summary: 'a part of any of them' }],
    options: [JSON_OPTION],
    words: 'own',
    examples: ['tackle search pdflatex', 'tackle search compiler'],
  },
  {
    name: 'info',
    summary:
      'tell what is known of a toolbox: versions, commands, network, size, what it is pinned to',
    arguments: [
      {
        name: 'TOOLBOX[@VERSION]',
        need: 'required',
        summary: 'of the catalogue; its default version when none is named',
        names: 'toolbox',
      },
    ],
    options: [JSON_OPTION],
    words: 'own',
    examples: ['tackle info python', 'tackle info node@10.16.3 --json'],
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
      { name: 'FILE', need: 'required', summary: '`-` for stdout or stdin', names: 'file' },
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
        names: 'shim',
        with: ['install', 'remove'],
      },
    ],
    options: [
      {
        name: '--dir',
        value: 'DIRECTORY',
        summary: 'where they lie, instead of Tackle’s data directory',
        names: 'directory',
      },
      { ...JSON_OPTION, with: ['list'] },
    ],
    words: 'own',
    examples: ['tackle shims install', 'tackle shims install --dir ~/bin python3.8'],
  },
  {
    name: 'env',
    summary: 'print what puts the commands of the project first on PATH, for a script to evaluate',
    arguments: [
      {
        name: 'SHELL',
        need: 'optional',
        summary: 'who is to evaluate it; for any POSIX shell when left out',
        choices: SHELLS,
      },
    ],
    options: [JSON_OPTION],
    words: 'own',
    examples: ['eval "$(tackle env)"', 'tackle env fish | source', 'tackle env --json'],
  },
  {
    name: 'activate',
    summary:
      'print what puts the commands of each trusted project on PATH while its directory is entered',
    arguments: [
      { name: 'SHELL', need: 'required', summary: 'whose prompt it is', choices: SHELLS },
    ],
    options: [],
    words: 'own',
    examples: ['eval "$(tackle activate bash)"', 'tackle activate fish | source'],
  },
  {
    name: 'ide',
    summary: 'have an editor take the commands of the project, as interpreters and linters too',
    arguments: [
      {
        name: 'EDITOR',
        need: 'required',
        summary: 'VS Code has a file for it; for the others it is printed what to enter where',
        choices: ['vscode', 'jetbrains', 'neovim'],
      },
    ],
    options: [
      { name: '--print', summary: 'change nothing: print the settings that VS Code would get' },
    ],
    words: 'own',
    examples: ['tackle ide vscode', 'tackle ide neovim'],
  },
  {
    name: 'trust',
    summary:
      'give a project what it asks for beyond toolboxes of the catalogue and its own directory',
    arguments: [PROJECT_DIRECTORY],
    options: [
      { name: '--yes', summary: 'do not ask; where there is no terminal nobody can be asked' },
      {
        name: '--print',
        summary: 'trust nothing: print what it asks for, and the `TACKLE_TRUST` for that',
      },
      { name: '--list', summary: 'list the projects that are trusted' },
      JSON_OPTION,
    ],
    words: 'own',
    examples: ['tackle trust', 'tackle trust --print ~/src/thesis', 'tackle trust --list'],
  },
  {
    name: 'untrust',
    summary: 'take that back',
    arguments: [PROJECT_DIRECTORY],
    options: [],
    words: 'own',
    examples: ['tackle untrust', 'tackle untrust ~/src/thesis'],
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
        names: 'file',
        with: ['import'],
      },
    ],
    options: [
      {
        name: '--name',
        value: 'NAME',
        summary: 'import: which of several, and what to call it',
        with: ['import'],
      },
      {
        name: '--all',
        summary: 'prune: all that no tool runs in, not only those unused for 30 days',
        with: ['prune'],
      },
      { ...JSON_OPTION, with: ['list'] },
    ],
    words: 'own',
    examples: [
      'tackle images',
      'docker save tools:1 | tackle images import -',
      'tackle images prune --all',
    ],
  },
  {
    name: 'ps',
    summary: 'list the containers that run: of tools, and those kept for the next ones',
    arguments: [],
    options: [ALL_PROJECTS, JSON_OPTION],
    words: 'own',
    examples: ['tackle ps', 'tackle ps --all'],
  },
  {
    name: 'down',
    summary: 'end the containers that are kept here, but for those that a tool runs in',
    arguments: [],
    options: [
      ALL_PROJECTS,
      { name: '--force', summary: 'and those that a tool runs in, which ends with them' },
    ],
    words: 'own',
    examples: ['tackle down', 'tackle down --all'],
  },
  {
    name: 'prune',
    summary:
      'remove what is of no use any more: ended containers, what projects that are gone have left, unused images',
    arguments: [],
    options: [
      {
        name: '--all',
        summary:
          'and all images of `embedded` that no tool runs in, not only those unused for 30 days',
      },
      {
        name: '--dry-run',
        summary: 'remove nothing: show what would go, and how much room it takes',
      },
      JSON_OPTION,
    ],
    words: 'own',
    examples: ['tackle prune --dry-run', 'tackle prune --all'],
  },
  {
    name: 'logs',
    summary:
      'show what builds and pulls said the last time, and the launches that `TACKLE_LOG` has',
    arguments: [
      {
        name: 'TOOLBOX[@VERSION]',
        need: 'optional',
        summary: 'all that its build or pull said; a line for each when left out',
        names: 'project-toolbox',
      },
    ],
    options: [ALL_PROJECTS, JSON_OPTION],
    words: 'own',
    examples: ['tackle logs', 'tackle logs latex'],
  },
  {
    name: 'doctor',
    summary: 'look whether this machine, and the project, are as tools need them; status 1 if not',
    arguments: [],
    options: [JSON_OPTION],
    words: 'own',
    examples: ['tackle doctor', 'tackle doctor --json'],
  },
  {
    name: 'completion',
    summary: 'print what completes the words after `tackle` in a shell',
    arguments: [
      { name: 'SHELL', need: 'required', summary: 'whose prompt it is', choices: SHELLS },
    ],
    options: [],
    words: 'own',
    examples: ['source <(tackle completion bash)', 'tackle completion fish | source'],
  },
  {
    name: 'help',
    summary: 'print help for a command',
    arguments: [
      { name: 'COMMAND', need: 'optional', summary: 'one of the above', names: 'own-command' },
    ],
    options: [],
    words: 'own',
    examples: ['tackle help plan'],
  },
];

/** What other programs of Tackle's ask with. No command of a project can be called so, and people are not told of them. */
const INTERNAL: readonly CommandEntry[] = [
  {
    name: '+activate',
    summary: 'print what a shell is to put on PATH where it is',
    arguments: [],
    options: [],
    words: 'tool',
    examples: [],
  },
  {
    name: '+complete',
    summary: 'print what can stand in the place of the last word',
    arguments: [],
    options: [],
    words: 'tool',
    examples: [],
  },
  {
    name: '+prepare',
    summary: 'write down for `native/launch` how to run a command',
    arguments: [],
    options: [],
    words: 'tool',
    examples: [],
  },
];

export function commandNamed(name: string): CommandEntry | undefined {
  return [...COMMANDS, ...INTERNAL].find((entry) => entry.name === name);
}
