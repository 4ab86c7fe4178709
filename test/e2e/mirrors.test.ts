import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  absentRegistry,
  startRegistry,
  startSilentRegistry,
  type Registry,
} from '../rig/registry.ts';
import { runTackle } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';
import { tinyImage } from '../rig/tiny-image.ts';
import { Undo } from '../rig/undo.ts';

/* `mirrors` in the user's own config, for the engine `embedded`. */

const undo = new Undo();
afterAll(() => undo[Symbol.asyncDispose]());
/** Two servers of the same content. */
let registry: Registry;
let mirror: Registry;
let digest: string;
beforeAll(async () => {
  const directory = scratch('mirrored');
  undo.defer(() => directory[Symbol.dispose]());
  const content = join(directory.path, 'content');
  registry = undo.use(await startRegistry(join(directory.path, 'registry'), { content }));
  mirror = undo.use(await startRegistry(join(directory.path, 'mirror'), { content }));
  using image = tinyImage(`${registry.address}/hello:1`);
  execFileSync('docker', ['push', image.name], { stdio: 'ignore' });
  const format = ['image', 'inspect', '--format', '{{index .RepoDigests 0}}', image.name];
  digest = execFileSync('docker', format, { encoding: 'utf8' }).trim().split('@')[1] ?? '';
});

interface Said {
  /** Of the user's own config. */
  readonly mirrors: Readonly<Record<string, readonly string[]>>;
  readonly image: string;
  /** Added to the project's config. */
  readonly more?: string;
  /** Where a Docker is to be; none when not said, for what it has would be taken over. */
  readonly docker?: string;
}

/** Runs the image's program, then has the store checked. */
async function hello({ mirrors, image, more = '', docker = 'unix:///nowhere.sock' }: Said) {
  using project = scratch('mirrors');
  const { path } = project;
  mkdirSync(join(path, '.config/tackle'), { recursive: true });
  writeFileSync(join(path, '.config/tackle/config.yaml'), JSON.stringify({ mirrors }));
  const settings = `image: '${image}', network: none, commands: [hello]`;
  writeFileSync(join(path, 'tackle.yaml'), `toolboxes:\n  t: {${settings}}\n${more}`);
  const env = {
    TACKLE_ENGINE: 'embedded',
    DOCKER_HOST: docker,
    XDG_CONFIG_HOME: join(path, '.config'),
    XDG_DATA_HOME: join(path, '.data'),
    XDG_CACHE_HOME: join(path, '.cache'),
  };
  const run = (...argv: readonly string[]) => runTackle(['-q', ...argv], { cwd: path, env });
  const { status, stdout, stderr } = await run('hello');
  const said = { status, stdout: stdout.toString(), stderr: stderr.toString() };
  if (more === '') expect((await run('images', 'check')).status).toBe(0);
  return said;
}

const HELLO = { status: 0, stdout: 'hello from the image\n', stderr: '' };

test('a mirror is asked in place of a registry that is not there', async () => {
  const absent = await absentRegistry();
  const image = `${absent}/hello@${digest}`;
  expect(await hello({ mirrors: {}, image })).toMatchObject({ status: 125 });
  const mirrors = { [absent]: [`http://${mirror.address}`] };
  expect(await hello({ mirrors, image })).toEqual(HELLO);
  expect(await hello({ mirrors, image: `${absent}/hello:1` })).toEqual(HELLO);
});

test('a Docker that is silent is passed over, and does not hold up the end', async () => {
  await using silent = await startSilentRegistry();
  const docker = `tcp://${silent.address}`;
  const image = `${registry.address}/hello@${digest}`;
  expect(await hello({ mirrors: {}, image, docker })).toEqual(HELLO);
});

test('a pull is shown as that of Docker is', async () => {
  const shown = async (engine: string) => {
    using directory = scratch('shown');
    const { path } = directory;
    const settings = `image: '${registry.address}/hello@${digest}', network: none`;
    writeFileSync(join(path, 'tackle.yaml'), `toolboxes:\n  t: {${settings}, commands: [hello]}\n`);
    const env = { TACKLE_ENGINE: engine, XDG_DATA_HOME: join(path, '.data') };
    const { stderr } = await runTackle(['--verbose', 'hello'], { cwd: path, env });
    return stderr
      .toString()
      .replaceAll(/\d+ s$/gm, 'N s')
      .replaceAll(/:latest|@sha256:\w+/g, '');
  };
  // Docker has nothing of it any more, so that it pulls, and embedded does not take it over.
  const byEmbedded = await shown('embedded');
  const name = `${registry.address}/hello`;
  expect(byEmbedded).toBe(`tackle: pull ${name}\ntackle: pull ${name} · done in N s\n`);
  expect(await shown('docker')).toBe(byEmbedded);
  execFileSync('docker', ['image', 'rm', '--force', `${name}@${digest}`]);
});

test('a mirror that is down is passed over', async () => {
  const mirrors = { [registry.address]: [`http://${await absentRegistry()}`] };
  expect(await hello({ mirrors, image: `${registry.address}/hello:1` })).toEqual(HELLO);
});

test.each(['manifests', 'blobs'])(
  'a mirror that gives wrong %s is refused, and passed over',
  async (what) => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      const { url = '', method = 'GET', headers } = request;
      asked.push(url);
      const accept = { accept: headers.accept ?? '*/*' };
      void fetch(`http://${registry.address}${url}`, { method, headers: accept }).then(
        async (answer) => {
          const bytes = Buffer.from(await answer.arrayBuffer());
          const type = answer.headers.get('content-type') ?? '';
          response.writeHead(answer.status, { 'content-type': type });
          // One byte is another in the middle.
          const at = Math.floor(bytes.length / 2);
          if (url.includes(`/${what}/`) && bytes.length > 0) bytes[at] = (bytes[at] ?? 0) ^ 1;
          response.end(bytes);
        },
      );
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const { port } = server.address() as AddressInfo;
      const mirrors = { [registry.address]: [`http://127.0.0.1:${port}`] };
      expect(await hello({ mirrors, image: `${registry.address}/hello@${digest}` })).toEqual(HELLO);
      expect(asked.filter((url) => url.includes(`/${what}/`))).not.toEqual([]);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  },
);

test('a project does not say whom to ask', async () => {
  const more = `mirrors: {${registry.address}: ['http://${mirror.address}']}\n`;
  const image = `${registry.address}/hello:1`;
  const outcome = await hello({ mirrors: {}, image, more });
  expect(outcome).toMatchObject({ status: 125, stdout: '' });
  expect(outcome.stderr).toContain('[config/user-only]\n  tackle.yaml:3:1\n');
});
