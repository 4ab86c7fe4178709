import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Terminal } from '../rig/pty.ts';
import { runTackle, TACKLE, tackleEnv } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';

const FIXTURES = join(import.meta.dirname, '../fixtures/init');
const GOLDEN = join(import.meta.dirname, '../golden/init');
/** The first use of a toolbox builds it from packages. */
const PATIENCE = 150_000;
const LIMIT = 3 * PATIENCE;

const [ENTER, ESCAPE, SPACE] = ['\r', '\x1b', ' '];

/** A copy of a repository that has no config. */
function repository(name: string): Disposable & { readonly path: string } {
  const project = scratch('repository');
  cpSync(join(FIXTURES, name), project.path, { recursive: true });
  return project;
}

const golden = (name: string) => readFileSync(join(GOLDEN, `${name}.yaml`), 'utf8');
const configIn = (path: string) => readFileSync(join(path, 'tackle.yaml'), 'utf8');

test('init overwrites nothing, and shows the difference', async () => {
  using project = repository('nvm');
  const { path: cwd } = project;
  await runTackle(['init'], { cwd });
  const same = await runTackle(['init', '--yes'], { cwd });
  expect([same.status, same.stdout.toString()]).toEqual([0, '']);
  const own = 'commands:\n  node: node@18 # mine\n  npm: node@10.16.3\n  make: gcc\n';
  writeFileSync(join(cwd, 'tackle.yaml'), own);
  const other = await runTackle(['init', '--yes'], { cwd });
  expect([other.status, other.stdout.toString()]).toEqual([
    1,
    `--- tackle.yaml
+++ what the files of this project ask for
   # .nvmrc:1 asks for v10.16.3
   # package.json:4 asks for >=8 <11 (\`engines\`)
-  node: node@18
+  node: node@10.16.3
+  npx: node@10.16.3
+  yarn: node@10.16.3
`,
  ]);
  expect(configIn(cwd)).toBe(own);
});

test('init finds nothing where there is nothing', async () => {
  using project = scratch('empty');
  const init = await runTackle(['init'], { cwd: project.path });
  expect([init.status, init.stdout.toString()]).toEqual([125, '']);
  expect(init.stderr.toString()).toContain('[init/nothing-found]');
});

test('on a terminal, init asks for a toolbox where no file says anything', async () => {
  using project = scratch('empty');
  const env = { ...tackleEnv(), TACKLE_SOURCE: 'image' };
  await using terminal = new Terminal(TACKLE, ['init'], { cwd: project.path, env });
  await terminal.expect(/no file here says[^]*Which toolbox\?/);
  terminal.send('shellche');
  // Each letter has suggestions of its own.
  await terminal.expect(/› shellche\s+❯\s+shellcheck@/);
  terminal.send(ENTER);
  expect(await terminal.ended).toEqual({ status: 0, signal: null });
  expect(configIn(project.path)).toMatch(/^commands:\n  shellcheck: shellcheck@[0-9.]+\n$/);
});

test('on a terminal, init asks which toolboxes and whether to write, and no more', async () => {
  using project = repository('devcontainer');
  await using terminal = new Terminal(TACKLE, ['init'], { cwd: project.path, env: tackleEnv() });
  await terminal.expect(/Which toolboxes\?/);
  await terminal.expect(/node@18/);
  terminal.send(`\x1b[B${SPACE}${ENTER}`);
  await terminal.expect(/Write this to tackle\.yaml\?/);
  terminal.send(ENTER);
  // What has just been shown is not told again.
  await terminal.expect(/`tackle\.yaml` is written\s+hint: /);
  expect(await terminal.ended).toEqual({ status: 0, signal: null });
  const [kept] = golden('devcontainer').split('  # .devcontainer/devcontainer.json:7');
  expect(configIn(project.path)).toBe(kept);
});

test.each([
  ['Escape', ESCAPE, { status: null, signal: 2 }],
  ['no', 'n', { status: 1, signal: null }],
])('init writes nothing when the question is answered with %s', async (_, key, end) => {
  using project = repository('pyenv');
  writeFileSync(join(project.path, '.python-version'), '2.7\n');
  await using terminal = new Terminal(TACKLE, ['init'], { cwd: project.path, env: tackleEnv() });
  await terminal.expect(/Write this to tackle\.yaml\?/);
  terminal.send(key);
  expect(await terminal.ended).toEqual(end);
  expect(existsSync(join(project.path, 'tackle.yaml'))).toBe(false);
});

test(
  'without a config the version that the files ask for runs, and a terminal is told once how to keep it',
  { timeout: LIMIT },
  async () => {
    using project = repository('pyenv');
    using data = scratch('data');
    const env = { ...tackleEnv(), XDG_DATA_HOME: data.path };
    const piped = await runTackle(['python2.7', 'hello.py'], { cwd: project.path, env });
    expect(piped).toMatchObject({ status: 0, stdout: Buffer.from('hello\n') });
    expect(piped.stderr.toString()).not.toContain('tackle init');
    const shown = async () => {
      const cwd = project.path;
      await using terminal = new Terminal(TACKLE, ['python2.7', 'hello.py'], {
        cwd,
        env,
        columns: 200,
        patience: PATIENCE,
      });
      expect(await terminal.ended).toEqual({ status: 0, signal: null });
      return terminal.raw.replaceAll('\r', '');
    };
    expect(await shown()).toBe(
      'tackle: `python2.7` runs in `python@2.7.18` here: .python-version:2 asks for 2.7.18\n' +
        'hint: `tackle init` keeps that in a `tackle.yaml`\nhello\n',
    );
    expect(await shown()).toBe('hello\n');
    expect(existsSync(join(project.path, 'tackle.yaml'))).toBe(false);
  },
);

test('without a config, why a command that files ask for cannot be had is said', async () => {
  using project = scratch('old');
  writeFileSync(join(project.path, '.python-version'), '3.8\n');
  const refused = await runTackle(['python', '--version'], {
    cwd: project.path,
    env: { TACKLE_SOURCE: 'packages' },
  });
  expect([refused.status, refused.stdout.toString()]).toEqual([125, '']);
  expect(refused.stderr.toString()).toContain('[catalog/no-such-source]');
});

test('without a config, list lists what the files ask for, and what nothing asks for is no command', async () => {
  using project = repository('pyenv');
  const list = await runTackle(['list', '--json'], {
    cwd: project.path,
    env: { TACKLE_SOURCE: 'image' },
  });
  const { commands } = JSON.parse(list.stdout.toString()) as {
    readonly commands: readonly unknown[];
  };
  expect(commands).toContainEqual(
    expect.objectContaining({ command: 'python3.8', toolbox: 'python@3.8' }),
  );
  const other = await runTackle(['node'], { cwd: project.path });
  expect(other.status).toBe(127);
  expect(other.stderr.toString()).toContain(
    'there is no `tackle.yaml` in this directory or above it',
  );
});

test(
  'without a config, shell and completion go by the files, and what shims and locks need is said',
  { timeout: LIMIT },
  async () => {
    using project = repository('poetry');
    const { path: cwd } = project;
    const said = async (...words: readonly string[]) => {
      const { stdout, stderr } = await runTackle(words, { cwd });
      return { out: stdout.toString(), err: stderr.toString() };
    };
    const shell = await said('--quiet', 'shell', 'python', '-c', 'python3 --version');
    expect(shell.out).toMatch(/^Python 3\.11\./);
    const other = await said('--quiet', 'plan', '--toolbox', 'python');
    expect(other.out).not.toContain('3.11');
    const words = (await said('+complete', 'fish', 'run', '')).out.split('\n');
    expect(words).toContain('pip3\tpython@3.11');
    for (const command of [['env'], ['shims', 'install'], ['ide', 'vscode'], ['lock']]) {
      expect((await said(...command)).err).toContain('hint: `tackle init` writes a `tackle.yaml`');
    }
    expect((await said('+complete', 'fish', 'lock', '')).out).not.toContain('python');
    expect((await said('trust')).err).toContain('hint: what the files here ask for needs no trust');
    expect(await said('ps')).toEqual({ out: 'no container runs\n', err: '' });
  },
);
