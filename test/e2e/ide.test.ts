import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execFileSync, spawnSync } from 'node:child_process';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { rig } from '../rig/rig.ts';
import { runTackle, tackleEnv } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';

/* `tackle ide`: what has an editor take the commands of a project. */

let place: ReturnType<typeof scratch>;
const at = (...parts: readonly string[]) => join(place.path, ...parts);
const SETTINGS = 'project/.vscode/settings.json';

beforeEach(() => {
  place = scratch('ide');
  mkdirSync(at('project/.vscode'), { recursive: true });
  const toolbox = `{image: '${rig().kit.tag}', network: none, commands: [python3, shellcheck]}`;
  writeFileSync(at('project/tackle.yaml'), `toolboxes:\n  kit: ${toolbox}\n`);
});
afterEach(() => place[Symbol.dispose]());

const env = () => ({ ...tackleEnv(), XDG_DATA_HOME: at('data') });

const tackle = (...args: readonly string[]) => tackleWith({}, ...args);

async function tackleWith(more: Readonly<Record<string, string>>, ...args: readonly string[]) {
  const ended = await runTackle(args, { cwd: at('project'), env: { ...env(), ...more } });
  return { status: ended.status, out: ended.stdout.toString(), err: ended.stderr.toString() };
}

const settings = () => JSON.parse(readFileSync(at(SETTINGS), 'utf8')) as Record<string, string>;

test('VS Code’s settings name shims that run, and are written once', async () => {
  const first = await tackle('ide', 'vscode');
  expect(first).toMatchObject({ status: 0, out: '' });
  expect(first.err).toContain('`.vscode/settings.json` goes by the shims of this project now');
  const python = settings()['python.defaultInterpreterPath'] ?? '';
  expect(python).toMatch(/\/data\/tackle\/projects\/project-[0-9a-f]{12}\/bin\/python3$/);
  const ran = execFileSync(python, ['-c', 'print(6 * 7)'], { cwd: at('project'), env: env() });
  expect(ran.toString()).toBe('42\n');
  const written = readFileSync(at(SETTINGS), 'utf8');
  const again = await tackle('ide', 'vscode');
  expect(again).toMatchObject({ status: 0, out: '' });
  expect(again.err).toContain('already');
  expect(readFileSync(at(SETTINGS), 'utf8')).toBe(written);
  const printed = await tackle('ide', 'vscode', '--print');
  expect(JSON.parse(printed.out)).toEqual(settings());
});

test('what somebody has written there stays, and the difference is shown', async () => {
  const text = `{
  // mine
  "python.defaultInterpreterPath": "/usr/bin/python3\\u001b[2J",
  "editor.rulers": [100], // and this
}
`;
  writeFileSync(at(SETTINGS), text, { mode: 0o640 });
  const { status, out, err } = await tackle('ide', 'vscode');
  expect(status).toBe(1);
  expect(out).toMatch(
    /^--- \.vscode\/settings\.json\n\+\+\+ .*\n-  "python\.defaultInterpreterPath": "\/usr\/bin\/python3\\u001b\[2J"\n\+  "python\.defaultInterpreterPath": "\/.*\/python3"\n$/,
  );
  expect(err).toContain('is left as it is');
  const after = readFileSync(at(SETTINGS), 'utf8');
  expect(after).toContain(
    '  "editor.rulers": [100], // and this\n  "terminal.integrated.env.linux": {',
  );
  expect(after.startsWith(text.slice(0, -3))).toBe(true);
  expect(statSync(at(SETTINGS)).mode & 0o777).toBe(0o640);
});

test('a file that is no JSON, or that is not the project’s, is left alone', async () => {
  writeFileSync(at(SETTINGS), '{ "a": ');
  const broken = await tackle('ide', 'vscode');
  expect(broken).toMatchObject({ status: 125, out: '' });
  expect(broken.err).toContain('[editors/not-editable]');
  expect(broken.err).toContain('"python.defaultInterpreterPath"');
  writeFileSync(at('mine.json'), '{}');
  execFileSync('rm', [at(SETTINGS)]);
  symlinkSync(at('mine.json'), at(SETTINGS));
  const outside = await tackle('ide', 'vscode');
  expect(outside.err).toContain('[editors/outside]');
  execFileSync('rm', ['-r', at('project/.vscode')]);
  mkdirSync(at('elsewhere'));
  symlinkSync(at('elsewhere'), at('project/.vscode'));
  expect((await tackle('ide', 'vscode')).err).toContain('[editors/outside]');
  expect(readFileSync(at('mine.json'), 'utf8')).toBe('{}');
});

test('a project that is not trusted is put into no editor', async () => {
  for (const editor of ['vscode', 'jetbrains', 'neovim']) {
    const refused = await tackleWith({ TACKLE_TRUST: '' }, 'ide', editor);
    expect(refused).toMatchObject({ status: 125, out: '' });
    expect(refused.err).toContain('[trust/not-trusted]');
  }
  expect(existsSync(at(SETTINGS))).toBe(false);
});

test('outside of a project it says how one begins', async () => {
  mkdirSync(at('elsewhere'));
  const options = { cwd: at('elsewhere'), env: env() };
  for (const editor of ['vscode', 'jetbrains', 'neovim']) {
    const { status, stderr } = await runTackle(['ide', editor], options);
    expect(status).toBe(125);
    expect(stderr.toString()).toMatch(/\[shims\/no-project\]\nhint: .* `tackle init`\n$/);
  }
});

test('for the others it is printed what to enter', async () => {
  const jetbrains = await tackle('ide', 'jetbrains');
  expect(jetbrains.out).toMatch(/^Settings \| Python \| Interpreter.* {2}\/.*\/bin\/python3$/m);
  const neovim = await tackle('ide', 'neovim');
  expect(neovim.out).toMatch(/vim\.env\.PATH = "\/.*\/bin:" \.\. vim\.env\.PATH/);
  const none = await tackle('ide', 'emacs');
  expect(none).toMatchObject({ status: 125, out: '' });
  expect(none.err).toContain('`vscode`');
});

test.skipIf(spawnSync('nvim', ['--version']).error !== undefined)(
  'Neovim itself goes by its lines, in the project and nowhere else',
  async () => {
    writeFileSync(at('init.lua'), (await tackle('ide', 'neovim')).out);
    const asked = [
      'lua io.write(vim.fn.exepath("python3"))',
      'lua io.write(" ", vim.fn.system({"python3", "-c", "import os; print(os.getcwd())"}))',
    ];
    const words = ['--headless', '-u', at('init.lua'), ...asked.flatMap((one) => ['-c', one])];
    const told = (cwd: string) =>
      execFileSync('nvim', [...words, '-c', 'qa!'], { cwd, env: env() }).toString();
    expect(told(at('project'))).toMatch(
      new RegExp(`^${at('data')}/tackle/projects/.*/bin/python3 ${at('project')}\n$`),
    );
    expect(told(at('data'))).not.toContain('tackle/projects');
  },
);
