import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { holdingRegistry } from '../rig/holding-registry.ts';
import { startRegistry, type Registry } from '../rig/registry.ts';
import { runTackle, startTackle, TACKLE } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';
import { tinyImage } from '../rig/tiny-image.ts';
import { Undo } from '../rig/undo.ts';

/* What can happen to the store of the engine `embedded` while a launch fills it: it is whole afterwards. */

const HELLO = 'hello from the image\n';
const IS_ROOT = userInfo().uid === 0;

const undo = new Undo();
afterAll(() => undo[Symbol.asyncDispose]());
let registry: Registry;
let digest: string;
beforeAll(async () => {
  const directory = scratch('troubled');
  undo.defer(() => directory[Symbol.dispose]());
  registry = undo.use(await startRegistry(directory.path));
  using image = tinyImage(`${registry.address}/hello:1`, 20);
  execFileSync('docker', ['push', image.name], { stdio: 'ignore' });
  const format = ['image', 'inspect', '--format', '{{index .RepoDigests 0}}', image.name];
  digest = execFileSync('docker', format, { encoding: 'utf8' }).trim().split('@')[1] ?? '';
});

/** A project whose one command lives in the image, as the registry at this address serves it. */
function project(address: string) {
  const directory = scratch('store-trouble');
  const { path } = directory;
  const settings = `image: '${address}/hello@${digest}', network: none, commands: [hello]`;
  writeFileSync(join(path, 'tackle.yaml'), `toolboxes:\n  t: {${settings}}\n`);
  const data = join(path, 'data');
  mkdirSync(data);
  const env = {
    TACKLE_ENGINE: 'embedded',
    DOCKER_HOST: 'unix:///nowhere/docker.sock',
    XDG_DATA_HOME: data,
    XDG_CACHE_HOME: join(path, 'cache'),
  };
  const options = { cwd: path, env };
  return {
    path,
    data,
    options,
    run: async (...argv: readonly string[]) => {
      const { status, stdout, stderr } = await runTackle(['-q', ...argv], options);
      return { status, stdout: stdout.toString(), stderr: stderr.toString() };
    },
    start: () => startTackle(['-q', 'hello'], options),
    left: () => readdirSync(join(data, 'tackle/images/tmp')),
    [Symbol.dispose]: () => directory[Symbol.dispose](),
  };
}

type Project = ReturnType<typeof project>;

async function expectWhole({ run }: Project, images: number): Promise<void> {
  const said = expect.stringMatching(
    new RegExp(`is whole: ${images} images?\n$`),
  ) as unknown as string;
  expect(await run('images', 'check')).toEqual({ status: 0, stdout: said, stderr: '' });
}

const done = { status: 0, stdout: HELLO, stderr: '' };

test('a launch that is killed while it unpacks leaves a store that is whole, and the next one finishes', async () => {
  await using held = await holdingRegistry(registry.address);
  using here = project(held.address);
  const killed = here.start();
  await held.held(1);
  killed.kill('SIGKILL');
  await once(killed, 'close');
  expect(here.left()).toHaveLength(1);
  await expectWhole(here, 0);
  held.release();
  expect(await here.run('hello')).toEqual(done);
  await expectWhole(here, 1);
  expect(here.left()).toEqual([]);
});

test('a launch that is interrupted while it unpacks leaves nothing', async () => {
  await using held = await holdingRegistry(registry.address);
  using here = project(held.address);
  const interrupted = here.start();
  await held.held(1);
  interrupted.kill('SIGTERM');
  expect(await once(interrupted, 'close')).toEqual([null, 'SIGTERM']);
  expect(here.left()).toEqual([]);
  await expectWhole(here, 0);
});

test('launches that need the same image at once all get it, and there is one', async () => {
  await using held = await holdingRegistry(registry.address);
  using here = project(held.address);
  const runs = [here.run('hello'), here.run('hello'), here.run('hello')];
  await held.held(3);
  held.release();
  expect(await Promise.all(runs)).toEqual([done, done, done]);
  await expectWhole(here, 1);
  expect(here.left()).toEqual([]);
});

test.runIf(IS_ROOT)('a disk that is full half way is told, and the store is whole', async () => {
  using here = project(registry.address);
  // The program fits, and of the files beside it some.
  const script = `
    exec 2>&1
    mount -t tmpfs -o size=2m small "${here.data}" || exit
    "$@"; echo "first $?"
    find "${here.data}/tackle/images" -type f | wc -l
    ${TACKLE} -q images check
    mount -o remount,size=50m "${here.data}"
    "$@"; echo "second $?"
    ${TACKLE} -q images check`;
  const through = ['unshare', '--mount', 'sh', '-c', script, 'sh'];
  const { stdout } = await runTackle(['-q', 'hello'], { ...here.options, through });
  const said = stdout.toString().replaceAll(here.data, 'DATA');
  const store = 'DATA/tackle/images';
  expect(said.split('\n')).toEqual([
    `tackle: no space left on the disk of \`${store}\` [engine/no-space]`,
    `hint: see how full it is with \`df -h ${store}\`; \`XDG_DATA_HOME\` moves images to another disk`,
    'first 125',
    '0',
    `${store} is whole: 0 images`,
    HELLO.trim(),
    'second 0',
    `${store} is whole: 1 image`,
    '',
  ]);
});

test('what somebody changed in the store is found, and said where', async () => {
  using here = project(registry.address);
  expect(await here.run('hello')).toEqual(done);
  const layers = join(here.data, 'tackle/images/layers');
  const [layer = ''] = readdirSync(layers);
  const files = join(layers, layer, 'files');
  const [name = ''] = readdirSync(files);
  const bytes = readFileSync(join(files, name));
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  writeFileSync(join(files, name), bytes);
  const { status, stderr } = await here.run('images', 'check');
  expect(status).toBe(125);
  expect(stderr).toContain(`its file \`${name}\` holds something else [images/store-damaged]`);
});
