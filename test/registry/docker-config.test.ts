import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dockerCredentials } from '../../src/images/registry/docker-config.ts';
import { ok } from '../../src/kernel/result.ts';
import { temporary } from '../host/temporary.ts';
import { problemOf } from './errand.ts';
import { FakePace } from './fake-pace.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const SECRET = 'open-sesame';
const password = { kind: 'password', username: 'ada', password: SECRET };

let home: ReturnType<typeof temporary>;
let pace: FakePace;
const never = new AbortController().signal;

beforeEach(() => {
  home = temporary();
  pace = new FakePace();
});
afterEach(() => home[Symbol.dispose]());

function config(content: unknown): void {
  mkdirSync(join(home.path, '.docker'), { recursive: true });
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  writeFileSync(join(home.path, '.docker/config.json'), text);
}

/** A program on PATH; `$here` is where it may write. */
function helper(name: string, script: string): void {
  const file = join(home.path, `docker-credential-${name}`);
  writeFileSync(file, `#!/bin/sh\nhere='${home.path}'\n${script}\n`);
  chmodSync(file, 0o755);
}

function find(registry: string, signal = never) {
  const env = { HOME: home.path, PATH: `${home.path}:/usr/bin:/bin` };
  return dockerCredentials(env, pace.after)(registry, signal);
}

describe('auths', () => {
  it.each([
    ['ghcr.io', { 'ghcr.io': { auth: base64(`ada:${SECRET}`) } }, password],
    ['ghcr.io', { 'https://ghcr.io/v1/': { auth: base64(`ada:${SECRET}`) } }, password],
    ['docker.io', { 'https://index.docker.io/v1/': { auth: base64(`ada:${SECRET}`) } }, password],
    ['a.org:5000', { 'a.org:5000': { auth: base64(`ada:${SECRET}\0\0`) } }, password],
    ['a.org', { 'a.org': { auth: base64('ada:a:b') } }, { ...password, password: 'a:b' }],
    ['a.org', { 'a.org': { identitytoken: 'it' } }, { kind: 'identity-token', token: 'it' }],
    ['a.org', { 'a.org': {} }, undefined],
    ['a.org', { 'a.org': null }, undefined],
    ['a.org', { 'a.org:5000': { auth: base64('ada:x') } }, undefined],
    ['a.org', { 'b.a.org': { auth: base64('ada:x') } }, undefined],
    ['__proto__', {}, undefined],
  ])('%s in %j', async (registry, auths, credentials) => {
    config({ auths });
    expect(await find(registry)).toEqual(ok(credentials));
  });

  it('are those of podman where docker has none for the registry, and not where it has', async () => {
    const auths = (user: string) => ({ auths: { [user]: { auth: base64(`ada:${SECRET}`) } } });
    config({ auths: { 'a.org': { auth: base64('bob:x') } } });
    const write = (file: string, content: unknown) => {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify(content));
    };
    const runtime = join(home.path, 'run');
    write(join(home.path, '.config/containers/auth.json'), auths('c.org'));
    write(join(runtime, 'containers/auth.json'), auths('docker.io'));
    write(join(home.path, 'said.json'), auths('d.org'));
    const env = { HOME: home.path, PATH: '/bin', XDG_RUNTIME_DIR: runtime };
    const asked = async (registry: string, more = {}) =>
      await dockerCredentials({ ...env, ...more })(registry, never);
    expect(await asked('a.org')).toMatchObject(ok({ username: 'bob' }));
    expect(await asked('c.org')).toEqual(ok(password));
    expect(await asked('docker.io')).toEqual(ok(password));
    expect(await asked('d.org')).toEqual(ok(undefined));
    const said = { REGISTRY_AUTH_FILE: join(home.path, 'said.json') };
    expect(await asked('d.org', said)).toEqual(ok(password));
    expect(await asked('docker.io', said)).toEqual(ok(undefined));
  });

  it('are none where there is no file', async () => {
    expect(await find('docker.io')).toEqual(ok(undefined));
  });

  it('are read where DOCKER_CONFIG says', async () => {
    writeFileSync(
      join(home.path, 'config.json'),
      JSON.stringify({ auths: { 'a.org': { auth: base64(`ada:${SECRET}`) } } }),
    );
    const env = { DOCKER_CONFIG: home.path, HOME: '/nowhere' };
    expect(await dockerCredentials(env)('a.org', never)).toEqual(ok(password));
  });

  it.each([`{"auths": {"a.org": {"auth": "${base64(SECRET)}`, '7', '{"auths": 7}', ''])(
    'that cannot be read are a problem that holds nothing of them: %s',
    async (text) => {
      config(text);
      const problem = problemOf(await find('a.org'));
      expect(problem.code).toBe('images/credentials-unusable');
      expect(JSON.stringify(problem)).not.toContain(base64(SECRET));
    },
  );

  it('without a name are a problem', async () => {
    config({ auths: { 'a.org': { auth: base64(SECRET) } } });
    const problem = problemOf(await find('a.org'));
    expect(problem.message).toContain('no name and password');
    expect(JSON.stringify(problem)).not.toContain(SECRET);
  });
});

describe('a helper', () => {
  const answers = (username: string) =>
    `cat > "$here/asked"; echo '{"ServerURL":"x","Username":"${username}","Secret":"${SECRET}"}'`;
  const asked = () => readFileSync(join(home.path, 'asked'), 'utf8');

  it('of its own is asked before the one for all, by the name that people log in to', async () => {
    config({ credHelpers: { 'a.org': 'own' }, credsStore: 'all' });
    helper('own', answers('ada'));
    helper('all', answers('bob'));
    expect(await find('a.org')).toEqual(ok(password));
    expect(asked()).toBe('a.org');
    expect(await find('b.org')).toEqual(ok({ ...password, username: 'bob' }));
    expect(await find('docker.io')).toEqual(ok({ ...password, username: 'bob' }));
    expect(asked()).toBe('https://index.docker.io/v1/');
  });

  it('may hold an identity token', async () => {
    config({ credsStore: 'all' });
    helper('all', answers('<token>'));
    expect(await find('a.org')).toEqual(ok({ kind: 'identity-token', token: SECRET }));
  });

  it('that has nothing leaves it to the file', async () => {
    config({ credsStore: 'all', auths: { 'a.org': { auth: base64(`ada:${SECRET}`) } } });
    helper('all', 'echo credentials not found in native keychain; exit 1');
    expect(await find('a.org')).toEqual(ok(password));
    expect(await find('b.org')).toEqual(ok(undefined));
  });

  it('that fails is a problem with what it says on stderr, and nothing of stdout', async () => {
    config({ credsStore: 'all' });
    helper('all', `echo ${SECRET}; echo 'no key' >&2; exit 3`);
    const problem = problemOf(await find('a.org'));
    expect(problem).toMatchObject({
      code: 'images/credentials-unusable',
      message: expect.stringContaining('`docker-credential-all` ended with status 3') as string,
      detail: ['no key'],
    });
    expect(JSON.stringify(problem)).not.toContain(SECRET);
  });

  it('that prints something else is a problem that does not show it', async () => {
    config({ credsStore: 'all' });
    helper('all', `echo ${SECRET}`);
    const problem = problemOf(await find('a.org'));
    expect(problem.message).toContain('does not print a name and a secret');
    expect(JSON.stringify(problem)).not.toContain(SECRET);
  });

  it('that is not there is a problem', async () => {
    config({ credsStore: 'missing' });
    expect(problemOf(await find('a.org')).message).toContain('cannot be started');
  });

  it('is no path and no command', async () => {
    config({ credsStore: 'x/../../evil; touch evil' });
    expect(problemOf(await find('a.org')).message).toContain('is no name of a helper');
  });

  it.each(['late', 'interrupted'] as const)(
    'that does not end is ended with all its children: %s',
    async (how) => {
      config({ credsStore: 'all' });
      // Its child holds the outputs open: only when that has ended too does the helper count as ended.
      helper('all', 'cat > /dev/null; sleep 1000 & echo $! > "$here/pid"; wait');
      const controller = new AbortController();
      const finding = find('a.org', controller.signal);
      const { until } = await import('../rig/until.ts');
      const pidFile = join(home.path, 'pid');
      const started = () => existsSync(pidFile) && readFileSync(pidFile, 'utf8').endsWith('\n');
      await until(started, { within: 10_000, what: 'the start of the helper' });
      if (how === 'late') pace.runOut();
      else controller.abort();
      const problem = problemOf(await finding);
      const code = how === 'late' ? 'images/credentials-unusable' : 'images/interrupted';
      expect(problem.code).toBe(code);
      const pid = Number(readFileSync(pidFile, 'utf8'));
      const gone = () =>
        !existsSync(`/proc/${pid}`) || readFileSync(`/proc/${pid}/stat`, 'utf8').includes(' Z ');
      await until(gone, { within: 10_000, what: 'the end of its child' });
      expect(gone()).toBe(true);
    },
  );
});
