import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runTackle } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';

const ENV = { TACKLE_SOURCE: 'image' };

const FILE = `# Ours.
commands:
    node:   node@18   # mine
    # builds
    make: gcc@14

source: image # the rest
`;

test('add and remove change what is asked for and nothing else, and keep the mode and a link', async () => {
  using project = scratch('edited');
  const real = join(project.path, 'real.yaml');
  const link = join(project.path, 'tackle.yaml');
  writeFileSync(real, FILE);
  chmodSync(real, 0o640);
  symlinkSync('real.yaml', link);
  const tackle = (...argv: readonly string[]) => runTackle(argv, { cwd: project.path, env: ENV });
  const added = await tackle('add', 'node@20');
  expect([added.status, added.stdout.toString()]).toEqual([0, '']);
  expect(added.stderr.toString()).toBe(
    'tackle: `npm`, `npx`, `yarn` run in `node@20` now, by `tackle.yaml`\n  `node` stays in `node@18`\n',
  );
  const line = (command: string) => `    ${command}: node@20\n`;
  expect(readFileSync(real, 'utf8')).toBe(
    FILE.replace('gcc@14\n', `gcc@14\n${['npm', 'npx', 'yarn'].map(line).join('')}`),
  );
  const removed = await tackle('remove', 'node@20');
  expect(removed.stderr.toString()).toBe(
    'tackle: `npm`, `npx`, `yarn` are no longer in `tackle.yaml`\n',
  );
  expect(readFileSync(real, 'utf8')).toBe(FILE);
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(statSync(real).mode & 0o777).toBe(0o640);
});

test('add writes a config where there is none', async () => {
  using project = scratch('added');
  const added = await runTackle(['add', 'shellcheck@0.10'], { cwd: project.path, env: ENV });
  expect(added.status).toBe(0);
  expect(readFileSync(join(project.path, 'tackle.yaml'), 'utf8')).toBe(
    'commands:\n  shellcheck: shellcheck@0.10\n',
  );
});

test.each(['add', 'init'])(
  '%s makes no project of a home directory, nor of all the machine',
  async (command) => {
    using home = scratch('home');
    writeFileSync(join(home.path, '.python-version'), '3.8');
    const env = { ...ENV, HOME: home.path };
    for (const cwd of [home.path, '/']) {
      const outcome = await runTackle(command === 'add' ? ['add', 'python'] : ['init'], {
        cwd,
        env,
      });
      expect(outcome.stderr.toString()).toContain('[init/no-place]');
      expect(outcome.status).toBe(125);
    }
    expect(readdirSync(home.path)).toEqual(['.python-version']);
  },
);

test.each([
  [['add', 'pyton'], 'catalog/unknown-toolbox', 'did you mean `python`?'],
  [['add', 'node@99'], 'catalog/unknown-version', 'the nearest is `node@26`'],
  [
    ['add', 'pdflatex'],
    'catalog/unknown-toolbox',
    'the toolbox `latex` has a command of that name: `tackle add latex`',
  ],
  [['remove', 'nod'], 'init/not-used', 'did you mean `node`?'],
  [['remove', 'ruby'], 'init/not-used', 'they run in `node@18`, `gcc@14`'],
])('%j changes nothing, and says %s', async (argv, code, hint) => {
  using project = scratch('kept');
  const file = join(project.path, 'tackle.yaml');
  writeFileSync(file, FILE);
  const outcome = await runTackle(argv, { cwd: project.path, env: ENV });
  expect(outcome.status).toBe(125);
  expect(outcome.stderr.toString()).toContain(`[${code}]\nhint: ${hint}\n`);
  expect(readFileSync(file, 'utf8')).toBe(FILE);
});

test('search finds, and info tells, for people and for programs', async () => {
  const told = async (...argv: readonly string[]) => {
    const { status, stdout } = await runTackle(argv, { cwd: '/', env: ENV });
    return { status, text: stdout.toString() };
  };
  expect(await told('search', 'pdflatex')).toMatchObject({
    status: 0,
    text: expect.stringMatching(/^latex@/) as string,
  });
  expect(await told('search', 'frobnicate')).toEqual({ status: 1, text: '' });
  const info = await told('info', 'python@3.8', '--json');
  expect(JSON.parse(info.text)).toMatchObject({ name: 'python', version: '3.8', network: 'host' });
  expect((await told('info', 'python@3.8')).text).toMatch(
    /^comes from {3}image: docker\.io\/library\/python:3\.8/m,
  );
});

test('info tells of a toolbox that the source in force does not have', async () => {
  const env = { TACKLE_SOURCE: 'packages' };
  const plan = await runTackle(['plan', '--toolbox', 'jq'], { cwd: '/', env });
  expect(plan.stderr.toString()).toContain('[catalog/no-such-source]');
  const info = await runTackle(['info', 'jq'], { cwd: '/', env });
  expect(info.stdout.toString()).toMatch(/^comes from {3}image: /m);
  expect(info.status).toBe(0);
});

test('info tells the size of what was built here', async () => {
  using cache = scratch('cache');
  const env = { TACKLE_SOURCE: 'packages', XDG_CACHE_HOME: cache.path };
  const told = (...argv: readonly string[]) => runTackle(argv, { cwd: '/', env });
  const plan = await told('plan', '--toolbox', 'python@2.7');
  const { image } = JSON.parse(plan.stdout.toString()) as {
    readonly image: { readonly key: string };
  };
  const before = await told('info', 'python@2.7');
  expect(before.stdout.toString()).not.toMatch(/^size/m);
  const built = join(cache.path, 'tackle/built');
  mkdirSync(built, { recursive: true });
  const rootfs = 'a'.repeat(64);
  writeFileSync(
    join(built, `${image.key.slice('sha256:'.length)}.json`),
    JSON.stringify({ rootfs: `sha256:${rootfs}` }),
  );
  writeFileSync(join(built, `${rootfs}.size`), '12300000\n');
  const after = await told('info', 'python@2.7');
  expect(after.stdout.toString()).toMatch(/^size +12\.3 MB, as it was built here$/m);
});
