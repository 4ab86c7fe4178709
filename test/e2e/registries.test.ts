import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  absentRegistry,
  REGISTRY_ACCOUNT,
  startRegistry,
  startSilentRegistry,
  type Registry,
} from '../rig/registry.ts';
import { runTackle } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';
import { tinyImage } from '../rig/tiny-image.ts';
import { Undo } from '../rig/undo.ts';

/* `registries` in the user's own config. */

const undo = new Undo();
afterAll(() => undo[Symbol.asyncDispose]());
/** Two servers of the same content. */
let registry: Registry;
let mirror: Registry;
let digest: string;
/** Where their content lies. */
let content: string;
beforeAll(async () => {
  const directory = scratch('mirrored');
  undo.defer(() => directory[Symbol.dispose]());
  content = join(directory.path, 'content');
  registry = undo.use(await startRegistry(join(directory.path, 'registry'), { content }));
  mirror = undo.use(await startRegistry(join(directory.path, 'mirror'), { content }));
  using image = tinyImage(`${registry.address}/hello:1`);
  execFileSync('docker', ['push', image.name], { stdio: 'ignore' });
  const format = ['image', 'inspect', '--format', '{{index .RepoDigests 0}}', image.name];
  digest = execFileSync('docker', format, { encoding: 'utf8' }).trim().split('@')[1] ?? '';
});

/** By their names with digests, in Docker. */
function images(): string {
  const format = ['images', '--digests', '--format', '{{.Repository}}@{{.Digest}}'];
  return execFileSync('docker', format, { encoding: 'utf8' });
}

interface Said {
  /** Of the user's own config. */
  readonly registries: Readonly<Record<string, string | readonly string[]>>;
  readonly image: string;
  /** Added to the project's config. */
  readonly more?: string;
  /** Where a Docker is to be; none when not said, for what it has would be taken over. */
  readonly docker?: string;
  readonly engine?: 'docker';
  /** What `docker login` has left. */
  readonly logins?: object;
}

/** Runs the image's program, then has the store checked. */
async function hello({ registries, image, more = '', engine, logins, ...said }: Said) {
  using project = scratch('mirrors');
  const { path } = project;
  mkdirSync(join(path, '.config/tackle'), { recursive: true });
  writeFileSync(join(path, '.config/tackle/config.yaml'), JSON.stringify({ registries }));
  mkdirSync(join(path, '.docker'));
  writeFileSync(join(path, '.docker/config.json'), JSON.stringify(logins ?? {}));
  const settings = `image: '${image}', network: none, commands: [hello]`;
  writeFileSync(join(path, 'tackle.yaml'), `toolboxes:\n  t: {${settings}}\n${more}`);
  const env = {
    TACKLE_ENGINE: engine ?? 'embedded',
    ...(engine === undefined && { DOCKER_HOST: said.docker ?? 'unix:///nowhere.sock' }),
    DOCKER_CONFIG: join(path, '.docker'),
    XDG_CONFIG_HOME: join(path, '.config'),
    XDG_DATA_HOME: join(path, '.data'),
    XDG_CACHE_HOME: join(path, '.cache'),
  };
  const run = (...argv: readonly string[]) => runTackle(['-q', ...argv], { cwd: path, env });
  const { status, stdout, stderr } = await run('hello');
  const outcome = { status, stdout: stdout.toString(), stderr: stderr.toString() };
  if (more === '' && engine === undefined) expect((await run('images', 'check')).status).toBe(0);
  return outcome;
}

const HELLO = { status: 0, stdout: 'hello from the image\n', stderr: '' };

test('another place is asked for the images of a registry that is not there', async () => {
  const absent = await absentRegistry();
  const image = `${absent}/hello@${digest}`;
  expect(await hello({ registries: {}, image })).toMatchObject({ status: 125 });
  const registries = { [absent]: mirror.address };
  expect(await hello({ registries, image })).toEqual(HELLO);
  expect(await hello({ registries, image: `${absent}/hello:1` })).toEqual(HELLO);
});

test('a Docker that is silent is passed over, and does not hold up the end', async () => {
  await using silent = await startSilentRegistry();
  const docker = `tcp://${silent.address}`;
  const image = `${registry.address}/hello@${digest}`;
  expect(await hello({ registries: {}, image, docker })).toEqual(HELLO);
});

test('a pull is shown as that of Docker is', async () => {
  const shown = async (engine: string) => {
    using directory = scratch('shown');
    const { path } = directory;
    const settings = `image: '${registry.address}/hello@${digest}', network: none`;
    writeFileSync(join(path, 'tackle.yaml'), `toolboxes:\n  t: {${settings}, commands: [hello]}\n`);
    const env = { TACKLE_ENGINE: engine, XDG_DATA_HOME: join(path, '.data') };
    const { stderr } = await runTackle(['--verbose', 'hello'], { cwd: path, env });
    return (
      stderr
        .toString()
        .replaceAll(/\d+ s$/gm, 'N s')
        // What it is made of, and what else there is to say of a launch, each engine says in its own way.
        .replaceAll(/^(?!tackle: pull ).*\n/gm, '')
        .replaceAll(/:latest|@sha256:\w+/g, '')
    );
  };
  // Docker has nothing of it any more, so that it pulls, and embedded does not take it over.
  const byEmbedded = await shown('embedded');
  const name = `${registry.address}/hello`;
  expect(byEmbedded).toBe(`tackle: pull ${name}\ntackle: pull ${name} · done in N s\n`);
  expect(await shown('docker')).toBe(byEmbedded);
  execFileSync('docker', ['image', 'rm', '--force', `${name}@${digest}`]);
});

test('a mirror that is down is passed over', async () => {
  const registries = { [registry.address]: [await absentRegistry(), registry.address] };
  expect(await hello({ registries, image: `${registry.address}/hello:1` })).toEqual(HELLO);
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
      const registries = { [registry.address]: [`127.0.0.1:${port}`, registry.address] };
      expect(await hello({ registries, image: `${registry.address}/hello@${digest}` })).toEqual(
        HELLO,
      );
      expect(asked.filter((url) => url.includes(`/${what}/`))).not.toEqual([]);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  },
);

test('Docker asks there too, and knows the image again', async () => {
  const absent = await absentRegistry();
  const image = `${absent}/hello@${digest}`;
  const engine = 'docker';
  const there = `${mirror.address}/hello@${digest}`;
  try {
    expect(await hello({ registries: { [absent]: mirror.address }, image, engine })).toEqual(HELLO);
    expect(images()).toContain(there);
    // Nobody is asked again: nobody listens at any of these places.
    const nobody = { [absent]: [await absentRegistry(), mirror.address] };
    await mirror[Symbol.asyncDispose]();
    expect(await hello({ registries: nobody, image, engine })).toEqual(HELLO);
    const byTag = {
      registries: { [absent]: registry.address },
      image: `${absent}/hello:1`,
      engine,
    };
    expect(await hello({ ...byTag, engine })).toEqual(HELLO);
    expect(images()).toContain(`${registry.address}/hello@${digest}`);
  } finally {
    for (const name of [there, `${registry.address}/hello@${digest}`]) {
      spawnSync('docker', ['image', 'rm', '--force', name], { stdio: 'ignore' });
    }
  }
});

test.each(['docker', undefined] as const)(
  'what is for one registry is not shown to another (%s)',
  async (engine) => {
    const seen: (string | undefined)[] = [];
    const server = createServer(({ headers }, response) => {
      seen.push(headers.authorization);
      response.writeHead(401, { 'www-authenticate': 'Basic realm="stranger"' }).end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const stranger = `127.0.0.1:${(server.address() as AddressInfo).port}`;
      const auth = Buffer.from('ada:secret').toString('base64');
      const logins = { auths: { [registry.address]: { auth } } };
      const outcome = await hello({
        registries: { [registry.address]: stranger },
        image: `${registry.address}/hello@${digest}`,
        ...(engine && { engine }),
        logins,
      });
      expect(outcome).toMatchObject({ status: 125, stdout: '' });
      expect(outcome.stderr).toContain('[engine/registry-denied]\n  .config/tackle/config.yaml:1:');
      expect(seen.length).toBeGreaterThan(0);
      expect(new Set(seen)).toEqual(new Set([undefined]));
    } finally {
      server.close();
      server.closeAllConnections();
    }
  },
);

test.each(['docker', undefined] as const)(
  'a registry that lets nobody in is shown what `docker login` has left (%s)',
  async (engine) => {
    using directory = scratch('closed');
    await using closed = await startRegistry(directory.path, { auth: true, content });
    const { username, password } = REGISTRY_ACCOUNT;
    const auth = Buffer.from(`${username}:${password}`).toString('base64');
    const logins = { auths: { [closed.address]: { auth } } };
    const absent = await absentRegistry();
    const said = { registries: { [absent]: closed.address }, ...(engine && { engine }) };
    const image = `${absent}/hello@${digest}`;
    try {
      expect(await hello({ ...said, image })).toMatchObject({ status: 125 });
      expect(await hello({ ...said, image, logins })).toEqual(HELLO);
      expect(await hello({ ...said, image: `${absent}/hello:1`, logins })).toEqual(HELLO);
    } finally {
      const name = `${closed.address}/hello@${digest}`;
      spawnSync('docker', ['image', 'rm', '--force', name], { stdio: 'ignore' });
    }
  },
);

test('a project does not say whom to ask', async () => {
  const more = `registries: {'${registry.address}': '${mirror.address}'}\n`;
  const image = `${registry.address}/hello:1`;
  const outcome = await hello({ registries: {}, image, more });
  expect(outcome).toMatchObject({ status: 125, stdout: '' });
  expect(outcome.stderr).toContain('[config/user-only]\n  tackle.yaml:3:1\n');
});
