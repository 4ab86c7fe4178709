import type { AbsolutePath, CommandName } from '../kernel/brand.ts';

/** A setting of VS Code; with a second key it is one entry of a map, and the others in it are somebody else's. */
export interface Setting {
  readonly key: string;
  readonly entry?: string;
  readonly value: string | readonly string[];
}

/** Programs by whose path extensions go, each with the key that names it; those with a list may add arguments. */
const PATHS: readonly (readonly [command: string, key: string])[] = [
  ['shellcheck', 'shellcheck.executablePath'],
  ['shfmt', 'shellformat.path'],
  ['hadolint', 'hadolint.hadolintPath'],
  ['clangd', 'clangd.path'],
  ['clang-format', 'clang-format.executable'],
  ['cmake', 'cmake.cmakePath'],
  ['php', 'php.validate.executablePath'],
  ['perl', 'perlnavigator.perlPath'],
  ['julia', 'julia.executablePath'],
  ['R', 'r.rterm.linux'],
  ['terraform', 'terraform.languageServer.terraform.path'],
];

const LISTS: readonly (readonly [command: string, key: string])[] = [
  ['ruff', 'ruff.path'],
  ['black', 'black-formatter.path'],
  ['isort', 'isort.path'],
  ['flake8', 'flake8.path'],
  ['pylint', 'pylint.path'],
  ['mypy', 'mypy-type-checker.path'],
  ['autopep8', 'autopep8.path'],
];

const GO_TOOLS = ['go', 'gopls', 'dlv', 'staticcheck'];

/**
 * What has VS Code take the project's commands: in its terminals all of them, by PATH, and the programs that extensions start by
 * the paths of their shims.
 *
 * @param directory of the shims
 */
export function vscodeSettings(
  commands: readonly CommandName[],
  directory: AbsolutePath,
): readonly Setting[] {
  const has = (command: string) => commands.some((name) => name === command);
  const at = (command: string) => `${directory}/${command}`;
  const python = pythonOf(commands);
  return [
    {
      key: 'terminal.integrated.env.linux',
      entry: 'PATH',
      value: `${directory}:\${env:PATH}`,
    },
    ...(python === undefined ? [] : [{ key: 'python.defaultInterpreterPath', value: at(python) }]),
    ...PATHS.filter(([command]) => has(command)).map(([command, key]) => ({
      key,
      value: at(command),
    })),
    ...LISTS.filter(([command]) => has(command)).map(([command, key]) => ({
      key,
      value: [at(command)],
    })),
    ...GO_TOOLS.filter(has).map((command) => ({
      key: 'go.alternateTools',
      entry: command,
      value: at(command),
    })),
  ];
}

/** The command that is Python, as a project means it: the shortest name, and of 3 before 2. */
export function pythonOf(commands: readonly CommandName[]): CommandName | undefined {
  const found = commands.filter((name) => /^python(?:[23](?:\.\d+)?)?$/.test(name));
  return found.sort(
    (a, b) =>
      Number(a.startsWith('python2')) - Number(b.startsWith('python2')) ||
      a.length - b.length ||
      (a < b ? -1 : 1),
  )[0];
}

/** As an object of JSON has them. */
export function settingsObject(settings: readonly Setting[]): Readonly<Record<string, unknown>> {
  const object: Record<string, unknown> = {};
  for (const { key, entry, value } of settings) {
    object[key] = entry === undefined ? value : { ...(object[key] as object), [entry]: value };
  }
  return object;
}
