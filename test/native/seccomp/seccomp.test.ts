import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BUILDS, compiled } from '../builds.ts';
import type { InitRequest } from '../start-init.ts';
import { startInit } from '../start-init.ts';
import { program } from './programs.ts';

const FILTER = ['--seccomp', 'default'];
const IS_ROOT = process.getuid?.() === 0;
const { EPERM, ENOSYS } = constants.errno;
const TERMINAL = ['--terminal', '0,1,2'];

function errnosIn(said: string): Record<string, number> {
  return Object.fromEntries(
    [...said.matchAll(/^(.+) (\d+)\r?$/gm)].map(([, name, errno]) => [name!, Number(errno)]),
  );
}

function all(errnos: Record<string, number>, errno: number): Record<string, number> {
  return Object.fromEntries(Object.keys(errnos).map((name) => [name, errno]));
}

describe.each(BUILDS)('under the filter, $name', (build) => {
  const init = compiled(build);
  const tries = program('tries', ['-static', '-O1']);

  async function outputOf(
    tool: string | readonly string[],
    options: readonly string[] = FILTER,
    request?: InitRequest,
  ): Promise<string> {
    await using driven = await startInit(init, tool, { options, ...request });
    const seen = options.includes('--terminal') ? await driven.screen() : driven.stdout;
    const [ended, said, complaint] = [driven.link.ended, seen.whole, driven.stderr.whole];
    expect([await ended, String(await complaint)]).toEqual([{ kind: 'exited', status: 0 }, '']);
    return String(await said);
  }

  async function errnos(group: string, options?: readonly string[]) {
    return errnosIn(await outputOf([tries, group], options));
  }

  test('what is allowed does what it does without', async () => {
    const seen = await errnos('allowed');
    expect(seen).toEqual(await errnos('allowed', []));
    expect(Object.keys(seen).length).toBeGreaterThan(60);
    expect(seen).toMatchObject({ fork: 0, vfork: 0, clone: 0, pthread_create: 0, ptrace: 0 });
  });

  test('what is not is refused', async () => {
    const seen = await errnos('refused');
    expect(Object.keys(seen).length).toBeGreaterThan(45);
    expect(seen).toEqual(all(seen, EPERM));
  });

  test('what an argument asks too much of is refused', async () => {
    const seen = await errnos('arguments');
    expect(Object.keys(seen).length).toBe(14);
    expect(seen).toEqual(all(seen, EPERM));
  });

  test('what is newer than the filter is as if the kernel did not have it', async () => {
    const seen = await errnos('missing');
    expect(Object.keys(seen)).toContain('clone3');
    expect(seen).toEqual(all(seen, ENOSYS));
  });

  test('nothing can be typed into a terminal but by who sits at it', async () => {
    const seen = await errnos('terminal', [...FILTER, ...TERMINAL]);
    const refused = { TIOCSTI: EPERM, 'TIOCSTI, high bits': EPERM, TIOCLINUX: EPERM };
    expect(seen).toEqual({ ...refused, TCGETS: 0 });
  });

  test.runIf(process.arch === 'x64')('the calls of 32 bits are filtered too', async () => {
    const seen = await errnos('i386');
    const {
      getpid,
      'socket unix': unix,
      'socketcall bind': bind,
      clone3,
      467: newer,
      ...rest
    } = seen;
    expect([getpid, unix, bind]).toEqual([0, 0, constants.errno.EFAULT]);
    expect([clone3, newer]).toEqual([ENOSYS, ENOSYS]);
    expect(Object.keys(rest).length).toBe(9);
    expect(rest).toEqual(all(rest, EPERM));
  });

  test('children have it, and whatever is executed', async () => {
    const tool = `(sh -c '"$0" refused & wait' "$0")`;
    const seen = errnosIn(await outputOf(['sh', '-c', tool, tries]));
    expect(Object.keys(seen).length).toBeGreaterThan(45);
    expect(seen).toEqual(all(seen, EPERM));
    const status = await outputOf('exec sh -c "exec cat /proc/self/status"');
    expect(status).toMatch(/^NoNewPrivs:\t1\nSeccomp:\t2$/m);
  });

  test('init itself has none, and without the option neither has the tool', async () => {
    const filters = (status: string) => status.match(/^(NoNewPrivs|Seccomp):.*$/gm);
    const own = filters(readFileSync('/proc/self/status', 'utf8'));
    expect(own?.length).toBe(2);
    expect(filters(await outputOf('cat /proc/$PPID/status'))).toEqual(own);
    expect(filters(await outputOf('cat /proc/self/status', []))).toEqual(own);
  });

  test('it comes after everything that init does for the tool', async () => {
    const more = [
      '--umask',
      '027',
      '--nice',
      '5',
      '--limits',
      'nofile=90:90,core=0:0',
      '--cpus',
      '0',
    ];
    const tool = 'umask; nice; ulimit -n; nproc';
    expect(await outputOf(tool, [...FILTER, ...more])).toBe('0027\n5\n90\n1\n');
  });

  test.runIf(IS_ROOT)('it needs no privilege', async () => {
    chmodSync(init.directory, 0o755);
    const nobody = ['--reuid=65534', '--regid=65534', '--clear-groups', '--bounding-set=-all'];
    await using driven = await startInit(init, 'id -u; unshare -U true; echo $?', {
      under: ['setpriv', ...nobody],
      options: FILTER,
      hasLink: false,
    });
    const [said, complaint] = [driven.stdout.whole, driven.stderr.whole];
    expect(await driven.over).toEqual({ status: 0, signal: null });
    expect(String(await said)).toBe('65534\n1\n');
    expect(String(await complaint)).toMatch(/unshare.*Operation not permitted/);
  });

  test('a tool that is not there is told of as ever', async () => {
    await using driven = await startInit(init, ['/nowhere/tool'], { options: FILTER });
    expect(await driven.link.started).toEqual({ kind: 'failed', errno: 'ENOENT', present: false });
    expect(await driven.over).toEqual({ status: 127, signal: null });
  });

  test('a filter that cannot be put on keeps the tool from starting', async () => {
    await using driven = await startInit(init, 'echo started', {
      under: [tries, 'deny-filters'],
      options: FILTER,
      hasLink: false,
    });
    const [said, complaint] = [driven.stdout.whole, driven.stderr.whole];
    expect(await driven.over).toEqual({ status: 125, signal: null });
    expect(String(await said)).toBe('');
    expect(String(await complaint)).toBe(
      "tackle: init: filter the tool's system calls: Permission denied\n",
    );
  });

  test.each(['', 'none', 'Default', 'default '])('%j is no filter', async (name) => {
    await using driven = await startInit(init, 'true', {
      options: ['--seccomp', name],
      hasLink: false,
    });
    expect(await driven.over).toEqual({ status: 125, signal: null });
    expect(String(await driven.stderr.whole)).toContain('tackle: init: arguments');
  });
});

describe('real programs under the filter', { timeout: 30_000 }, () => {
  const init = compiled(BUILDS[0]);

  async function said(tool: string | readonly string[], request?: InitRequest): Promise<string> {
    await using driven = await startInit(init, tool, { options: FILTER, ...request });
    const [out, complaint] = [driven.stdout.whole, driven.stderr.whole];
    expect([await driven.link.ended, String(await complaint)]).toEqual([
      { kind: 'exited', status: 0 },
      '',
    ]);
    return String(await out);
  }

  test('bash: pipes, processes in the background, substitutions', async () => {
    const script =
      'sleep 0 & wait $!; cat <(echo a | tr a b) <(seq 3 | wc -l); printf %s "$(echo c)"';
    expect(await said(['bash', '-c', script])).toBe('b\n3\nc');
  });

  test('bash: job control', async () => {
    await using driven = await startInit(init, ['bash', '--norc', '-i'], {
      options: [...FILTER, ...TERMINAL],
      env: { PS1: 'ready$ ' },
    });
    const screen = await driven.screen();
    await screen.until('ready$ ');
    await driven.type(`sh -c 'printf "r%s" uns; read _'\r`);
    await screen.until('runs');
    await driven.type('\x1a');
    await screen.until('Stopped');
    await driven.type('kill %1; fg; exit 6\r');
    expect(await driven.link.ended).toEqual({ kind: 'exited', status: 6 });
  });

  test('python3: threads, processes, sockets', async () => {
    const script = [
      'import multiprocessing, socket, subprocess, threading',
      'def work(queue): queue.put(1)',
      'threads = [threading.Thread(target=lambda: None) for _ in range(4)]',
      '[t.start() for t in threads]; [t.join() for t in threads]',
      'queue = multiprocessing.Queue()',
      'child = multiprocessing.Process(target=work, args=(queue,))',
      'child.start(); print(queue.get()); child.join()',
      'server = socket.create_server(("127.0.0.1", 0))',
      'client = socket.create_connection(server.getsockname()); client.sendall(b"over")',
      'print(server.accept()[0].recv(4).decode())',
      'print(subprocess.run(["echo", "sub"], capture_output=True, text=True).stdout, end="")',
    ].join('\n');
    expect(await said(['python3', '-c', script])).toBe('1\nover\nsub\n');
  });

  test('node: files, workers, child processes', async () => {
    const script = `
      const { Worker } = require('node:worker_threads');
      const { execFileSync } = require('node:child_process');
      const { writeFile } = require('node:fs/promises');
      writeFile('made', 'x').then(() => {
        const worker = new Worker('require("node:worker_threads").parentPort.postMessage(7)', { eval: true });
        worker.on('message', (it) => console.log(it, String(execFileSync('cat', ['made']))));
      });`;
    expect(await said([process.execPath, '-e', script])).toBe('7 x\n');
  });

  test('git: a repository, a commit, a worktree', async () => {
    const author = 'git -c user.name=a -c user.email=a@b';
    const script = `git init -q r && cd r && echo x >f && git add f && ${author} commit -qm one &&
      git worktree add -q ../w && git -C ../w log --format=%s && git gc -q && git fsck --no-progress`;
    expect(await said(script)).toBe('one\n');
  });

  test('gcc: a program, that runs', async () => {
    const source = '#include <stdio.h>\nint main(void) { puts("made"); }\n';
    expect(await said(`printf '%s' '${source}' >m.c && gcc -O2 -o m m.c && ./m`)).toBe('made\n');
  });

  test('tar: there and back', async () => {
    const script = `mkdir -p d/e && echo x >d/e/f && ln -s f d/e/g && chmod 751 d/e && tar cf t d && rm -r d &&
      tar xf t && cat d/e/g && stat -c %a d/e`;
    expect(await said(script)).toBe('x\n751\n');
  });

  test.runIf(process.arch === 'x64')('a program of 32 bits', async () => {
    const file = join(init.directory, 'small');
    const assembly = `.globl _start
      _start: mov $4,%eax; mov $1,%ebx; mov $text,%ecx; mov $6,%edx; int $0x80
      mov $1,%eax; xor %ebx,%ebx; int $0x80
      text: .ascii "small\\n"\n`;
    writeFileSync(`${file}.s`, assembly);
    execFileSync('cc', ['-m32', '-static', '-nostdlib', '-no-pie', '-o', file, `${file}.s`]);
    // A kernel may be without the calls of 32 bits.
    const natively = spawnSync(file, { encoding: 'utf8' });
    if (natively.status === 0) expect(await said([file])).toBe(natively.stdout);
    else expect(natively.error).toBeDefined();
  });
});
