import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BUILDS, EMULATED } from '../native/builds.ts';
import { until } from '../rig/until.ts';
import { compiledCaller, startScript } from './start-caller.ts';

const WITHIN = 15_000;

function isGone(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return true;
  }
}

describe.each([...BUILDS, ...EMULATED])(
  'a session without a terminal, $name',
  { timeout: 60_000 },
  (build) => {
    const programs = compiledCaller(build, process.env['INIT']?.split(' '));

    /** What a script says, in which `$CALLER` has a tool run, and how it ends. */
    async function run(script: string, variables: Record<string, string> = {}) {
      await using driven = startScript(programs, script, { variables });
      driven.child.stdin!.end();
      const [stdout, stderr] = [driven.stdout.whole, driven.stderr.whole];
      const end = await driven.over;
      return { ...end, stdout: String(await stdout), stderr: String(await stderr) };
    }

    test.each([0, 1, 124, 125, 126, 127, 128, 143, 255])(
      'exit status %i comes back',
      async (status) => {
        expect(await run(`exec $CALLER sh -c 'exit ${status}'`)).toMatchObject({ status });
      },
    );

    test.each(['SIGTERM', 'SIGKILL', 'SIGSEGV', 'SIGHUP', 'SIGINT', 'SIGPIPE'] as const)(
      'death by %s is death by it, without a core of our own',
      async (signal) => {
        const script = `ulimit -c unlimited; exec $CALLER sh -c 'ulimit -c 0; kill -${signal.slice(3)} $$'`;
        expect(await run(script)).toMatchObject({ status: null, signal });
      },
    );

    /** The emulator needs the first two itself. */
    const realTime = build.under === undefined ? [32, 33, 34, 64] : [34, 64];

    test.each(realTime)('death by the real-time signal %i is death by it', async (number) => {
      const { stdout } = await run(
        `$CALLER python3 -c 'import os; os.kill(os.getpid(), ${number})'; echo $?`,
      );
      expect(stdout).toBe(`${128 + number}\n`);
    });

    test('there is no such program, or it may not be executed', async () => {
      expect(await run('exec $CALLER no-such-program')).toMatchObject({ status: 127, stderr: '' });
      expect(await run('exec $CALLER /etc/passwd')).toMatchObject({ status: 126, stderr: '' });
    });

    test('words and variables arrive byte for byte', async () => {
      const script = `A=$'a\\nb=\\xff' exec $CALLER python3 -c '
import os,sys
print([os.fsencode(a) for a in sys.argv[1:]], os.environb[b"A"], os.environb.get(b"CALLER") is not None)' '' $'\\xfe\\n' '"$(id)"'`;
      expect((await run(script)).stdout).toBe(
        `[b'', b'\\xfe\\n', b'"$(id)"'] b'a\\nb=\\xff' True\n`,
      );
    });

    test('an argument of 128 kB less a little, and very many of them', async () => {
      const script = `a=$(head -c 130000 /dev/zero | tr '\\0' x); $CALLER sh -c 'echo \${#1}' sh "$a"
      exec $CALLER sh -c 'echo $#' sh $(seq 1 100000)`;
      expect((await run(script)).stdout).toBe('130000\n100000\n');
    });

    test('what the tool is to have does not count for `ulimit -f`', async () => {
      const { stdout } = await run(`ulimit -S -f 0; exec $CALLER sh -c 'ulimit -S -f'`);
      expect(stdout).toBe('0\n');
      expect(await run('ulimit -H -f 0; OTHERWISE="ulimit -f" exec $CALLER true')).toMatchObject({
        status: 0,
      });
    });

    test('descriptors are the caller’s own, from 3 on too, and a directory is none of them', async () => {
      writeFileSync(join(programs.directory, 'file'), 'first\nsecond\n');
      const list = `ls /proc/self/fd | tr "\\n" " "`;
      const script = `exec 5<file 7>written; read line <&5; ${list}; $CALLER sh -c '${list}' 8</
      $CALLER sh -c 'cat <&5; echo there >&7'`;
      const { stdout } = await run(script);
      expect(stdout).toMatch(/^(.* 5 .*7 )\1second\n$/);
      expect(readFileSync(join(programs.directory, 'written'), 'utf8')).toBe('there\n');
    });

    test.each(['0<&-', '1>&-', '2>&-', '0<&- 1>&- 2>&-'])(
      'what is closed is closed: %s',
      async (closed) => {
        const tool = 'for fd in 0 1 2; do [ -e /proc/$$/fd/$fd ] && echo $fd >&8; done';
        await run(`exec 8>result ${closed}; exec $CALLER sh -c '${tool}'`);
        const open = [0, 1, 2].filter((fd) => !new RegExp(`${fd}[<>]`).test(closed));
        const result = readFileSync(join(programs.directory, 'result'), 'utf8');
        expect(result.split('\n').filter(Boolean).map(Number)).toEqual(open);
      },
    );

    test('signals are ignored, blocked and at their defaults as the caller has them', async () => {
      const script = `trap '' HUP USR1; exec python3 -c '
import os, signal, sys
signal.pthread_sigmask(signal.SIG_SETMASK, [signal.SIGUSR2, 40])
signal.signal(signal.SIGPIPE, signal.SIG_DFL); signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
os.execvp(sys.argv[1], sys.argv[1:])' $CALLER grep -E 'Sig(Ign|Blk)' /proc/self/status`;
      expect((await run(script)).stdout).toBe(
        'SigBlk:\t0000008000000800\nSigIgn:\t0000000000000201\n',
      );
    });

    test('umask, and limits where they do not come by themselves', async () => {
      const tool = `sh -c 'umask; ulimit -n; ulimit -c; nice; grep Cpus_allowed_list /proc/self/status'`;
      const prepare = 'umask 027; ulimit -n 77; ulimit -c 5; exec nice -n 3 taskset -c 0';
      const script = `${prepare} $CALLER ${tool}`;
      const expected = (await run(`${prepare} ${tool}`)).stdout;
      expect(expected).toMatch(/^0027\n77\n[^]*:\t0\n$/);
      expect((await run(script)).stdout).toBe(expected);
      expect((await run(script, { WARM: '1' })).stdout).toBe(expected);
    });

    test('the tool starts where it is told to', async () => {
      const { stdout } = await run('exec $CALLER pwd -P', { TOOLS_CWD: '/usr' });
      expect(stdout).toBe('/usr\n');
    });

    test('nothing is read that the tool does not read', async () => {
      const script = `printf '1\\n2\\n3\\n' | while read line; do echo "$line"; $CALLER true; done`;
      expect((await run(script)).stdout).toBe('1\n2\n3\n');
    });

    test('a reader that goes away is felt, and so is a tool that closes what it has', async () => {
      expect((await run('$CALLER yes | head -1; echo ${PIPESTATUS[0]}')).stdout).toBe('y\n141\n');
      // The loop ends when the tool has let go of its input, and the second one at the end of the first's output.
      // The writer ends when the tool has let go of its input, and the reader when it has let go of its output.
      const writer = `(trap '' PIPE; while echo more 2>/dev/null; do :; done; echo felt >one)`;
      const tool = `sh -c 'exec <&- >&-; read felt <one; read end <two; echo $felt $end >&2'`;
      const script = `rm -f one two; mkfifo one two; ${writer} | $CALLER ${tool} | { cat; echo end >two; }`;
      expect((await run(script)).stderr).toBe('felt end\n');
    });

    test('a lock that was taken before is kept, whatever the tool does with the file', async () => {
      const taken = `import fcntl,os,sys
fd = os.open("locked", os.O_RDWR | os.O_CREAT); os.set_inheritable(fd, True); fcntl.lockf(fd, fcntl.LOCK_EX)
os.execvp(sys.argv[1], sys.argv[1:])`;
      const tried = `import fcntl,os
fd = os.open("locked", os.O_RDWR)
try: fcntl.lockf(fd, fcntl.LOCK_EX | fcntl.LOCK_NB); print("free")
except OSError: print("locked")`;
      const { stdout } = await run(`exec python3 -c '${taken}' $CALLER python3 -c '${tried}'`);
      expect(stdout).toBe('locked\n');
    });

    test.each([
      ['SIGTERM', 'TERM'],
      ['SIGUSR1', 'USR1'],
      ['SIGINT', 'INT'],
      ['SIGWINCH', 'WINCH'],
      ['SIGURG', 'URG'],
      ['SIGCHLD', 'CHLD'],
      // The emulator takes it for a fault of its own.
      ...(build.under === undefined ? [['SIGSEGV', 'SEGV'] as const] : []),
      ['SIGTTIN', 'TTIN'],
    ] as const)('%s reaches the tool, which decides', async (signal, name) => {
      const tool = `import os, signal, time
def hear(*_): os.write(1, b"heard\\n"); os._exit(9)
signal.signal(signal.SIG${name}, hear)
os.write(1, b"up\\n")
while True: time.sleep(0.02)`;
      const script = `exec $CALLER python3 -c '${tool}'`;
      await using driven = startScript(programs, script);
      await driven.stdout.until('up');
      process.kill(driven.pid, signal);
      expect(await driven.over).toEqual({ status: 9, signal: null });
      expect(driven.stdout.text).toBe('up\nheard\n');
    });

    test('real-time signals reach the tool', async () => {
      const tool = `import signal,sys
signal.pthread_sigmask(signal.SIG_BLOCK, [34, 50]); print("up", flush=True)
print(signal.sigwait([34, 50]), flush=True); print(signal.sigwait([34, 50]), flush=True)`;
      await using driven = startScript(programs, `exec $CALLER python3 -c '${tool}'`);
      await driven.stdout.until('up');
      process.kill(driven.pid, 50);
      await driven.stdout.until('50');
      process.kill(driven.pid, 34);
      expect(await driven.over).toEqual({ status: 0, signal: null });
    });

    test('a signal that was pending before is pending in the tool', async () => {
      const before = `import os,signal,sys
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM]); os.kill(os.getpid(), signal.SIGTERM)
os.execvp(sys.argv[1], sys.argv[1:])`;
      const tool = 'import signal; print(signal.sigwait([signal.SIGTERM]))';
      const { stdout } = await run(`exec python3 -c '${before}' $CALLER python3 -c '${tool}'`);
      expect(stdout).toBe('15\n');
    });

    test('a stop is the tool’s and the caller’s, and SIGCONT lets both go on', async () => {
      await using driven = startScript(programs, `exec $CALLER bash -c 'echo up; read x; exit 4'`);
      await driven.stdout.until('up');
      for (const signal of ['SIGTSTP', 'SIGTTIN', 'SIGTTOU'] as const) {
        process.kill(driven.pid, signal);
        // In a session of its own nobody could let it go on: the kernel throws the caller's stop away.
      }
      process.kill(driven.pid, 'SIGCONT');
      driven.child.stdin!.end('\n');
      expect(await driven.over).toEqual({ status: 4, signal: null });
    });

    test('kill -9 of the caller: the tool is gone', async () => {
      await using driven = startScript(programs, `exec $CALLER sh -c 'echo $$; sleep 60; true'`);
      await driven.stdout.until('\n');
      const tool = Number(driven.stdout.text);
      process.kill(driven.pid, 'SIGKILL');
      await until(() => isGone(tool), { within: WITHIN, what: 'the end of the tool' });
    });

    test('where nothing was begun, another way finds all as it was', async () => {
      const shown = `grep -E "Sig(Ign|Blk)" /proc/self/status; ls -l /proc/self/fd | sed "s/.* \\([0-9]* ->\\)/\\1/; s/[0-9]*.fd$//; s/\\[.*//"`;
      const prepare = `trap '' HUP; exec 0<&- 5>/dev/null`;
      const program = programs.program.join(' ');
      const { stdout } = await run(`${prepare}; exec ${program} true -- echo no`, {
        OTHERWISE: shown,
      });
      const native = await run(`${prepare}; exec sh -c "$OTHERWISE"`, { OTHERWISE: shown });
      expect(stdout).toBe(native.stdout);
      expect(stdout).toContain('SigIgn:\t0000000000000001');
    });

    test('a signal that came while nothing was begun reaches the other way', async () => {
      // It ends without a word when it is told to, and by then the signal was sent.
      const program = programs.program.join(' ');
      const silent = `sh -c 'echo up >&2; read x <go'`;
      const script = `rm -f go; mkfifo go; exec ${program} ${silent} -- echo no`;
      const variables = { LOUD: '1', OTHERWISE: 'echo otherwise' };
      await using driven = startScript(programs, script, { variables });
      await driven.stderr.until('up');
      process.kill(driven.pid, 'SIGUSR1');
      writeFileSync(join(programs.directory, 'go'), '\n');
      expect(await driven.over).toEqual({ status: null, signal: 'SIGUSR1' });
    });

    test('what would end a native tool at once does, as long as nothing was begun', async () => {
      const program = programs.program.join(' ');
      const script = `rm -f go; mkfifo go; exec ${program} sh -c 'echo up >&2; read x <&3' -- echo no`;
      await using driven = startScript(programs, script, { variables: { LOUD: '1' } });
      await driven.stderr.until('up');
      process.kill(driven.pid, 'SIGTERM');
      expect(await driven.over).toEqual({ status: null, signal: 'SIGTERM' });
    });
  },
);
