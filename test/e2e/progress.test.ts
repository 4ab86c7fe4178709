import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { holdingRegistry } from '../rig/holding-registry.ts';
import { Terminal } from '../rig/pty.ts';
import { startRegistry, type Registry } from '../rig/registry.ts';
import { runTackle, TACKLE, tackleEnv } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';
import { tinyImage } from '../rig/tiny-image.ts';
import { Screen } from '../rig/tmux.ts';
import { Undo } from '../rig/undo.ts';

/* What people see while images come: on a terminal, in a log, in the background. */

const undo = new Undo();
afterAll(() => undo[Symbol.asyncDispose]());
let registry: Registry;
beforeAll(async () => {
  const directory = scratch('progress-registry');
  undo.defer(() => directory[Symbol.dispose]());
  registry = undo.use(await startRegistry(directory.path));
  for (const name of ['one', 'two']) {
    using image = tinyImage(`${registry.address}/${name}:1`, 10);
    execFileSync('docker', ['push', image.name], { stdio: 'ignore' });
  }
});

/** A project that needs these images from a registry at this address. The program in each is `hello`. */
function project(address: string, ...names: readonly string[]) {
  const directory = scratch('progress');
  const { path } = directory;
  const toolboxes = names.map(
    (name) =>
      `  ${name}: {image: '${address}/${name}:1', network: none, commands: [${names.length === 1 ? 'hello' : name}]}\n`,
  );
  writeFileSync(join(path, 'tackle.yaml'), `toolboxes:\n${toolboxes.join('')}`);
  const env = {
    TACKLE_ENGINE: 'embedded',
    DOCKER_HOST: 'unix:///nowhere/docker.sock',
    XDG_DATA_HOME: join(path, 'data'),
    XDG_CACHE_HOME: join(path, 'cache'),
  };
  return {
    path,
    env,
    shell: (size: { readonly columns: number; readonly rows: number }) =>
      Screen.open(['bash', '--norc', '--noprofile', '-i'], {
        cwd: path,
        env: {
          ...tackleEnv(),
          ...env,
          PS1: '% ',
          PATH: `${join(TACKLE, '..')}:${process.env['PATH']}`,
        },
        ...size,
      }),
    [Symbol.dispose]: () => directory[Symbol.dispose](),
  };
}

test('two images that come at once are two lines, wherever they are drawn, and in the end none', async () => {
  await using held = await holdingRegistry(registry.address);
  using here = project(held.address, 'one', 'two');
  await using screen = await here.shell({ columns: 100, rows: 16 });
  await screen.waitFor(/^%/);
  // tmux scrolls as many lines out of sight as it makes by wrapping.
  await screen.type('seq 8; tackle pull; echo $?');
  await screen.press('Enter');
  const wide = '/(one|two):1 · 0\\.\\d of 1\\.\\d MB · \\d\\d % · 0 of 1 layer · .*';
  await screen.waitFor(new RegExp(`8\ntackle: pull \\S*${wide}\n {8}pull \\S*${wide}$`));
  await screen.resize(44, 16);
  const narrow = '/(one|two):1 · \\d\\d % · .*s';
  await screen.waitFor(new RegExp(`8\ntackle: pull …\\S*${narrow}\n {8}pull …\\S*${narrow}$`));
  await screen.resize(100, 16);
  await screen.waitFor(/layer.*\n.*layer/);
  held.release();
  expect(await screen.waitFor(/\n0\n%$/)).toMatch(/5\n6\n7\n8\none  present\ntwo  present\n0\n%$/);
});

test('Ctrl-Z and Ctrl-C leave a clean screen', async () => {
  await using held = await holdingRegistry(registry.address);
  using here = project(held.address, 'one', 'two');
  await using screen = await here.shell({ columns: 100, rows: 20 });
  await screen.waitFor(/^%/);
  await screen.type('tackle pull');
  await screen.press('Enter');
  await screen.waitFor(/:1 .*layer.*\n.*:1 .*layer/);
  await screen.press('C-z');
  expect(await screen.waitFor(/\n%$/)).toMatch(/^% tackle pull\n+\[1\].*Stopped +tackle pull\n%$/);
  await screen.type('fg');
  await screen.press('Enter');
  await screen.waitFor(/% fg\ntackle pull\ntackle: .*:1 .*layer.*\n.*:1 .*layer/);
  await screen.press('C-c');
  expect(await screen.waitFor(/% fg\ntackle pull\n+%$/)).not.toContain('one:1');
});

test('nothing is left of it when the tool starts', async () => {
  await using held = await holdingRegistry(registry.address);
  using here = project(held.address, 'one');
  await using screen = await here.shell({ columns: 100, rows: 8 });
  await screen.waitFor(/^%/);
  await screen.type('tackle hello');
  await screen.press('Enter');
  await screen.waitFor(/^% tackle hello\ntackle: pull \S+one:1 · .* layer .*$/);
  held.release();
  const shown = await screen.waitFor(/\n%$/);
  expect(shown).toBe('% tackle hello\nhello from the image\n%');
});

test('in the background nothing is drawn', async () => {
  await using held = await holdingRegistry(registry.address);
  using here = project(held.address, 'one');
  const env = { ...tackleEnv(), ...here.env, PS1: '% ' };
  const options = { cwd: here.path, env };
  await using terminal = new Terminal('bash', ['--norc', '--noprofile', '-i'], options);
  await terminal.expect('% ');
  // Nothing tells that nothing was drawn: there has to be time for it.
  terminal.send(`${TACKLE} pull & sleep 1; jobs; echo and $?\r`);
  await terminal.expect(/Running[^]*and 0/);
  await held.held(1);
  held.release();
  terminal.send('wait $!; exit $?\r');
  expect(await terminal.ended).toEqual({ status: 0, signal: null });
  expect(terminal.raw).not.toContain('tackle: ');
});

test('an image that does not come has no line any more while another comes', async () => {
  await using held = await holdingRegistry(registry.address);
  using here = project(held.address, 'gone', 'one');
  await using screen = await here.shell({ columns: 100, rows: 20 });
  await screen.waitFor(/^%/);
  await screen.type('tackle pull');
  await screen.press('Enter');
  await screen.waitFor(/^% tackle pull\ntackle: pull \S+one:1 · .* layer .*$/);
  held.release();
  expect(await screen.waitFor(/\n%$/)).toContain('gone:1');
});

test('in a log it is a line when it begins and one when it is done, and nothing with --quiet', async () => {
  await using held = await holdingRegistry(registry.address);
  using here = project(held.address, 'one');
  const verbose = runTackle(['--verbose', 'pull'], { cwd: here.path, env: here.env });
  await held.held(1);
  held.release();
  const { stderr } = await verbose;
  const said = stderr.toString().replaceAll(held.address, 'REGISTRY').replaceAll(/\d+ s/g, 'N s');
  expect(said).toContain('tackle: pull REGISTRY/one:1\n');
  expect(said).toContain('tackle: pull REGISTRY/one:1 · done in N s\n');
  rmSync(join(here.path, 'data'), { recursive: true });
  const quiet = await runTackle(['--quiet', 'pull'], { cwd: here.path, env: here.env });
  expect([quiet.status, quiet.stderr.toString()]).toEqual([0, '']);
});
