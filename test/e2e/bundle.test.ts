import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chownSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OwnEngine } from '../rig/own-engine.ts';
import { startPodman } from '../rig/podman.ts';
import { startRegistry } from '../rig/registry.ts';
import { Terminal } from '../rig/pty.ts';
import {
  runTackle,
  startTackle,
  TACKLE,
  tackleEnv,
  type TackleOptions,
} from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';
import { tinyImage } from '../rig/tiny-image.ts';
import { Undo } from '../rig/undo.ts';
import { until } from '../rig/until.ts';
import { asUser, ordinaryUser, type OrdinaryUser } from '../rig/user.ts';

/* A project's toolboxes leave a machine whose registry then goes away, and are taken by engines that had none of it. */

const IS_ROOT = userInfo().uid === 0;
const NOWHERE = { DOCKER_HOST: 'unix:///nowhere/docker.sock' };
/** The first use of a toolbox builds its image. */
const PATIENCE = 600_000;

const undo = new Undo();
afterAll(() => undo[Symbol.asyncDispose]());

/** Where the project was exported: by Docker; and by the engine `embedded` alone, but for its Dockerfile. */
let origin: string;
/** What the tools say there. */
let expected: readonly string[];

const TOOLS: readonly (readonly [string, ...string[]])[] = [
  ['hello'],
  ['own'],
  ['jq', '-n', '[1, 2] | add'],
];

function config(registry: string): string {
  return [
    'toolboxes:',
    `  hello: {image: '${registry}/hello:1', network: none, commands: [hello]}`,
    '  own: {dockerfile: Dockerfile, network: none, commands: {own: /bin/hello}}',
    '  json: {debian: bookworm, packages: [jq], network: none, commands: [jq]}',
    '',
  ].join('\n');
}

/** Takes away what the machine's Docker has of the bundle, and did not have before. */
function forgetBundled(before: ReadonlySet<string>): void {
  const index = execFileSync('tar', ['-xOf', join(origin, 'tools.oci'), 'index.json']).toString();
  for (const name of index.matchAll(/"org\.opencontainers\.image\.ref\.name":"([^"]+)"/g)) {
    const format = ['image', 'inspect', '--format', '{{.Id}}', name[1]!];
    const id = spawnSync('docker', format, { encoding: 'utf8' }).stdout.trim();
    if (id !== '' && !before.has(id)) spawnSync('docker', ['image', 'rm', '--force', id]);
  }
}

function imagesOfDocker(): ReadonlySet<string> {
  const list = ['image', 'ls', '--all', '--quiet', '--no-trunc'];
  return new Set(execFileSync('docker', list, { encoding: 'utf8' }).split('\n'));
}

beforeAll(async () => {
  const directory = scratch('bundle');
  undo.defer(() => directory[Symbol.dispose]());
  origin = directory.path;
  const before = imagesOfDocker();
  const registry = await startRegistry(join(origin, '.registry'));
  const name = `${registry.address}/hello:1`;
  const image = tinyImage(name);
  undo.defer(() => image[Symbol.dispose]());
  try {
    execFileSync('docker', ['push', name], { stdio: 'ignore' });
    writeFileSync(join(origin, 'tackle.yaml'), config(registry.address));
    writeFileSync(join(origin, 'Dockerfile'), `FROM ${name}\nCOPY name /name\n`);
    writeFileSync(join(origin, '.dockerignore'), '*\n!name\n');
    writeFileSync(join(origin, 'name'), 'one\n');
    const there = at(origin, { TACKLE_ENGINE: 'docker' });
    await succeeds(there, 'lock');
    expect(await succeeds(there, 'bundle', 'export', 'tools.oci')).toBe(
      'exported hello\nexported json\nexported own\n',
    );
    undo.defer(() => forgetBundled(before));
    expected = await said(there);
    const embedded = at(origin, { TACKLE_ENGINE: 'embedded', ...NOWHERE });
    await succeeds(embedded, 'bundle', 'export', 'embedded.oci', 'hello', 'json');
  } finally {
    await registry[Symbol.asyncDispose]();
  }
}, PATIENCE);

type Place = Pick<TackleOptions, 'cwd' | 'env'> & Partial<TackleOptions>;

/** A project, with a store and a cache of its own. */
function at(cwd: string, env: TackleOptions['env'] = {}): Place {
  const own = { XDG_DATA_HOME: join(cwd, '.data'), XDG_CACHE_HOME: join(cwd, '.cache') };
  return { cwd, env: { ...own, ...env } };
}

async function tackle(place: Place, ...argv: readonly string[]) {
  const { status, signal, stdout, stderr } = await runTackle(['-q', ...argv], place);
  return { status, signal, stdout, stderr: stderr.toString() };
}

async function succeeds(place: Place, ...argv: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await tackle(place, ...argv);
  expect({ argv, status, stderr }).toEqual({ argv, status: 0, stderr: '' });
  return stdout.toString();
}

/** What all the tools say. */
async function said(place: Place): Promise<readonly string[]> {
  const words: string[] = [];
  for (const tool of TOOLS) words.push(await succeeds(place, ...tool));
  return words;
}

/** The same project where nothing of it has run yet: a checkout, and the bundle beside it. */
function checkout(user?: OrdinaryUser) {
  const directory = scratch('elsewhere');
  const { path } = directory;
  for (const name of readdirSync(origin)) {
    if (!['.data', '.cache', '.registry'].includes(name))
      cpSync(join(origin, name), join(path, name));
  }
  if (user !== undefined) {
    for (const each of ['', ...readdirSync(path)]) chownSync(join(path, each), user.uid, user.gid);
  }
  return directory;
}

const ALL = 'imported hello\nimported json\nimported own\n';

describe('on `embedded`, with the network cut', () => {
  const callers: readonly (readonly [string, () => OrdinaryUser | undefined])[] = [
    ['an ordinary user', ordinaryUser],
    ...(IS_ROOT ? [['root', () => undefined] as const] : []),
  ];

  test.each(callers)('as %s', async (_who, find) => {
    const user = find();
    using here = checkout(user);
    const cut =
      user === undefined ? ['unshare', '--net'] : ['unshare', '--map-current-user', '--net'];
    const through = [...(user === undefined ? [] : asUser(user)), ...cut];
    const place = { ...at(here.path, { TACKLE_ENGINE: 'embedded', ...NOWHERE }), through };
    expect(await succeeds(place, 'bundle', 'import', 'tools.oci')).toBe(ALL);
    expect(await said(place)).toEqual(expected);
    expect(await succeeds(place, 'images', 'check')).toMatch(/is whole: 3 images\n$/);
  });

  test('nobody is asked for anything once all is there', async () => {
    using here = checkout();
    const place = at(here.path, { TACKLE_ENGINE: 'embedded' });
    await succeeds(place, 'bundle', 'import', 'tools.oci');
    const connections = join(here.path, 'connections');
    const preload = `--require=${join(import.meta.dirname, 'connections.cjs')}`;
    const env = { ...place.env, NODE_OPTIONS: preload, TACKLE_TEST_CONNECTIONS: connections };
    expect(await said({ ...place, env })).toEqual(expected);
    const made = existsSync(connections) ? readFileSync(connections, 'utf8') : '';
    expect(made).toBe('');
  });
});

describe.runIf(IS_ROOT)('on a Docker that reaches nobody', () => {
  let engine: OwnEngine;
  beforeAll(async () => {
    const directory = scratch('own-docker');
    undo.defer(() => directory[Symbol.dispose]());
    engine = undo.use(new OwnEngine(directory.path));
    await engine.start();
  });
  const docker = (...words: readonly string[]) =>
    execFileSync('docker', ['--host', engine.host, ...words], { encoding: 'utf8' });

  test('it is imported, runs, and is not pruned', async () => {
    using here = checkout();
    const place = at(here.path, { TACKLE_ENGINE: 'docker', DOCKER_HOST: engine.host });
    expect(await succeeds(place, 'bundle', 'import', 'tools.oci')).toBe(ALL);
    docker('image', 'prune', '--force');
    expect(await said(place)).toEqual(expected);
    // What came out of a bundle goes into another, which is the same.
    await succeeds(place, 'bundle', 'export', 'again.oci');
    const [first, again] = ['tools.oci', 'again.oci'].map((name) =>
      readFileSync(join(here.path, name)),
    );
    expect(again!.equals(first!)).toBe(true);
  });

  test('what `embedded` has exported is imported', async () => {
    using here = checkout();
    const place = at(here.path, { TACKLE_ENGINE: 'docker', DOCKER_HOST: engine.host });
    expect(await succeeds(place, 'bundle', 'import', 'embedded.oci')).toBe(
      'imported hello\nimported json\nnot in the bundle: own\n',
    );
    const named = await tackle(place, 'bundle', 'import', 'embedded.oci', 'own', 'json');
    expect({ ...named, stdout: named.stdout.toString() }).toMatchObject({
      status: 125,
      stdout: '',
      stderr: expect.stringContaining('`embedded.oci` does not hold `own` [') as string,
    });
    expect(await succeeds(place, 'hello')).toBe(expected[0]);
    expect(await succeeds(place, ...TOOLS[2]!)).toBe(expected[2]);
  });

  test('`docker load` reads it too', () => {
    const loaded = docker('load', '--input', join(origin, 'tools.oci'));
    expect(loaded).toMatch(/^Loaded image: .*\/hello:1$/m);
    expect(loaded).toMatch(/^Loaded image: tackle\/packages:[0-9a-f]{64}$/m);
  });
});

describe('on Podman', async () => {
  const podman = await startPodman();
  if ('because' in podman) {
    test('it is imported and runs', ({ skip }) => skip(podman.because));
    return;
  }
  undo.use(podman);

  test('it is imported and runs', async () => {
    using here = checkout();
    const socket = `unix://${podman.address.socketPath}`;
    const place = at(here.path, { TACKLE_ENGINE: 'podman', CONTAINER_HOST: socket });
    expect(await succeeds(place, 'bundle', 'import', 'tools.oci')).toBe(ALL);
    expect(await said(place)).toEqual(expected);
    await succeeds(place, 'bundle', 'export', 'again.oci', 'hello');
    expect(await succeeds(place, 'bundle', 'import', 'again.oci', 'hello')).toBe(
      'imported hello\n',
    );
  });
});

describe('what is refused, and what is left then', () => {
  const embedded = (path: string, more: Partial<TackleOptions> = {}): Place => {
    return { ...at(path, { TACKLE_ENGINE: 'embedded', ...NOWHERE }), ...more };
  };

  test('an image that is not what is locked, with both digests, and nothing of the bundle', async () => {
    using here = checkout();
    const file = join(here.path, 'tackle.lock');
    const lock = readFileSync(file, 'utf8');
    const [, config = ''] = /^config = "(sha256:[0-9a-f]{64})"$/m.exec(lock) ?? [];
    const other = `sha256:${'0'.repeat(64)}`;
    writeFileSync(file, lock.replace(config, other));
    const place = embedded(here.path);
    const refused = await tackle(place, 'bundle', 'import', 'tools.oci');
    expect({ ...refused, stdout: refused.stdout.toString() }).toEqual({
      status: 125,
      signal: null,
      stdout: '',
      stderr: [
        `tackle: \`hello\` is locked as \`${other}\`, and what is in \`tools.oci\` is \`${config}\` [images/bundle-differs]`,
        'hint: have the same `tackle.lock` on both machines, then export again',
        '',
      ].join('\n'),
    });
    expect(await succeeds(place, 'images')).not.toContain('hello');
  });

  test('a toolbox that is not locked', async () => {
    using here = checkout();
    writeFileSync(join(here.path, 'tackle.lock'), 'lock = 1\n');
    const { status, stderr } = await tackle(embedded(here.path), 'bundle', 'export', 'new.oci');
    expect({ status, codes: stderr.match(/\[[a-z/-]+\]/g) }).toEqual({
      status: 125,
      codes: ['[lock/not-locked]', '[lock/not-locked]', '[lock/not-locked]'],
    });
    expect(stderr).not.toContain('--frozen');
    expect(existsSync(join(here.path, 'new.oci'))).toBe(false);
  });

  test('half a bundle, and one of other things', async () => {
    using here = checkout();
    const bundle = readFileSync(join(here.path, 'tools.oci'));
    writeFileSync(join(here.path, 'half.oci'), bundle.subarray(0, bundle.length / 2));
    for (const file of ['half.oci', 'tackle.yaml', 'missing.oci']) {
      const { status, stderr } = await tackle(embedded(here.path), 'bundle', 'import', file);
      expect({ status, file: stderr.includes(`\`${file}\``) }).toEqual({ status: 125, file: true });
      expect(stderr).toContain('[images/bundle-unusable]');
    }
    expect(readdirSync(join(here.path, '.cache/tackle/build'))).toEqual([]);
  });

  test('nothing is left of an export that is interrupted', async () => {
    using here = checkout();
    const place = { ...at(here.path, { TACKLE_ENGINE: 'docker' }), cwd: here.path };
    const before = readdirSync(here.path);
    const child = startTackle(['-q', 'bundle', 'export', 'new.oci', 'json'], place);
    const ended = once(child, 'close') as Promise<[number | null, string | null]>;
    const isUnderWay = () =>
      readdirSync(here.path).some((name) => {
        return name.startsWith('new.oci.') && statSync(join(here.path, name)).size > 1_000_000;
      });
    await until(isUnderWay, { within: 60_000, what: 'that it writes' });
    child.kill('SIGINT');
    const [status, signal] = await ended;
    expect({ status, signal }).toEqual({ status: null, signal: 'SIGINT' });
    const left = readdirSync(here.path).filter((name) => !name.startsWith('.'));
    expect(left).toEqual(before.filter((name) => !name.startsWith('.')));
    expect(readdirSync(join(here.path, '.cache/tackle/build'))).toEqual([]);
  });

  test.runIf(IS_ROOT)('nothing is left of an export that fills the disk', async () => {
    using here = checkout();
    const small = join(here.path, 'small');
    const script = `mkdir "${small}" && mount -t tmpfs -o size=200k small "${small}" || exit
      "$@"; status=$?; find "${small}" -type f; exit $status`;
    const through = ['unshare', '--mount', 'sh', '-c', script, 'sh'];
    const place = { ...at(here.path, { TACKLE_ENGINE: 'docker' }), through };
    const full = await tackle(place, 'bundle', 'export', join(small, 'new.oci'), 'json');
    expect({ status: full.status, stdout: full.stdout.toString() }).toEqual({
      status: 125,
      stdout: '',
    });
    expect(full.stderr).toContain('[images/no-space]');
  });
});

test('what was exported is told on a terminal when no progress is shown any more', async () => {
  const place = at(origin, { TACKLE_ENGINE: 'docker' });
  const env = { ...tackleEnv(), ...place.env };
  await using terminal = new Terminal(TACKLE, ['bundle', 'export', 'shown.oci'], { ...place, env });
  expect(await terminal.ended).toEqual({ status: 0, signal: null });
  const told = 'exported hello\nexported json\nexported own\n';
  expect(terminal.text.slice(-told.length)).toBe(told);
  rmSync(join(origin, 'shown.oci'));
});

test('it goes through pipes, and a reader that goes away ends it quietly', async () => {
  using here = checkout();
  const docker = at(here.path, { TACKLE_ENGINE: 'docker' });
  const { status, stdout } = await tackle(docker, 'bundle', 'export', '-');
  expect({ status, same: stdout.equals(readFileSync(join(here.path, 'tools.oci'))) }).toEqual({
    status: 0,
    same: true,
  });
  const embedded = { ...at(here.path, { TACKLE_ENGINE: 'embedded', ...NOWHERE }), input: stdout };
  expect(await succeeds(embedded, 'bundle', 'import', '-')).toBe(ALL);
  const child = startTackle(['-q', 'bundle', 'export', '-'], docker);
  child.stdout.once('data', () => child.stdout.destroy());
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  expect({ code, signal }).toEqual({ code: null, signal: 'SIGPIPE' });
});

test('other programs find an OCI image layout in it', () => {
  const list = spawnSync('tar', ['-tf', join(origin, 'tools.oci')], { encoding: 'utf8' });
  const names = list.stdout.trimEnd().split('\n');
  expect(names[0]).toBe('oci-layout');
  expect(names.at(-1)).toBe('index.json');
  // The layer of `hello` is also the lower one of `own`.
  expect(names.filter((name) => name.startsWith('blobs/')).length).toBe(3 + 3 + 3);
  expect(new Set(names).size).toBe(names.length);
});
