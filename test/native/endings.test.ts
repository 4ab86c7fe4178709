import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BUILDS, compiled } from './builds.ts';
import { startInit } from './start-init.ts';

describe.each(BUILDS)('$name', (build) => {
  const init = compiled(build);

  test.each([0, 1, 125, 126, 127, 128, 143, 255])('a tool that exits with %d', async (status) => {
    await using driven = await startInit(init, `exit ${status}`);
    expect(await driven.link.started).toEqual({ kind: 'started' });
    expect(await driven.link.ended).toEqual({ kind: 'exited', status });
    expect(await driven.over).toEqual({ status, signal: null });
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGKILL', 137],
    ['SIGHUP', 129],
    ['SIGPIPE', 141],
    ['SIGSEGV', 139],
  ] as const)('a tool that dies by %s', async (signal, status) => {
    await using driven = await startInit(init, `kill -${signal.slice(3)} $$`);
    expect(await driven.link.ended).toEqual({ kind: 'signaled', signal });
    expect(await driven.over).toEqual({ status, signal: null });
  });

  test('a death by a real-time signal is told by its number, for want of a name', async () => {
    await using driven = await startInit(init, 'kill -40 $$');
    expect(await driven.link.ended).toEqual({ kind: 'signaled', signal: 40 });
  });

  test('without a launcher it runs the tool all the same', async () => {
    await using driven = await startInit(init, 'echo out; kill -TERM $$', { hasLink: false });
    expect(await driven.over).toEqual({ status: 143, signal: null });
    expect(String(await driven.stdout.whole)).toBe('out\n');
  });

  test('a stream that it was to be handed is missing', async () => {
    await using driven = await startInit(init, ['true'], { options: ['--own', '0'] });
    expect((await driven.over).status).toBe(125);
    expect(String(await driven.stderr.whole)).toMatch(/^tackle: init: .*: Bad file descriptor\n$/);
  });

  test.each([
    ['no command', ['--']],
    ['an unknown option', ['--speed', 'high', '--', 'true']],
    ['a size that is none', ['--size', 'big', '--', 'true']],
    ['a terminal without a launcher', ['--terminal', '0', '--', 'true']],
  ])('%s', async (_title, args) => {
    const under = ['sh', '-c', 'program=$1; shift 2; exec "$program" "$@"', 'sh'];
    await using driven = await startInit(init, args.slice(1), { under, hasLink: false });
    expect((await driven.over).status).toBe(125);
    expect(String(await driven.stderr.whole)).toMatch(/^tackle: init: .*: Invalid argument\n$/);
  });
});

describe.each(BUILDS)('a tool that cannot be executed, $name', (build) => {
  const init = compiled(build);

  async function failureOf(program: string, env = {}): Promise<unknown> {
    await using driven = await startInit(init, [program], { env });
    const start = await driven.link.started;
    expect(await driven.over).toEqual({
      status: start.kind === 'failed' && start.present ? 126 : 127,
      signal: null,
    });
    return start;
  }

  function file(name: string, text: string, mode = 0o755): string {
    const path = join(init.directory, name);
    writeFileSync(path, text);
    chmodSync(path, mode);
    return path;
  }

  const missing = (errno: string) => ({ kind: 'failed', errno, present: false });
  const present = (errno: string) => ({ kind: 'failed', errno, present: true });

  test('a path that leads nowhere', async () => {
    expect(await failureOf('/nowhere/at-all')).toEqual(missing('ENOENT'));
    expect(await failureOf('./nothing')).toEqual(missing('ENOENT'));
  });

  test('a path through a file', async () => {
    expect(await failureOf('/etc/passwd/tool')).toEqual(present('ENOTDIR'));
  });

  test('a circle of links', async () => {
    const path = join(init.directory, 'circle');
    symlinkSync('circle', path);
    expect(await failureOf(path)).toEqual(present('ELOOP'));
  });

  test('a directory, and a file without the mode', async () => {
    expect(await failureOf('/etc')).toEqual(present('EACCES'));
    expect(await failureOf(file('plain', '', 0o644))).toEqual(present('EACCES'));
  });

  test('a script whose interpreter is missing', async () => {
    expect(await failureOf(file('script', '#!/no/such/shell\n'))).toEqual(present('ENOENT'));
  });

  test('a name that is nowhere in PATH, whatever is wrong with PATH', async () => {
    const closed = join(init.directory, 'dir');
    mkdirSync(join(closed, 'toolname'), { recursive: true });
    const paths = ['/usr/bin', '', ':', '/nowhere', '/etc/passwd', closed, `/${'x'.repeat(5000)}`];
    for (const path of paths) {
      expect(await failureOf('toolname', { PATH: path })).toMatchObject({ present: false });
    }
    expect(await failureOf('x'.repeat(300))).toEqual(missing('ENAMETOOLONG'));
    expect(await failureOf('')).toEqual(missing('ENOENT'));
  });

  test('a name that is in PATH without the mode', async () => {
    file('unexecutable', '', 0o644);
    for (const path of [init.directory, `/nowhere:${init.directory}:/bin`]) {
      expect(await failureOf('unexecutable', { PATH: path })).toEqual(present('EACCES'));
    }
  });

  test('a script without a first line is a script of the shell, as for a shell', async () => {
    await using driven = await startInit(init, [file('bare', 'exit "$1"\n'), '7']);
    expect(await driven.link.ended).toEqual({ kind: 'exited', status: 7 });
  });

  test('a name in the working directory, with an empty entry in PATH', async () => {
    const tool = ['sh', '-c', 'cp /bin/true here-it-is; chmod 644 here-it-is; PATH= exec "$@"'];
    const under = [...tool, 'sh'];
    await using driven = await startInit(init, ['here-it-is'], { under });
    expect(await driven.link.started).toEqual(present('EACCES'));
  });
});
