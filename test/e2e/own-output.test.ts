import { once } from 'node:events';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { runTackle, startTackle } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';

const ROOT = dirname(dirname(import.meta.dirname));

test('--version says what package.json says', async () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    version: string;
  };
  const { stdout, status } = await runTackle(['--version'], { cwd: '/' });
  expect({ stdout: stdout.toString(), status }).toEqual({
    stdout: `tackle ${version}\n`,
    status: 0,
  });
});

test.each([[[]], [['--help']], [['help']]])('%j is the help for all', async (argv) => {
  const { stdout, stderr, status } = await runTackle(argv, { cwd: '/' });
  const golden = readFileSync(join(ROOT, 'test/golden/help/tackle.txt'), 'utf8');
  expect({ stdout: stdout.toString(), stderr: stderr.toString(), status }).toEqual({
    stdout: golden,
    stderr: '',
    status: 0,
  });
});

test('a project is listed, for people and for programs', async () => {
  using project = scratch('listed');
  writeFileSync(join(project.path, 'tackle.yaml'), 'commands:\n  py: python@2.7\n  no: nothing\n');
  const forPeople = await runTackle(['list'], { cwd: project.path });
  expect(forPeople.stdout.toString()).toBe(
    'no  -           there is no toolbox `nothing` [catalog/unknown-toolbox]\n' +
      'py  python@2.7  packages: debian bullseye\n',
  );
  const forPrograms = await runTackle(['list', '--json'], { cwd: project.path });
  expect(JSON.parse(forPrograms.stdout.toString())).toEqual({
    commands: [
      {
        command: 'no',
        problem: { code: 'catalog/unknown-toolbox', message: 'there is no toolbox `nothing`' },
      },
      {
        command: 'py',
        toolbox: 'python@2.7',
        source: { kind: 'packages', from: 'debian bullseye' },
      },
    ],
  });
});

test('the config is shown with where it was written', async () => {
  using project = scratch('shown');
  writeFileSync(join(project.path, 'tackle.yaml'), 'commands:\n  py: python@2.7\n');
  const { stdout } = await runTackle(['config', 'show'], { cwd: project.path });
  expect(stdout.toString()).toContain('\ncommands:\n  py:  # tackle.yaml:2\n    toolbox: python\n');
  expect(stdout.toString()).toContain('\nsource: packages  # TACKLE_SOURCE\n');
});

test('the schema is the one that is shipped', async () => {
  const { stdout } = await runTackle(['config', 'schema'], { cwd: '/' });
  expect(stdout.toString()).toBe(readFileSync(join(ROOT, 'schema/tackle.schema.json'), 'utf8'));
});

test('a reader that has gone away ends it quietly, by SIGPIPE', async () => {
  const child = startTackle(['list', '--all'], { cwd: '/' });
  const stderr: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  child.stdout.destroy();
  const [status, signal] = (await once(child, 'close')) as [number | null, string | null];
  expect({ status, signal, stderr: Buffer.concat(stderr).toString() }).toEqual({
    status: null,
    signal: 'SIGPIPE',
    stderr: '',
  });
});

test.each([
  ['is closed', 'exec "$@" 2>&-'],
  ['lies on a full disk', 'exec "$@" 2>/dev/full'],
  ['has lost its reader', '{ exec "$@"; } 2> >(:)'],
])('a stderr that %s changes no status', async (_how, script) => {
  const through = ['bash', '-c', script, 'bash'];
  const { status } = await runTackle(['nothing'], { cwd: '/', through });
  expect(status).toBe(127);
});

test('a full disk under stdout is a problem', async () => {
  const { stderr, status } = await runTackle(['list', '--all'], {
    cwd: '/',
    through: ['sh', '-c', 'exec "$@" > /dev/full', 'sh'],
  });
  expect(stderr.toString()).toContain('[cli/cannot-write]');
  expect(status).toBe(125);
});

test('a deleted working directory is a problem, but not for --version', async () => {
  using parent = scratch('deleted');
  mkdirSync(join(parent.path, 'gone'));
  const through = ['sh', '-c', 'cd gone && rmdir ../gone && exec "$@"', 'sh'];
  const listed = await runTackle(['list'], { cwd: parent.path, through });
  expect(listed.stderr.toString()).toContain('[host/no-working-directory]');
  expect(listed.status).toBe(125);
  mkdirSync(join(parent.path, 'gone'));
  const version = await runTackle(['--version'], { cwd: parent.path, through });
  expect(version.status).toBe(0);
});

test('a fault in Tackle itself asks for a report, with the stack when verbose', async () => {
  using copy = scratch('damaged');
  for (const part of ['bin', 'dist', 'package.json']) {
    cpSync(join(ROOT, part), join(copy.path, part), { recursive: true });
  }
  rmSync(join(copy.path, 'dist/catalog.json'));
  const program = join(copy.path, 'bin/tackle');
  const short = await runTackle(['list'], { cwd: '/', program });
  expect(short.stderr.toString()).toMatch(
    /^tackle: a fault in Tackle .* \[cli\/bug\]\nhint: .*\n$/,
  );
  expect(short.status).toBe(125);
  const long = await runTackle(['--verbose', 'list'], { cwd: '/', program });
  expect(long.stderr.toString()).toMatch(/\n +at .*cli-list\.cjs/);
  expect(long.status).toBe(125);
});

test('a clone that is not built says how to build it', async () => {
  using clone = scratch('unbuilt');
  cpSync(join(ROOT, 'bin'), join(clone.path, 'bin'), { recursive: true });
  const program = join(clone.path, 'bin/tackle');
  const { stdout, stderr, status } = await runTackle(['--version'], { cwd: '/', program });
  expect(stderr.toString()).toMatch(/^tackle: .* not built yet\nhint: .*npm run build.*\n$/);
  expect(stdout.toString()).toBe('');
  expect(status).toBe(125);
});
