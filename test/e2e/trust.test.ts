import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { discoverEngine } from '../../src/engines/discover.ts';
import { platformHere } from '../../src/host/platform.ts';
import { hashContext } from '../../src/images/hash-context.ts';
import type { AbsolutePath } from '../../src/kernel/brand.ts';
import { Terminal } from '../rig/pty.ts';
import { runTackle, TACKLE, tackleEnv } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';
import { tinyImage } from '../rig/tiny-image.ts';

const NOWHERE = { file: '', line: 1, column: 1, length: 1, text: '' };

/* What a project has to be trusted with, and every way around that. */

let place: ReturnType<typeof scratch>;
const at = (...parts: readonly string[]) => join(place.path, ...parts);

/** Of nobody: a plan is all that is made of it. */
const PINNED = `registry.example.org/tool@sha256:${'5'.repeat(64)}`;

function config(text: string, file = 'project/tackle.yaml'): void {
  mkdirSync(dirname(at(file)), { recursive: true });
  writeFileSync(at(file), text);
}

function asks(image = PINNED, more = ''): string {
  return `toolboxes:\n  t: {image: '${image}', network: none, commands: [hello]}\n${more}`;
}

beforeEach(() => {
  place = scratch('trust');
  config(asks());
});
afterEach(() => place[Symbol.dispose]());

const env = (more: Readonly<Record<string, string>> = {}) => ({
  ...tackleEnv(),
  TACKLE_TRUST: '',
  TACKLE_ENGINE: 'embedded',
  TACKLE_IMAGE_STORE: at('store'),
  XDG_DATA_HOME: at('data'),
  XDG_CACHE_HOME: at('cache'),
  ...more,
});

async function tackle(
  args: readonly string[],
  cwd = 'project',
  more: Readonly<Record<string, string>> = {},
) {
  const ended = await runTackle(args, { cwd: at(cwd), env: env(more) });
  const err = ended.stderr.toString();
  const code = /\[([a-z]+\/[a-z-]+)\]/.exec(err)?.[1] ?? 'fine';
  return { status: ended.status, out: ended.stdout.toString(), err, code };
}

/** Whether a launch would go through; nothing is fetched or run for it. */
const planned = async (cwd = 'project', more: Readonly<Record<string, string>> = {}) =>
  (await tackle(['plan', 'hello'], cwd, more)).code;

describe('an untrusted project', () => {
  test('is refused, with each power and the way to give it', async () => {
    config(asks(PINNED, 'env: [TOKEN]\nshare: [ssh-agent]\n'));
    const { status, out, err } = await tackle(['hello']);
    expect({ status, out }).toEqual({ status: 125, out: '' });
    expect(err).toContain('[trust/not-trusted]');
    expect(err).toContain(`- \`t\` is the image \`${PINNED}\``);
    expect(err).toContain('- all tools see your variable `TOKEN` (tackle.yaml:3)');
    expect(err).toContain('- all tools can sign with the keys in your ssh-agent');
    expect(err).toContain('`tackle trust`');
  });

  test.each([
    [['hello']],
    [['run', 'hello']],
    [['x', 't']],
    [['shell', 't']],
    [['plan', 'hello']],
    [['lock']],
    [['lock', '--check']],
    [['update']],
    [['outdated']],
    [['pull']],
    [['build']],
    [['env']],
    [['bundle', 'export', '/dev/null']],
    [['bundle', 'import', '/dev/null']],
  ])('%j asks nobody for anything', async (words) => {
    const asked: string[] = [];
    const registry = createServer((_, answer) => {
      asked.push('registry');
      answer.writeHead(404).end();
    }).listen(0, '127.0.0.1');
    await once(registry, 'listening');
    const { port } = registry.address() as AddressInfo;
    config(asks(`127.0.0.1:${port}/tool:1`));
    const { status, code } = await tackle(words);
    expect({ status, code, asked }).toEqual({ status: 125, code: 'trust/not-trusted', asked: [] });
    expect(existsSync(at('store'))).toBe(false);
    // And it is the trust alone that keeps it from that.
    await tackle(words.includes('--check') ? ['pull'] : words, 'project', { TACKLE_TRUST: '/' });
    const reaches = !['bundle', 'build', 'env', 'outdated'].includes(words[0]!);
    if (reaches) expect(asked.length).toBeGreaterThan(0);
    registry.close();
  });

  test('shows nothing raw of what it has written', async () => {
    config('toolboxes: {"t": {"image": "x\\e[2J\\u202e", "commands": ["hello"]}}\n');
    const { err } = await tackle(['hello']);
    expect(err).toContain('x\\x1b[2J\\u202e');
    expect(err).not.toMatch(/\x1b|\u202e/);
  });

  test('is not prepared: its shims meet the refusal', async () => {
    const prepared = await tackle(['+prepare', at('project'), 'hello']);
    expect(prepared).toMatchObject({ status: 3, err: '' });
    expect(existsSync(at('cache/tackle/prepared'))).toBe(false);
  });

  test('may be looked at', async () => {
    for (const words of [['list'], ['config', 'show'], ['trust', '--list'], ['trust', '--print']]) {
      expect(await tackle(words)).toMatchObject({ status: 0, code: 'fine' });
    }
  });
});

test('a project that asks for nothing is not asked about', async () => {
  config('commands: {jq: jq@1.6}\n');
  expect(await tackle(['plan', 'jq'])).toMatchObject({ status: 0, err: '' });
  expect(existsSync(at('data/tackle/trust'))).toBe(false);
});

describe('trust', () => {
  test('is bound to the content, shows what has changed, and is taken back', async () => {
    expect((await tackle(['trust'])).code).toBe('trust/needs-an-answer');
    expect(await planned()).toBe('trust/not-trusted');
    const trusted = await tackle(['trust', '--yes']);
    expect(trusted).toMatchObject({ status: 0, out: '' });
    expect(trusted.err).toContain(`is the image \`${PINNED}\``);
    expect(await planned()).toBe('fine');

    config(asks(PINNED, 'env: [TOKEN]\n'));
    const changed = await tackle(['plan', 'hello']);
    expect(changed.code).toBe('trust/changed');
    expect(changed.err).toContain('new - all tools see your variable `TOKEN` (tackle.yaml:3)');
    expect(changed.err).toContain('tackle.yaml: + env: [TOKEN]');
    expect(changed.err).not.toContain('is the image');
    config(asks());
    expect(await planned()).toBe('fine');
    config('env: [TOKEN]\n', 'project/tackle.local.yaml');
    expect(await planned()).toBe('trust/changed');
    await tackle(['trust', '--yes']);
    expect(await planned()).toBe('fine');

    const listed = JSON.parse((await tackle(['trust', '--list', '--json'])).out) as unknown;
    expect(listed).toEqual([
      {
        project: at('project'),
        trusted: expect.any(String) as string,
        powers: expect.any(Array) as string[],
      },
    ]);
    expect(await tackle(['untrust', at('project')], '.')).toMatchObject({ status: 0, err: '' });
    expect(await planned()).toBe('trust/not-trusted');
    expect((await tackle(['untrust'])).code).toBe('trust/not-there');
    expect((await tackle(['trust', '--list'])).out).toBe('');
  });

  test('of CI: a directory, or the very content', async () => {
    const trusting = (said: string) => planned('project', { TACKLE_TRUST: said });
    expect(await trusting(at('project'))).toBe('fine');
    expect(await trusting(`/nowhere:${at()}`)).toBe('fine');
    for (const said of [at('proj'), at('project/sub'), at('other'), 'project', '.', '1', '*']) {
      expect(await trusting(said)).toBe('trust/not-trusted');
    }
    const { out } = await tackle(['trust', '--print']);
    const digest = /^TACKLE_TRUST=([0-9a-f]{64})$/m.exec(out)?.[1] ?? '';
    expect(await trusting(digest)).toBe('fine');
    expect(await trusting(`/nowhere:${digest}`)).toBe('fine');
    config(asks(PINNED, '# changed\n'));
    expect(await trusting(digest)).toBe('trust/not-trusted');
    expect(existsSync(at('data/tackle/trust'))).toBe(false);
  });

  test('is shared by the worktrees of a repository, and by nobody else', async () => {
    const git = (cwd: string, ...args: readonly string[]) => {
      const who = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org'];
      execFileSync('git', [...who, ...args], { cwd: at(cwd), stdio: 'ignore' });
    };
    git('project', 'init');
    git('project', 'add', '.');
    git('project', 'commit', '-m', 'Begin');
    git('project', 'worktree', 'add', '../fix');
    await tackle(['trust', '--yes']);
    expect(await planned('fix')).toBe('fine');
    cpSync(at('project'), at('copy'), { recursive: true });
    expect(await planned('copy')).toBe('trust/not-trusted');
    config(asks(), 'claim/tackle.yaml');
    symlinkSync(at('project/.git'), at('claim/.git'));
    expect(await planned('claim')).toBe('trust/not-trusted');
    symlinkSync(at('project'), at('link'));
    expect(await planned('link')).toBe('fine');
    renameSync(at('project'), at('moved'));
    expect(await planned('moved')).toBe('trust/not-trusted');
  });

  test('is not where the project could write it', async () => {
    const inside = { XDG_DATA_HOME: at('project/data') };
    const { code } = await tackle(['trust', '--yes'], 'project', inside);
    expect(code).toBe('trust/ledger-in-project');
    // Also when it comes with the files.
    await tackle(['trust', '--yes']);
    cpSync(at('data'), at('project/data'), { recursive: true });
    expect(await planned('project', inside)).toBe('trust/not-trusted');
    expect(await planned()).toBe('fine');
  });

  test('names the project that it is asked of, and not one above it', async () => {
    mkdirSync(at('project/empty'));
    expect((await tackle(['trust', '--yes', 'nothing'])).code).toBe('trust/no-project');
    expect(await planned()).toBe('trust/not-trusted');
    expect((await tackle(['trust', '--yes', at('project/empty')], '.')).status).toBe(0);
    expect(await planned()).toBe('fine');
  });
});

describe('on a terminal', () => {
  const ask = (args: readonly string[] = ['plan', 'hello']) =>
    new Terminal(TACKLE, args, { cwd: at('project'), env: env() });

  test.each([
    ['n', { status: 125, signal: null }],
    ['\r', { status: 125, signal: null }],
    ['\x03', { status: null, signal: 2 }],
  ])('%j is no', async (key, end) => {
    await using terminal = ask();
    await terminal.expect(/Trust it with that\?/);
    expect(terminal.raw).toContain('is the image');
    terminal.send(key);
    expect(await terminal.ended).toEqual(end);
    expect(await planned()).toBe('trust/not-trusted');
  });

  test('yes is yes, once and for all of this content', async () => {
    await using terminal = ask();
    await terminal.expect(/Trust it with that\?/);
    terminal.send('y');
    expect(await terminal.ended).toEqual({ status: 0, signal: null });
    expect(await planned()).toBe('fine');
    await using again = ask();
    expect(await again.ended).toEqual({ status: 0, signal: null });
    expect(again.raw).not.toContain('Trust');
  });

  test('what is launched and trusted is what was shown, and not what was put there meanwhile', async () => {
    await using terminal = ask();
    await terminal.expect(/Trust it with that\?/);
    config(asks(PINNED.replace('5'.repeat(64), '6'.repeat(64)), 'share: [ssh-agent]\n'));
    terminal.send('y');
    expect(await terminal.ended).toEqual({ status: 0, signal: null });
    expect(terminal.raw).toContain('5'.repeat(64));
    expect(terminal.raw).not.toContain('6'.repeat(64));
    expect(await planned()).toBe('trust/changed');
  });
});

describe('a Dockerfile', () => {
  const dockerfile = `toolboxes:\n  t: {dockerfile: build/Dockerfile, network: none, commands: [hello]}\n`;
  const planOn = async (more: Readonly<Record<string, string>> = {}) =>
    planned('project', { TACKLE_ENGINE: 'docker', ...more });
  beforeEach(() => {
    config(dockerfile);
    config('FROM scratch\nCOPY hello /hello\n', 'project/build/Dockerfile');
    config('one', 'project/build/hello');
  });

  test('is trusted with all that is sent to the builder', async () => {
    const { out } = await tackle(['trust', '--print']);
    const digest = { TACKLE_TRUST: /^TACKLE_TRUST=(.+)$/m.exec(out)?.[1] ?? '' };
    expect(await planOn(digest)).toBe('fine');
    await tackle(['trust', '--yes']);
    expect(await planOn()).toBe('fine');
    config('two', 'project/build/hello');
    expect(await planOn()).toBe('trust/context-changed');
    expect(await planOn(digest)).not.toBe('fine');
    for (const words of [['build'], ['pull'], ['lock']]) {
      expect((await tackle(words)).code).toBe('trust/context-changed');
    }
    config('one', 'project/build/hello');
    config('FROM scratch\nCOPY hello /bin/hello\n', 'project/build/Dockerfile');
    expect(await planOn()).toBe('trust/context-changed');
    config('FROM scratch\nCOPY hello /hello\n', 'project/build/Dockerfile');
    expect(await planOn()).toBe('fine');
  });

  test('that is changed after it was looked at is not built', async () => {
    const directory = at('project/build') as AbsolutePath;
    const dockerfile = join(directory, 'Dockerfile') as AbsolutePath;
    const source = { kind: 'dockerfile', dockerfile, context: directory, args: {} } as const;
    const key = await hashContext(source);
    if (!key.ok) throw new Error(key.error.message);
    const choice = { engine: { value: 'docker', place: NOWHERE } } as const;
    const engine = await discoverEngine(choice, { ...process.env, XDG_CACHE_HOME: at('cache') });
    const platform = platformHere();
    if (!engine.ok || !platform.ok) throw new Error('there is no engine');
    config('two', 'project/build/hello');
    const pin = { kind: 'dockerfile', source, key: key.value } as const;
    const work = { signal: new AbortController().signal, report: () => undefined };
    const built = await engine.value.ensure(pin, platform.value, work);
    expect(built).toMatchObject({ ok: false, error: { code: 'images/context-changed' } });
    const label = `label=dev.tackle.key=${pin.key}`;
    const images = execFileSync('docker', ['images', '--quiet', '--filter', label]);
    expect(images.toString()).toBe('');
  });

  test('behind a symbolic link that leaves the project is refused', async () => {
    renameSync(at('project/build'), at('elsewhere'));
    symlinkSync(at('elsewhere'), at('project/build'));
    expect((await tackle(['trust', '--yes'])).code).toBe('trust/context-outside');
    expect(await planOn({ TACKLE_TRUST: '/' })).toBe('trust/context-outside');
  });
});

test('untrusting ends what is prepared for shims', () => {
  using image = tinyImage('tackle-test/trust:1');
  config(asks(image.name));
  const own = env({ TACKLE_ENGINE: 'docker', TACKLE_IDLE_SECONDS: '2' });
  const run = (args: readonly string[], program = TACKLE) => {
    const { status, stdout, stderr } = spawnSync(program, args, {
      cwd: at('project'),
      env: own,
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  };
  expect(run(['shims', 'install', '--dir', at('shims')]).status).toBe(0);
  const shim = at('shims/hello');
  expect(run([], shim)).toMatchObject({ status: 125, stdout: '' });
  expect(run(['trust', '--yes']).status).toBe(0);
  const hello = { status: 0, stdout: 'hello from the image\n', stderr: '' };
  expect(run([], shim)).toEqual(hello);
  expect(run([], shim)).toEqual(hello);
  const prepared = readdirSync(at('cache/tackle/prepared'));
  expect(prepared).toHaveLength(1);
  expect(readFileSync(at('cache/tackle/prepared', prepared[0]!), 'latin1')).toContain(
    at('data/tackle/trust'),
  );
  expect(run(['untrust']).status).toBe(0);
  const refused = run([], shim);
  expect(refused).toMatchObject({ status: 125, stdout: '' });
  expect(refused.stderr).toContain('[trust/not-trusted]');
});
