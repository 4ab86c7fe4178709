import type { AbsolutePath, CommandName } from '../kernel/brand.ts';
import { pythonOf } from './settings.ts';

/** A field of an IDE, and where it is found. */
export interface Field {
  readonly value: string;
  readonly where: string;
}

/** Programs that JetBrains' IDEs ask for by path. */
const FIELDS: readonly (readonly [command: string, where: string])[] = [
  ['node', 'Settings | Languages & Frameworks | Node.js | Node runtime'],
  ['php', 'Settings | PHP | CLI Interpreter'],
  ['ruby', 'Settings | Languages & Frameworks | Ruby SDK and Gems'],
  ['terraform', 'Settings | Tools | Terraform and OpenTofu'],
  ['shellcheck', 'Settings | Editor | Inspections | Shell script | ShellCheck'],
  ['shfmt', 'Settings | Editor | Code Style | Shell Scripts | Shfmt formatter'],
];

/** What has to be entered in IDEs of JetBrains: their own files are theirs alone to write. */
export function jetbrainsFields(
  commands: readonly CommandName[],
  directory: AbsolutePath,
): readonly Field[] {
  const python = pythonOf(commands);
  const interpreter = {
    value: `${directory}/${python}`,
    where:
      'Settings | Python | Interpreter | Add Interpreter | Add Local Interpreter | Select existing',
  };
  return [
    {
      value: `PATH=${directory}:$PATH`,
      where: 'Settings | Tools | Terminal | Environment variables',
    },
    ...(python === undefined ? [] : [interpreter]),
    ...FIELDS.filter(([command]) => commands.some((name) => name === command)).map(
      ([command, where]) => ({ value: `${directory}/${command}`, where }),
    ),
  ];
}

/** For `init.lua`: what Neovim starts in the project, it starts with this PATH. */
export function neovimSnippet(root: string, directory: AbsolutePath): string {
  return `if vim.startswith(vim.fn.getcwd() .. "/", ${luaText(`${root}/`)}) then
  vim.env.PATH = ${luaText(`${directory}:`)} .. vim.env.PATH
end
`;
}

/** A string as Lua reads it; what cannot stand in one, or would not be seen, by its number. */
export function luaText(text: string): string {
  const inner = text.replace(/["\\]|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (found) =>
    found === '"' || found === '\\' ? `\\${found}` : bytesOf(found),
  );
  return `"${inner}"`;
}

function bytesOf(character: string): string {
  const bytes = [...new TextEncoder().encode(character)];
  return bytes.map((byte) => `\\${String(byte).padStart(3, '0')}`).join('');
}
