import { expect, test } from 'vitest';
import { jetbrainsFields, luaText, neovimSnippet } from '../../src/editors/instructions.ts';
import { pythonOf, settingsObject, vscodeSettings } from '../../src/editors/settings.ts';
import { absolutePathOf, commandNameOf } from '../../src/kernel/brand.ts';

const BIN = absolutePathOf('/d/projects/thesis-1/bin')!;
const named = (...names: readonly string[]) => names.map((name) => commandNameOf(name)!);

test('VS Code is told of commands that the project has, and of no others', () => {
  const commands = named('python3.8', 'python2.7', 'ruff', 'go', 'gopls', 'shellcheck', 'make');
  expect(settingsObject(vscodeSettings(commands, BIN))).toEqual({
    'terminal.integrated.env.linux': { PATH: `${BIN}:\${env:PATH}` },
    'python.defaultInterpreterPath': `${BIN}/python3.8`,
    'shellcheck.executablePath': `${BIN}/shellcheck`,
    'ruff.path': [`${BIN}/ruff`],
    'go.alternateTools': { go: `${BIN}/go`, gopls: `${BIN}/gopls` },
  });
  expect(vscodeSettings(named('make'), BIN)).toHaveLength(1);
});

test.each([
  [['python2.7', 'python3.8', 'python3', 'python'], 'python'],
  [['python2.7', 'python3.8', 'python3'], 'python3'],
  [['python2', 'python3.10', 'python3.8'], 'python3.8'],
  [['python2.7', 'pythonic', 'ipython'], 'python2.7'],
  [['node'], undefined],
])('of %j, Python is %s', (names, python) => {
  expect(pythonOf(named(...names))).toBe(python);
});

test('JetBrains’ IDEs have fields, and Neovim a piece of Lua', () => {
  expect(jetbrainsFields(named('node', 'python'), BIN).map(({ value }) => value)).toEqual([
    `PATH=${BIN}:$PATH`,
    `${BIN}/python`,
    `${BIN}/node`,
  ]);
  expect(neovimSnippet('/w', BIN)).toBe(`if vim.startswith(vim.fn.getcwd() .. "/", "/w/") then
  vim.env.PATH = "/d/projects/thesis-1/bin:" .. vim.env.PATH
end
`);
});

test.each([
  ['a b', '"a b"'],
  ['a"b\\c', '"a\\"b\\\\c"'],
  ['a\nb\x1b[2J', '"a\\010b\\027[2J"'],
  ['\u202eé', '"\\226\\128\\174é"'],
])('%j is %s in Lua', (text, lua) => {
  expect(luaText(text)).toBe(lua);
});
