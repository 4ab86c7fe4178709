import { expect, test } from 'vitest';
import type { DockerAddress } from '../../../src/engines/docker/address.ts';
import { findDockerAddress, printAddress } from '../../../src/engines/docker/address.ts';
import { contextFiles, contextFolder, fakeHome } from '../fake-home.ts';

type Env = Readonly<Record<string, string>>;

async function addressIn(env: Env): Promise<DockerAddress> {
  const found = await findDockerAddress(env);
  if (!found.ok || found.value.kind !== 'said') throw new Error(JSON.stringify(found));
  return found.value.address;
}

async function problemIn(env: Env) {
  const found = await findDockerAddress(env);
  if (found.ok) throw new Error(JSON.stringify(found));
  return found.error;
}

const FOO = contextFiles('foo', { Host: 'unix:///run/foo.sock', SkipTLSVerify: false });
const USES_FOO = { '.docker/config.json': { currentContext: 'foo' } };
const BAR = contextFiles('bar', { Host: 'unix:///run/bar.sock' });

test.each<[string, Record<string, unknown>, Env, string, string]>([
  [
    'DOCKER_HOST alone',
    {},
    { DOCKER_HOST: 'unix:///run/h.sock' },
    'unix:///run/h.sock',
    '`DOCKER_HOST`',
  ],
  [
    'DOCKER_HOST before DOCKER_CONTEXT and config.json',
    { ...FOO, ...USES_FOO },
    { DOCKER_HOST: 'tcp://h:1', DOCKER_CONTEXT: 'foo' },
    'tcp://h:1',
    '`DOCKER_HOST`',
  ],
  [
    'DOCKER_CONTEXT before config.json',
    { ...FOO, ...USES_FOO, ...BAR },
    { DOCKER_CONTEXT: 'bar' },
    'unix:///run/bar.sock',
    'the Docker context `bar`',
  ],
  [
    'config.json when the variables are unset',
    { ...FOO, ...USES_FOO },
    {},
    'unix:///run/foo.sock',
    'the Docker context `foo`',
  ],
  [
    'config.json when the variables are empty',
    { ...FOO, ...USES_FOO },
    { DOCKER_HOST: '', DOCKER_CONTEXT: '' },
    'unix:///run/foo.sock',
    'the Docker context `foo`',
  ],
  ['a port of its own', {}, { DOCKER_HOST: 'tcp://h' }, 'tcp://h:2375', '`DOCKER_HOST`'],
  ['an IPv6 host', {}, { DOCKER_HOST: 'tcp://[::1]:5' }, 'tcp://[::1]:5', '`DOCKER_HOST`'],
])('%s', async (_title, files, env, printed, saidBy) => {
  const address = await addressIn({ HOME: await fakeHome(files), ...env });
  expect(printAddress(address)).toBe(printed);
  expect(address.saidBy).toBe(saidBy);
});

test('DOCKER_CONFIG moves the folder of config.json and the contexts', async () => {
  const home = await fakeHome({ ...FOO, ...USES_FOO });
  const address = await addressIn({ HOME: '/nowhere', DOCKER_CONFIG: `${home}/.docker` });
  expect(printAddress(address)).toBe('unix:///run/foo.sock');
});

const SOCKETS_OF = (home: string): string[] => [
  '/var/run/docker.sock',
  '/run/user/7/docker.sock',
  `${home}/.docker/run/docker.sock`,
  `${home}/.colima/default/docker.sock`,
  `${home}/.orbstack/run/docker.sock`,
  `${home}/.rd/docker.sock`,
];

test.each<[string, Record<string, unknown>, Env]>([
  ['nothing says where', {}, {}],
  ['the context is `default`', USES_FOO, { DOCKER_CONTEXT: 'default' }],
  ['config.json names no context', { '.docker/config.json': { auths: {} } }, {}],
])('the known sockets are tried when %s', async (_title, files, env) => {
  const home = await fakeHome(files);
  const found = await findDockerAddress({ HOME: home, XDG_RUNTIME_DIR: '/run/user/7', ...env });
  expect(found).toEqual({ ok: true, value: { kind: 'guessed', sockets: SOCKETS_OF(home) } });
});

test('TLS comes from DOCKER_CERT_PATH and raises the port', async () => {
  const home = await fakeHome({ 'c/ca.pem': 'CA', 'c/cert.pem': 'CERT', 'c/key.pem': 'KEY' });
  const env = { HOME: home, DOCKER_HOST: 'tcp://h', DOCKER_CERT_PATH: `${home}/c` };
  expect(await addressIn({ ...env, DOCKER_TLS_VERIFY: '1' })).toEqual({
    kind: 'tcp',
    host: 'h',
    port: 2376,
    tls: { ca: 'CA', cert: 'CERT', key: 'KEY', verify: true },
    saidBy: '`DOCKER_HOST`',
  });
  expect(await addressIn({ ...env, DOCKER_TLS: '1' })).toMatchObject({ tls: { verify: false } });
  expect(await addressIn(env)).not.toHaveProperty('tls');
});

test('TLS of a context comes from its own folder', async () => {
  const tls = `.docker/contexts/tls/${contextFolder('far')}/docker`;
  const home = await fakeHome({
    ...contextFiles('far', { Host: 'tcp://far:2376', SkipTLSVerify: true }),
    [`${tls}/ca.pem`]: 'CA',
  });
  expect(await addressIn({ HOME: home, DOCKER_CONTEXT: 'far' })).toEqual({
    kind: 'tcp',
    host: 'far',
    port: 2376,
    tls: { ca: 'CA', verify: false },
    saidBy: 'the Docker context `far`',
  });
});

test('a missing ca.pem is said before anything is sent', async () => {
  const env = { HOME: await fakeHome(), DOCKER_HOST: 'tcp://h', DOCKER_TLS_VERIFY: '1' };
  expect(await problemIn(env)).toEqual({
    code: 'engine/unusable',
    message: `\`DOCKER_TLS_VERIFY\` is set and there is no \`${env.HOME}/.docker/ca.pem\``,
    hint: 'name the directory that holds `ca.pem`, `cert.pem` and `key.pem` in `DOCKER_CERT_PATH`',
  });
});

test('a DOCKER_HOST that is no address is underlined', async () => {
  expect(await problemIn({ HOME: await fakeHome(), DOCKER_HOST: 'http://h:1' })).toEqual({
    code: 'engine/unusable',
    message: '`http://h:1` (`DOCKER_HOST`) is not an address of a Docker daemon',
    hint: 'write `unix:///var/run/docker.sock` or `tcp://HOST:PORT`',
    place: { file: 'DOCKER_HOST', line: 1, column: 1, length: 10, text: 'http://h:1' },
  });
});

test('ssh is refused with the way around', async () => {
  const problem = await problemIn({ HOME: await fakeHome(), DOCKER_HOST: 'ssh://me@box:2222' });
  expect(problem.message).toBe(
    'tackle cannot speak to a Docker daemon over `ssh://` (`DOCKER_HOST`)',
  );
  expect(problem.hint).toContain(
    '`ssh -nNT -L /tmp/docker.sock:/var/run/docker.sock -p 2222 me@box`',
  );
});

test('a context that does not exist', async () => {
  const home = await fakeHome(USES_FOO);
  expect(await problemIn({ HOME: home })).toEqual({
    code: 'engine/unusable',
    message: `there is no Docker context \`foo\` (\`currentContext\` of \`${home}/.docker/config.json\`)`,
    hint: 'see which there are with `docker context ls`, and choose one with `docker context use NAME`',
  });
});

test('a context without an endpoint', async () => {
  const home = await fakeHome(contextFiles('odd', undefined));
  expect(await problemIn({ HOME: home, DOCKER_CONTEXT: 'odd' })).toMatchObject({
    code: 'engine/unusable',
    message: 'the Docker context `odd` (`DOCKER_CONTEXT`) names no Docker endpoint',
  });
});

test.each([
  ['.docker/config.json', {}],
  [`.docker/contexts/meta/${contextFolder('foo')}/meta.json`, { DOCKER_CONTEXT: 'foo' }],
])('broken JSON in %s names the file', async (file, env) => {
  const home = await fakeHome({ [file]: '{"Name":' });
  expect(await problemIn({ HOME: home, ...env })).toEqual({
    code: 'engine/unusable',
    message: `\`${home}/${file}\` is not valid JSON`,
    hint: 'mend the file, or say where the daemon is with `DOCKER_HOST=unix:///var/run/docker.sock`',
    detail: ['Unexpected end of JSON input'],
  });
});

test('a broken config.json does not matter when DOCKER_HOST is set', async () => {
  const home = await fakeHome({ '.docker/config.json': '{' });
  const address = await addressIn({ HOME: home, DOCKER_HOST: 'unix:///run/h.sock' });
  expect(printAddress(address)).toBe('unix:///run/h.sock');
});
