import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { PROGRAM, TACKLE, runTackle, tackleEnv } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';
import { tinyImage } from '../rig/tiny-image.ts';

const DIST = join(PROGRAM, 'dist');

/** Libraries that a start must not pay for, by the mark that the bundler leaves above each. */
const HEAVY = ['dockerode', 'docker-modem', 'prompts'];

/** A start that opens no connection needs none of these; each costs milliseconds. */
const NETWORK = ['http', 'https', 'tls', 'http2'];

interface Loaded {
  readonly files: readonly string[];
  readonly builtins: readonly string[];
}

/** Runs tackle and tells which files and which of Node's own modules it loaded. */
async function loadedBy(args: readonly string[], cwd: string): Promise<Loaded> {
  using directory = scratch('loaded');
  const report = join(directory.path, 'loaded.json');
  const outcome = await runTackle(args, {
    cwd,
    env: {
      NODE_OPTIONS: `--require=${join(import.meta.dirname, 'loaded.cjs')}`,
      TACKLE_TEST_LOADED: report,
      // With it, Node loads its TLS for itself.
      NODE_EXTRA_CA_CERTS: undefined,
    },
  });
  expect(outcome.stderr.toString()).toBe('');
  expect(outcome.status).toBe(0);
  return JSON.parse(readFileSync(report, 'utf8')) as Loaded;
}

/** The text without its comments that stand on lines of their own. */
function code(file: string): string {
  return readFileSync(file, 'utf8').replace(/^\s*(?:\/\/|\/?\*).*$/gm, '');
}

function librariesIn(file: string): readonly string[] {
  const text = readFileSync(file, 'utf8');
  return HEAVY.filter((name) => text.includes(`// node_modules/${name}/`));
}

test('the marks of heavy libraries are there to be found', () => {
  const chunks = readdirSync(DIST).filter((name) => name.endsWith('.cjs'));
  const found = chunks.flatMap((name) => librariesIn(join(DIST, name)));
  expect(found).toContain('dockerode');
});

test('who keeps a container warm has dockerode of who has found the engine', () => {
  expect(librariesIn(join(DIST, 'engines-docker-open-recognised.cjs'))).toContain('dockerode');
  expect(librariesIn(join(DIST, 'engines-docker-warm.cjs'))).toEqual([]);
});

test('no file of ours is imported: Node would look for its exports first, at length', () => {
  const chunks = readdirSync(DIST).filter((name) => name.endsWith('.cjs'));
  const importing = chunks.filter((name) => /\bimport\(/.test(code(join(DIST, name))));
  expect(chunks).toContain('main.cjs');
  expect(importing).toEqual([]);
});

test('--version loads the stub, what has it compiled before, and one file', async () => {
  const { files, builtins } = await loadedBy(['--version'], '/');
  expect(files.map((file) => basename(file))).toEqual(['tackle', 'compiled-code.cjs', 'main.cjs']);
  // Each of the last two takes some milliseconds.
  const slow = [...NETWORK, 'crypto', 'zlib'];
  expect(builtins.filter((name) => slow.includes(name))).toEqual([]);
});

test('plan loads no engine and no network', async () => {
  using project = scratch('planned');
  const config = { source: 'packages', commands: { 'python2.7': 'python@2.7' } };
  mkdirSync(join(project.path, 'sub'));
  writeFileSync(join(project.path, 'tackle.json'), JSON.stringify(config));
  writeFileSync(join(project.path, '.python-version'), '2.7');
  const loaded = await loadedBy(['plan', 'python2.7'], join(project.path, 'sub'));
  const { files, builtins } = loaded;
  // Where there is a config, nobody looks what else the files of the project ask for.
  expect(roomsIn(loaded)).not.toContain('src/init');
  expect(roomsIn(loaded)).not.toContain('node_modules/smol-toml');
  expect(files.flatMap((file) => librariesIn(file))).toEqual([]);
  expect(builtins.filter((name) => NETWORK.includes(name))).toEqual([]);
});

test('tackle alone in a project loads no engine and no network', async () => {
  using project = scratch('looked-at');
  writeFileSync(join(project.path, 'tackle.json'), '{"commands": {"python2.7": "python@2.7"}}');
  const loaded = await loadedBy([], project.path);
  expect([...roomsIn(loaded)]).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/^src\/(engines|images|session|init)$/)]),
  );
  expect(loaded.builtins.filter((name) => NETWORK.includes(name))).toEqual([]);
});

test('completion of our own words loads the table, and that of the rest no engine and no network', async () => {
  using project = scratch('completed');
  writeFileSync(join(project.path, 'tackle.json'), '{"commands": {"python2.7": "python@2.7"}}');
  const own = await loadedBy(['+complete', 'bash', '', 'tackle images '], project.path);
  const names = own.files.map((file) => basename(file));
  expect(names).toEqual(['tackle', 'compiled-code.cjs', 'main.cjs', 'cli-complete.cjs']);
  for (const line of ['tackle ', 'tackle x python@', 'tackle lock ', 'tackle python2.7 ']) {
    const loaded = await loadedBy(['+complete', 'bash', '', line], project.path);
    expect([...roomsIn(loaded)]).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^src\/(engines|images|session|plan|lock)$/)]),
    );
    expect(loaded.builtins.filter((name) => NETWORK.includes(name))).toEqual([]);
  }
});

test('a shell that asks at its prompt waits for no engine and no network', async () => {
  using project = scratch('activated');
  writeFileSync(join(project.path, 'tackle.json'), '{"commands": {"python2.7": "python@2.7"}}');
  const loaded = await loadedBy(['+activate', 'sh'], project.path);
  expect(roomsIn(loaded)).toContain('src/trust');
  expect([...roomsIn(loaded)]).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/^src\/(engines|images|session|lock)$/)]),
  );
  expect(loaded.builtins.filter((name) => NETWORK.includes(name))).toEqual([]);
});

/** Whose parts a start has loaded: rooms of ours (`src/lock`) and libraries (`node_modules/yaml`). */
function roomsIn({ files }: Loaded): ReadonlySet<string> {
  const marks = files.flatMap((file) => [
    ...readFileSync(file, 'utf8').matchAll(/^\s*\/\/ (src\/[^/\n]+|node_modules\/[^/\n]+)\//gm),
  ]);
  return new Set(marks.map((mark) => mark[1]!));
}

/** Which files of a room a start has loaded. */
function filesOf(room: string, { files }: Loaded): readonly string[] {
  const marks = files.flatMap((file) => [
    ...readFileSync(file, 'utf8').matchAll(/^\s*\/\/ (src\/.+)$/gm),
  ]);
  return marks.map((mark) => mark[1]!).filter((name) => name.startsWith(`src/${room}/`));
}

test.each(['plan', 'run'])(
  '%s with a lock loads what reads it, and no other library or room',
  async (command) => {
    using image = tinyImage('tackle-test/start-up:1');
    const format = ['image', 'inspect', '--format', '{{.Id}}', image.name];
    const config = spawnSync('docker', format, { encoding: 'utf8' }).stdout.trim();
    const load = async (reference: string, lock?: string) => {
      using project = scratch('locked-start');
      const toolbox = { image: reference, network: 'none', commands: ['hello'] };
      const settings = { engine: 'docker', toolboxes: { t: toolbox } };
      writeFileSync(join(project.path, 'tackle.json'), JSON.stringify(settings));
      if (lock !== undefined) writeFileSync(join(project.path, 'tackle.lock'), lock);
      return await loadedBy([command, 'hello'], project.path);
    };
    // Nobody listens there: the engine has it by what it is.
    const name = '127.0.0.1:1/hello:1';
    const digest = `sha256:${'a'.repeat(64)}`;
    const locked = await load(
      name,
      `lock = 1

[toolbox.t]
image = "${name}"
digest = "${digest}"

[toolbox.t."linux/amd64"]
manifest = "${digest}"
config = "${config}"
`,
    );
    const unlocked = await load(image.name);
    const more = [...roomsIn(locked)].filter((room) => !roomsIn(unlocked).has(room));
    expect(more).toEqual([]);
    expect(roomsIn(locked)).not.toContain('node_modules/smol-toml');
    for (const room of ['images', 'engines']) {
      const known = filesOf(room, unlocked);
      expect(filesOf(room, locked).filter((file) => !known.includes(file))).toEqual([]);
    }
    expect(filesOf('lock', locked)).toContain('src/lock/parse-lock.ts');
    expect(filesOf('lock', unlocked)).not.toContain('src/lock/parse-lock.ts');
    // Who keeps account of a launch is loaded where somebody asks for one.
    expect(filesOf('cli', unlocked)).not.toContain('src/cli/keep-account.ts');
  },
);

/**
 * The shortest time of each command, in milliseconds, of many runs in turn: other work on the
 * machine can only make a run longer, and in turn it meets all of them alike.
 */
function shortestTimes(rounds: number, ...commands: readonly (readonly string[])[]) {
  const env = tackleEnv();
  // Reading a CA bundle takes longer than all the rest of a start.
  delete env['NODE_EXTRA_CA_CERTS'];
  const shortest = commands.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < rounds; round++) {
    commands.forEach(([program, ...args], i) => {
      const start = performance.now();
      const { status } = spawnSync(program!, args, { env, stdio: 'ignore', cwd: '/' });
      shortest[i] = Math.min(shortest[i]!, performance.now() - start);
      expect(status).toBe(0);
    });
  }
  return shortest;
}

test('--version takes at most 1.4 times as long as a bare node', () => {
  const [bare, version] = shortestTimes(80, ['node', '-e', '0'], [TACKLE, '--version']);

  expect(version! / bare!).toBeLessThanOrEqual(1.4);
});
