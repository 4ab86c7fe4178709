import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ImagesListing } from '../../src/cli/images-listing.ts';
import { Terminal } from '../rig/pty.ts';
import { startPodman } from '../rig/podman.ts';
import { startRegistry } from '../rig/registry.ts';
import {
  runTackle,
  startTackle,
  TACKLE,
  tackleEnv,
  type TackleOptions,
} from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';
import { saved, tinyImage } from '../rig/tiny-image.ts';

/* Images that the engine `embedded` takes over from Docker, and those that people bring. */

const IS_ROOT = userInfo().uid === 0;
const HELLO = 'hello from the image\n';
const NOBODY = { DOCKER_HOST: 'unix:///nowhere/docker.sock' };

/** A project with one command, `hello`, in the image of that name; with a store of its own. */
function project(image: string) {
  const directory = scratch('images');
  const { path } = directory;
  const settings = `image: '${image}', network: none, commands: [hello]`;
  writeFileSync(join(path, 'tackle.yaml'), `engine: embedded\ntoolboxes:\n  t: {${settings}}\n`);
  const own = { XDG_DATA_HOME: join(path, '.data'), XDG_CACHE_HOME: join(path, '.cache') };
  const options = ({ env, ...more }: Partial<TackleOptions> = {}): TackleOptions => {
    return { cwd: path, env: { ...own, ...env }, ...more };
  };
  const run = async (args: readonly string[], more?: Partial<TackleOptions>) => {
    const { status, stdout, stderr } = await runTackle(['-q', ...args], options(more));
    return { status, stdout: stdout.toString(), stderr: stderr.toString() };
  };
  return {
    run,
    start: (args: readonly string[]) => startTackle(args, options()),
    store: join(own.XDG_DATA_HOME, 'tackle/images'),
    [Symbol.dispose]: () => directory[Symbol.dispose](),
  };
}

const done = (stdout: string) => ({ status: 0, stdout, stderr: '' });

describe('an image that only Docker has', () => {
  const name = `tackle-test/built:${process.pid}`;
  beforeAll(() => {
    const image = tinyImage(name);
    return () => image[Symbol.dispose]();
  });

  test('is taken over from there, and is there without it from then on', async () => {
    using here = project(name);
    expect(await here.run(['hello'], { env: NOBODY })).toMatchObject({ status: 125 });
    expect(await here.run(['hello'])).toEqual(done(HELLO));
    expect(await here.run(['hello'], { env: NOBODY })).toEqual(done(HELLO));
    expect(await here.run(['images', 'check'])).toMatchObject({ status: 0 });
  });

  test('is shown while it comes', async () => {
    using here = project(name);
    const { stderr } = await here.run(['--verbose', 'hello']);
    expect(stderr).toContain(`tackle: import docker.io/${name} from docker\n`);
  });

  test('is imported by hand, listed, checked, and removed once nobody uses it', async () => {
    using here = project(name);
    const images = async () => {
      const { stdout } = await here.run(['images', '--json'], { env: NOBODY });
      return JSON.parse(stdout) as ImagesListing;
    };
    expect(await images()).toMatchObject({ bytes: 0, images: [] });
    const input = saved(name);
    const imported = await here.run(['images', 'import', '-'], { input });
    expect(imported).toEqual(done(`imported docker.io/${name}\n`));
    expect(await here.run(['hello'], { env: NOBODY })).toEqual(done(HELLO));
    const { bytes, images: listed } = await images();
    expect(listed).toMatchObject([{ title: `docker.io/${name}`, bytes }]);
    expect(bytes).toBeGreaterThan(10_000);
    expect((await here.run(['images'])).stdout).toContain(`  docker.io/${name}\n1 image, `);

    const tool = here.start(['hello', 'wait']);
    await once(tool.stdout, 'data');
    expect((await here.run(['images', 'prune', '--all'])).stdout).toMatch(/^0 images removed/);
    const ended = once(tool, 'close');
    tool.kill('SIGTERM');
    await ended;
    expect((await here.run(['images', 'prune'])).stdout).toMatch(/^0 images removed/);
    const { stdout } = await here.run(['images', 'prune', '--all']);
    expect(stdout).toMatch(
      new RegExp(`^removed docker\\.io/${name}\n1 image removed, [0-9.]+ MB freed\n$`),
    );
    for (const part of ['images', 'layers', 'tmp', '../names']) {
      expect(readdirSync(join(here.store, part))).toEqual([]);
    }
  });

  test('is not imported by half, and the store is whole', async () => {
    using here = project(name);
    const input = saved(name);
    const half = await here.run(['images', 'import', '-'], {
      input: input.subarray(0, input.length / 2),
    });
    expect(half).toMatchObject({ status: 125, stdout: '' });
    expect(half.stderr).toContain('[images/archive-unusable]');
    expect((await here.run(['images', 'check'])).stdout).toMatch(/is whole: 0 images\n$/);
    expect(await here.run(['images', 'import', '-'], { input })).toMatchObject({ status: 0 });
  });

  test.runIf(IS_ROOT)('that the disk has no room for is told, and leaves nothing', async () => {
    using here = project(name);
    const data = dirname(dirname(here.store));
    // Room for the archive, and none for what is in it.
    const script = `mkdir -p "${data}" && mount -t tmpfs -o size=1200k small "${data}" || exit
      "$@"; status=$?; find "${here.store}" -type f; exit $status`;
    const through = ['unshare', '--mount', 'sh', '-c', script, 'sh'];
    const full = await here.run(['images', 'import', '-'], { input: saved(name), through });
    expect(full).toMatchObject({ status: 125, stdout: '' });
    expect(full.stderr).toContain(`\`${here.store}\` [images/no-space]`);
  });

  test('is called as somebody says', async () => {
    using here = project('elsewhere.example.org/tool:2');
    const input = saved(name);
    const imported = ['images', 'import', '--name', 'elsewhere.example.org/tool:2', '-'];
    expect(await here.run(imported, { input })).toMatchObject({ status: 0 });
    expect(await here.run(['hello'], { env: NOBODY })).toEqual(done(HELLO));
  });

  test('without a name has to be given one', async () => {
    using here = project(name);
    const format = ['image', 'inspect', '--format', '{{.Id}}', name];
    const id = execFileSync('docker', format, { encoding: 'utf8' }).trim();
    const outcome = await here.run(['images', 'import', '-'], { input: saved(id) });
    expect(outcome).toMatchObject({ status: 125, stdout: '' });
    expect(outcome.stderr).toContain('hint: give it one: `tackle images import --name');
  });
});

test('nothing is imported from a keyboard', async () => {
  using directory = scratch('keyboard');
  const options = { cwd: directory.path, env: tackleEnv() };
  await using terminal = new Terminal(TACKLE, ['images', 'import', '-'], options);
  await terminal.expect(/`stdin`: it is a terminal \[images\/archive-unusable\]/);
  expect((await terminal.ended).status).toBe(125);
});

test('an image that Docker has pulled is not fetched again', async () => {
  using directory = scratch('gone-registry');
  const registry = await startRegistry(directory.path);
  const name = `${registry.address}/hello:1`;
  using image = tinyImage(name);
  try {
    execFileSync('docker', ['push', image.name], { stdio: 'ignore' });
  } finally {
    await registry[Symbol.asyncDispose]();
  }
  const format = ['image', 'inspect', '--format', '{{index .RepoDigests 0}}', name];
  using here = project(execFileSync('docker', format, { encoding: 'utf8' }).trim());
  expect(await here.run(['hello'], { env: NOBODY })).toMatchObject({ status: 125 });
  expect(await here.run(['hello'])).toEqual(done(HELLO));
});

describe('an image that only Podman has', async () => {
  const podman = await startPodman();
  if ('because' in podman) {
    test('is taken over', ({ skip }) => skip(podman.because));
    return;
  }
  afterAll(() => podman[Symbol.asyncDispose]());
  const name = `tackle-test/of-podman:${process.pid}`;
  beforeAll(() => {
    using image = tinyImage(name);
    const { env } = podman;
    execFileSync('podman', ['load', '--quiet'], { env, input: saved(image.name), stdio: 'pipe' });
  });

  const ways: readonly (readonly [string, NonNullable<TackleOptions['env']>])[] = [
    ['by its service', { CONTAINER_HOST: `unix://${podman.address.socketPath}` }],
    ['by its program, where no service listens', podman.env],
  ];
  test.each(ways)('is taken over %s', async (_how, way) => {
    using here = project(`localhost/${name}`);
    const env = { ...way, ...NOBODY };
    const { status, stdout, stderr } = await here.run(['--verbose', 'hello'], { env });
    expect({ status, stdout }).toEqual({ status: 0, stdout: HELLO });
    expect(stderr).toContain(`tackle: import localhost/${name} from podman\n`);
    expect(await here.run(['hello'], { env: { ...NOBODY, CONTAINER_HOST: 'unix:///no' } })).toEqual(
      done(HELLO),
    );
  });
});
