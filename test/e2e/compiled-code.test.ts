import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PROGRAM, runTackle } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';

/* What V8 has compiled is kept for the next process, and is taken only from this user. */

let place: ReturnType<typeof scratch>;
const at = (...parts: readonly string[]) => join(place.path, ...parts);
const code = (...parts: readonly string[]) => at('cache/tackle/code', ...parts);

beforeEach(() => {
  place = scratch('compiled-code');
});
afterEach(() => place[Symbol.dispose]());

async function version(program = PROGRAM): Promise<string> {
  const ran = await runTackle(['--version'], {
    cwd: '/',
    env: { XDG_CACHE_HOME: at('cache') },
    program: join(program, 'bin/tackle'),
  });
  expect(ran).toMatchObject({ status: 0, signal: null });
  expect(ran.stderr.toString()).toBe('');
  return ran.stdout.toString();
}

/** Of `main.cjs`. */
function kept(): string {
  const [name = '', ...others] = readdirSync(code()).filter((each) => each.endsWith('-main.cjs'));
  expect(others).toEqual([]);
  return code(name);
}

/** Another program of the same build and as long, which says something else. */
function impostor(): string {
  const into = at('impostor');
  for (const part of ['bin', 'package.json', 'dist/compiled-code.cjs']) {
    cpSync(join(PROGRAM, part), join(into, part), { recursive: true });
  }
  const text = readFileSync(join(PROGRAM, 'dist/main.cjs'), 'utf8');
  const other = text.replace('`tackle ${VERSION}\n`', '`TACKLE ${VERSION}\n`');
  expect(other).not.toBe(text);
  writeFileSync(join(into, 'dist/main.cjs'), other);
  return into;
}

test('the second process takes what the first has compiled', async () => {
  const first = await version();
  const { ino, mode } = statSync(kept());
  expect(mode & 0o777).toBe(0o600);
  expect(statSync(code()).mode & 0o777).toBe(0o700);
  expect(await version()).toBe(first);
  expect(statSync(kept()).ino).toBe(ino);
});

test('what is no code is compiled anew', async () => {
  const first = await version();
  const whole = readFileSync(kept());
  // V8 itself takes this one.
  const damaged = Buffer.from(whole);
  damaged.write('T', damaged.indexOf('tackle '));
  for (const bytes of ['', 'no code', whole.subarray(0, 1000), damaged]) {
    writeFileSync(kept(), bytes);
    expect(await version()).toBe(first);
    expect(statSync(kept()).size).toBeGreaterThan(5000);
    expect(readFileSync(kept()).equals(Buffer.from(bytes))).toBe(false);
  }
});

test('what somebody else may have written is not taken', async () => {
  const ours = await version();
  const program = impostor();
  chmodSync(kept(), 0o666);
  const theirs = await version(program);
  expect(theirs).toBe(ours.replace('tackle', 'TACKLE'));
  // V8 asks for the length of the text alone: whoever may write here has their say.
  expect(await version()).toBe(theirs);
  for (const mode of [0o620, 0o602]) {
    chmodSync(kept(), mode);
    expect(await version()).toBe(ours);
    expect(await version(program)).toBe(ours);
    chmodSync(kept(), 0o620);
    expect(await version(program)).toBe(theirs);
    expect(await version()).toBe(theirs);
  }
  chownSync(kept(), 12345, 12345);
  expect(await version()).toBe(ours);
});

test('neither a link to code is taken nor a FIFO waited for', async () => {
  const ours = await version();
  const name = kept();
  rmSync(name);
  expect(await version(impostor())).not.toBe(ours);
  renameSync(name, at('code'));
  symlinkSync(at('code'), name);
  expect(await version()).toBe(ours);
  rmSync(name);
  execFileSync('mkfifo', [name]);
  expect(await version()).toBe(ours);
});

test('no directory of a clone is somebody’s home', async () => {
  const ours = await version();
  rmSync(kept());
  expect(await version(impostor())).not.toBe(ours);
  mkdirSync(at('clone/.cache/tackle'), { recursive: true });
  renameSync(code(), at('clone/.cache/tackle/code'));
  // Of whoever runs this: what the account says, with nothing of theirs in it.
  const home = userInfo().homedir;
  const through = ['unshare', '--mount', 'sh', '-c', `mount -t tmpfs none ${home}; "$@"`, 'sh'];
  for (const HOME of ['', '.', undefined]) {
    const env = { XDG_CACHE_HOME: undefined, HOME };
    const ran = await runTackle(['--version'], { cwd: at('clone'), env, through });
    expect({ HOME, ...ran, stdout: ran.stdout.toString() }).toMatchObject({
      status: 0,
      stdout: ours,
    });
  }
});

test('root leaves nothing in the home of somebody else', async () => {
  mkdirSync(at('home'));
  chownSync(at('home'), 12345, 12345);
  const env = { XDG_CACHE_HOME: undefined, HOME: at('home') };
  expect(await runTackle(['--version'], { cwd: '/', env })).toMatchObject({ status: 0 });
  expect(readdirSync(at('home'))).toEqual([]);
});

test('where nothing can be kept all goes on', async () => {
  const first = await version();
  writeFileSync(at('file'), '');
  for (const cache of [at('file'), '/dev/null/none', '']) {
    const env = { XDG_CACHE_HOME: cache, HOME: at('file') };
    const ran = await runTackle(['--version'], { cwd: '/', env });
    expect(ran).toMatchObject({ status: 0 });
    expect(ran.stdout.toString() + ran.stderr.toString()).toBe(first);
  }
});

test('a disk that is full holds no drafts', async () => {
  mkdirSync(at('small'));
  const through = [
    ...['unshare', '--mount', 'sh', '-c'],
    `mount -t tmpfs -o size=32k small ${at('small')}; "$@"; ls -A ${at('small')}/tackle/code`,
    'sh',
  ];
  const env = { XDG_CACHE_HOME: at('small') };
  const ran = await runTackle(['--version'], { cwd: '/', env, through });
  expect(ran.stdout.toString()).toBe(await version());
});

test('what was of other builds goes after a week', async () => {
  mkdirSync(code(), { recursive: true });
  for (const [name, days] of [
    ['old', 8],
    ['young', 6],
  ] as const) {
    writeFileSync(code(name), '');
    const time = Date.now() / 1000 - days * 24 * 60 * 60;
    utimesSync(code(name), time, time);
  }
  await version();
  const names = readdirSync(code());
  expect(names).toContain('young');
  expect(names).not.toContain('old');
});
