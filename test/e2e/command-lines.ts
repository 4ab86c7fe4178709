/** How a command is tried that is to succeed, in a project with the commands `sh` and `hello`. */
export interface CommandLine {
  /** After `tackle`, a space apart. */
  readonly words: string;
  /** Beforehand. */
  readonly first?: readonly string[];
  /** What it ends with, 0 when left out. */
  readonly statuses?: readonly number[];
  /** No container engine of the machine is looked at: it would be about what others have there. */
  readonly isApart?: true;
  /** The project has a `.python-version`, and no config. */
  readonly isPlain?: true;
}

/** Whatever the machine is like. */
const ANY_MACHINE = { statuses: [0, 1] } as const;

/** Every command of the table, with each of its actions and options at least once. */
export const COMMAND_LINES: Readonly<Record<string, readonly CommandLine[]>> = {
  run: lines('run sh -c :', 'sh -c :'),
  x: lines('x kit -c :'),
  shell: lines('shell kit -c :'),
  plan: lines('plan sh', 'plan --toolbox kit', 'plan --as docker sh'),
  init: [
    { words: 'init --yes', isPlain: true },
    { words: 'init', first: ['init --yes'], isPlain: true },
  ],
  add: [...lines('add python@3.11'), { words: 'add python@3.11', first: ['add python@3.11'] }],
  remove: [{ words: 'remove python@3.11', first: ['add python@3.11'] }],
  search: lines('search json', 'search json --json'),
  info: lines('info python@3.11', 'info python@3.11 --json'),
  list: [...lines('list', 'list --all', 'list --json'), { words: 'list', isPlain: true }],
  config: lines('config show', 'config show --json', 'config schema'),
  lock: [
    ...lines('lock', 'lock --json', 'lock --snapshot 20260101T000000Z'),
    { words: 'lock --check', first: ['lock'] },
  ],
  update: lines('update', 'update --json', 'update --snapshot 20260101T000000Z').map(locked),
  outdated: lines('outdated', 'outdated --json').map(locked),
  pull: lines('pull'),
  build: lines('build'),
  bundle: [
    { words: 'bundle export hello.oci hello', first: ['lock'], isApart: true },
    {
      words: 'bundle import hello.oci hello',
      first: ['lock', 'bundle export hello.oci hello'],
      isApart: true,
    },
  ],
  shims: [
    ...lines('shims install', 'shims install --dir shims sh', 'shims list', 'shims list --json'),
    { words: 'shims remove', first: ['shims install'] },
  ],
  env: lines('env', 'env bash', 'env zsh', 'env fish', 'env --json'),
  activate: lines('activate bash', 'activate zsh', 'activate fish'),
  ide: [
    ...lines('ide vscode', 'ide vscode --print', 'ide jetbrains', 'ide neovim'),
    { words: 'ide vscode', first: ['ide vscode'] },
  ],
  trust: [
    ...lines('trust --yes', 'trust --print', 'trust --print --json'),
    ...['trust --list', 'trust --list --json'].map(trusted),
  ],
  untrust: lines('untrust').map(({ words }) => trusted(words)),
  engines: lines('engines', 'engines --json'),
  images: [
    ...lines('images', 'images list', 'images list --json', 'images import ../hello.tar'),
    ...lines('images import ../hello.tar --name own:1', 'images prune', 'images prune --all'),
    { words: 'images check', first: ['images import ../hello.tar'] },
  ],
  ps: [...lines('ps', 'ps --json'), { words: 'ps --all', isApart: true }],
  down: [...lines('down', 'down --force'), { words: 'down --all', isApart: true }],
  prune: ['prune', 'prune --all', 'prune --dry-run', 'prune --json'].map((words) => ({
    words,
    isApart: true,
  })),
  logs: lines('logs', 'logs kit', 'logs --all', 'logs --json'),
  doctor: lines('doctor', 'doctor --json').map((line) => ({ ...line, ...ANY_MACHINE })),
  completion: lines('completion bash', 'completion zsh', 'completion fish'),
  help: lines('help', 'help plan'),
};

function lines(...all: readonly string[]): readonly CommandLine[] {
  return all.map((words) => ({ words }));
}

function locked(line: CommandLine): CommandLine {
  return { ...line, first: ['lock'] };
}

function trusted(words: string): CommandLine {
  return { words, first: ['trust --yes'] };
}
