import { execFile, execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { BUILDS, EMULATED } from '../native/builds.ts';
import { Terminal } from '../rig/pty.ts';
import { until } from '../rig/until.ts';
import { compiledCaller, type Programs } from './start-caller.ts';

const PROMPT = /sh> $/;
const WITHIN = 15_000;

/** A real interactive shell, in a terminal whose modes it has written down; `$CALLER` has a tool run. */
async function shell(programs: Programs): Promise<Terminal> {
  const env = {
    PATH: process.env['PATH'],
    PS1: 'sh> ',
    TERM: 'xterm-256color',
    ...programs.env,
    CALLER: programs.caller.join(' '),
  };
  const bash = ['--norc', '--noprofile', '-i'];
  const terminal = new Terminal('bash', bash, { cwd: programs.directory, env, patience: WITHIN });
  await terminal.expect('sh> ');
  // Bracketed paste would put control characters around every line.
  terminal.send(`bind 'set enable-bracketed-paste off'; stty -a > before\r`);
  await terminal.expect(/before\n[^]*sh> $/);
  return terminal;
}

/** Fails unless the terminal has the modes that it had before. */
async function isAsItWas(terminal: Terminal): Promise<void> {
  terminal.send('stty -a | cmp - before && echo same modes\r');
  await terminal.expect(/\nsame modes\n[^]*sh> $/);
}

function childOf(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0]);
}

function isGone(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return true;
  }
}

describe.each([...BUILDS, ...EMULATED])(
  'a session on a terminal, $name',
  { timeout: 60_000 },
  (build) => {
    const programs = compiledCaller(build, process.env['INIT']?.split(' '));

    test('keys and size are the tool’s, and the terminal is as it was', async () => {
      await using terminal = await shell(programs);
      terminal.send(`$CALLER bash -c 'tty; stty size; read x; echo "got $x"'\r`);
      await terminal.expect(/\n\/dev\/pts\/\d+\n24 80\n/);
      terminal.send('this\r');
      await terminal.expect(/^this\ngot this\n[^]*sh> $/);
      await isAsItWas(terminal);
    });

    test('the tool finds the modes that its caller has chosen', async () => {
      await using terminal = await shell(programs);
      terminal.send('stty erase ^H -ixon intr ^T; stty -a > before\r');
      await terminal.expect(PROMPT);
      terminal.send(`$CALLER bash -c 'stty -a </dev/tty | cmp - before && echo the same'\r`);
      await terminal.expect(/\nthe same\n[^]*sh> $/);
      await isAsItWas(terminal);
    });

    test('Ctrl-Z gives the prompt back, and fg goes on', async () => {
      await using terminal = await shell(programs);
      terminal.send(`$CALLER bash -c 'echo up; while read x; do echo "got $x"; done'\r`);
      await terminal.expect(/\nup\n/);
      for (const word of ['one', 'two']) {
        terminal.send('\x1a');
        await terminal.expect(/Stopped[^]*sh> $/);
        await isAsItWas(terminal);
        terminal.send('fg\r');
        await terminal.expect(/\n.*read x.*\n/);
        terminal.send(`${word}\r`);
        await terminal.expect(`got ${word}\n`);
      }
      terminal.send('\x04');
      await terminal.expect(PROMPT);
      await isAsItWas(terminal);
    });

    test('in the background a tool runs, and stops when it wants to read', async () => {
      await using terminal = await shell(programs);
      terminal.send(
        `$CALLER bash -c 'echo wrote; read line; echo read $line; stty -a </dev/tty >inside' &\r`,
      );
      await terminal.expect(/wrote\n/);
      terminal.send('until [ "$(jobs -s)" ]; do sleep 0.05; done; echo it "stopped"\r');
      await terminal.expect(/\nit stopped\n[^]*sh> $/);
      terminal.send('fg\r');
      await terminal.expect(/\n.*wrote.*\n/);
      terminal.send('this\r');
      await terminal.expect(/read this\n[^]*sh> $/);
      terminal.send('cmp inside before && echo its modes\r');
      await terminal.expect(/\nits modes\n[^]*sh> $/);
      await isAsItWas(terminal);
    });

    test('job control of zsh: Ctrl-Z, fg, a tool in the background that wants to read', async () => {
      const { directory, caller } = programs;
      const env = {
        PATH: process.env['PATH'],
        PS1: 'sh> ',
        TERM: 'dumb',
        HOME: directory,
        ...programs.env,
      };
      await using terminal = new Terminal('zsh', ['-f', '-i', '+Z'], {
        cwd: directory,
        env,
        patience: WITHIN,
      });
      await terminal.expect('sh> ');
      terminal.send(`stty -a > before; f() { ${caller.join(' ')} "$@" }\r`);
      await terminal.expect(PROMPT);
      terminal.send(`f bash -c 'echo up; while read x; do echo "got $x"; done'\r`);
      await terminal.expect(/\nup\n/);
      terminal.send('\x1a');
      await terminal.expect(/suspended[^]*sh> $/);
      terminal.send('fg\r');
      await terminal.expect(/continued[^\n]*\n/);
      terminal.send('one\r');
      await terminal.expect('got one\n');
      terminal.send('\x04');
      await terminal.expect(PROMPT);
      terminal.send(`f bash -c 'read x; echo "got $x"' &\r`);
      await terminal.expect(/suspended \(tty input\)/);
      terminal.send('\rfg\r');
      await terminal.expect(/continued[^\n]*\n/);
      terminal.send('two\r');
      await terminal.expect('got two\n');
      await terminal.expect(PROMPT);
      await isAsItWas(terminal);
    });

    test('bg lets a stopped tool go on without the keyboard', async () => {
      await using terminal = await shell(programs);
      terminal.send(
        `$CALLER bash -c 'echo up; read x <&3; echo "got $x"' 3<>fifo\r`.replace(
          'fifo',
          '<(sleep 100)',
        ),
      );
      await terminal.expect(/\nup\n/);
      terminal.send('\x1a');
      await terminal.expect(/Stopped[^]*sh> $/);
      terminal.send('bg; kill %1; wait %1; echo "ended with $?"\r');
      await terminal.expect(/ended with 143\n/);
      await isAsItWas(terminal);
    });

    test('Ctrl-C ends a loop of the shell around a tool', async () => {
      await using terminal = await shell(programs);
      terminal.send(
        'for i in 1 2 3; do $CALLER bash -c "echo round $i; sleep 60"; done; echo after\r',
      );
      await terminal.expect(/\nround 1\n/);
      terminal.send('\x03');
      await terminal.expect(/\^C[^]*sh> /);
      expect(terminal.text).not.toMatch(/round 2\n/);
      await isAsItWas(terminal);
    });

    test('Ctrl-C reaches the script around a tool that lives on, and the tool only once', async () => {
      await using terminal = await shell(programs);
      const tool = `trap "echo inner" INT; echo up; until read x; do :; done; echo "got $x"`;
      terminal.send(
        `cat > script <<'E'\ntrap 'echo outer' INT\n$CALLER bash -c '${tool}'\necho end\nE\rclear\r`,
      );
      await terminal.expect(/clear\n[^]*sh> $/);
      terminal.send('bash script\r');
      await terminal.expect(/\nup\n/);
      terminal.send('\x03');
      await terminal.expect(/inner\n/);
      terminal.send('x\r');
      await terminal.expect(/got x\n[^]*outer\nend\n[^]*sh> $/);
      expect(terminal.text.match(/inner$/gm)).toHaveLength(1);
      await isAsItWas(terminal);
    });

    test('a shell as the tool keeps Ctrl-C for its own jobs', async () => {
      await using terminal = await shell(programs);
      terminal.send(
        `cat > script <<'E'\ntrap 'echo outer' INT\n$CALLER bash --norc --noprofile -i\nE\rclear\r`,
      );
      await terminal.expect(/clear\n[^]*sh> $/);
      terminal.send('bash script\r');
      await terminal.expect(/bash-.*[#$] $/);
      // dash forgets a Ctrl-C that comes while it starts a program; one that becomes it does not.
      terminal.send('sh -c "echo ready; exec sleep 60"\r');
      await terminal.expect(/ready\n/);
      terminal.send('\x03');
      await terminal.expect(/\^C[^]*bash-.*[#$] $/);
      terminal.send('exit 3\r');
      await terminal.expect(/exit\n[^]*sh> $/);
      expect(terminal.text).not.toMatch(/^outer$/m);
      await isAsItWas(terminal);
    });

    test('in a pipe to a pager the tool leaves the keys to the pager', async () => {
      await using terminal = await shell(programs);
      terminal.send('$CALLER bash -c "seq 1 200; echo said >&2" | less\r');
      await terminal.expect(/\n22\n/);
      terminal.send('G');
      await terminal.expect(/\n200\n/);
      terminal.send('q');
      await terminal.expect(PROMPT);
      await isAsItWas(terminal);
    });

    test('a pager whose input is a file takes its keys from the terminal', async () => {
      await using terminal = await shell(programs);
      terminal.send('seq 1 300 > lines; $CALLER less < lines\r');
      await terminal.expect(/\n22\n/);
      terminal.send('G');
      await terminal.expect(/\n300\n/);
      terminal.send('q');
      await terminal.expect(PROMPT);
      await isAsItWas(terminal);
    });

    test('newlines are translated once, beside others who write to the terminal', async () => {
      await using terminal = await shell(programs);
      // Before it has the keyboard and after it, which makes the terminal raw.
      terminal.send(`$CALLER bash -c 'echo one >&2; read x; echo two >&2; echo three' | cat\r`);
      await terminal.expect(/\none\n/);
      terminal.send('x\r');
      await terminal.expect(PROMPT);
      for (const line of ['one', 'two', 'three']) expect(terminal.raw).toContain(`\n${line}\r\n`);
      expect(terminal.raw).not.toContain('\r\r\n');
    });

    test('modes that another of the pipeline has changed meanwhile stay changed', async () => {
      await using terminal = await shell(programs);
      terminal.send('mkfifo go up; exec 5<>go 6<>up; stty -echoctl\r');
      await terminal.expect(/echoctl\n[^]*sh> $/);
      const tool = `$CALLER bash -c 'echo >&6; read on <&5' <$(tty) >$(tty)`;
      terminal.send(
        `${tool} | { read up <&6; stty echoctl </dev/tty; echo >&5; }; echo it "ended"\r`,
      );
      await terminal.expect(/\nit ended\n[^]*sh> $/);
      await isAsItWas(terminal);
    });

    test('without a controlling terminal a tool reads the one it was given', async () => {
      await using terminal = await shell(programs);
      terminal.send(`setsid -w $CALLER bash -c 'echo up; read x; echo "got $x"'\r`);
      await terminal.expect(/\nup\n/);
      terminal.send('this\r');
      await terminal.expect(/got this\n[^]*sh> $/);
      await isAsItWas(terminal);
    });

    test('with streams alone the tool has /dev/tty', async () => {
      await using terminal = await shell(programs);
      terminal.send(
        `$CALLER bash -c 'echo ask >/dev/tty; read x </dev/tty; echo "got $x"' </dev/null 2>/dev/null | cat\r`,
      );
      await terminal.expect(/\nask\n/);
      terminal.send('this\r');
      await terminal.expect(/got this\n[^]*sh> $/);
      await isAsItWas(terminal);
    });

    test('a terminal among the further descriptors is the tool’s too', async () => {
      await using terminal = await shell(programs);
      terminal.send(
        `$CALLER bash -c '[ -t 7 ] && [ "$(readlink /proc/self/fd/7)" = "$(tty)" ] && echo one terminal' 7>/dev/tty\r`,
      );
      await terminal.expect(/\none terminal\n[^]*sh> $/);
    });

    test('a resize is told before the keys after it', async () => {
      await using terminal = await shell(programs);
      terminal.send(
        `$CALLER bash -c 'trap "echo winch" WINCH; echo up; until read x; do :; done; stty size'\r`,
      );
      await terminal.expect(/\nup\n/);
      terminal.resize(101, 37);
      terminal.send('\r');
      await terminal.expect(/\n37 101\n[^]*sh> $/);
      expect(terminal.text.match(/^winch$/gm)).toHaveLength(1);
    });

    test('lines that were typed before, their end too, are the tool’s', async () => {
      await using terminal = await shell(programs);
      terminal.send('sleep 0.3; $CALLER cat\rfirst\r\x04');
      await terminal.expect(/first\n[^]*sh> $/);
      terminal.send('echo "ended with $?"\r');
      await terminal.expect(/\nended with 0\n/);
      await isAsItWas(terminal);
    });

    test('100 kB that are pasted arrive whole', async () => {
      await using terminal = await shell(programs);
      terminal.send(`$CALLER bash -c 'stty raw -echo; echo up; head -c 100000 | sha1sum'\r`);
      await terminal.expect(/\nup\n/);
      const pasted = Array.from(
        { length: 10_000 },
        (_, i) => String(i).padStart(9, '-') + '\r',
      ).join('');
      await terminal.paste(pasted);
      const sum = execFileSync('sha1sum', { input: pasted, encoding: 'utf8' });
      await terminal.expect(sum.slice(0, 40));
    });

    test('all that a tool shows last is seen, and comes before the prompt', async () => {
      await using terminal = await shell(programs);
      terminal.send('$CALLER seq 1 30000\r');
      await terminal.expect(/\n29999\n30000\nsh> $/);
      expect(terminal.text.match(/^\d+$/gm)).toHaveLength(30_000);
    });

    test('Ctrl-S of the tool’s terminal does not make its signals wait', async () => {
      await using terminal = await shell(programs);
      terminal.send(`$CALLER bash -c 'echo up; sleep 60'\r`);
      await terminal.expect(/\nup\n/);
      terminal.send('\x13\x03');
      await terminal.expect(/sh> $/);
      await isAsItWas(terminal);
    });

    test('the terminal is given back when the tool is killed, or init', async () => {
      await using terminal = await shell(programs);
      terminal.send(`$CALLER bash -c 'stty raw -echo; echo mine; kill -9 $$'\r`);
      await terminal.expect(/Killed[^]*sh> $/);
      await isAsItWas(terminal);
      terminal.send(
        `$CALLER bash -c 'stty raw -echo; echo mine; sleep 60'; echo "ended with $?"\r`,
      );
      await terminal.expect(/\nmine/);
      process.kill(childOf(childOf(terminal.pid)), 'SIGKILL');
      await terminal.expect(/ended with 125\n[^]*sh> $/);
      await isAsItWas(terminal);
    });

    test('the terminal is given back when a fault of our own ends the caller', async () => {
      await using terminal = await shell(programs);
      terminal.send(`rm -f fault; mkfifo fault; FAULT=fault $CALLER bash -c 'echo up; sleep 60'\r`);
      await terminal.expect(/\nup\n/);
      writeFileSync(join(programs.directory, 'fault'), 'x');
      await terminal.expect(/Segmentation[^]*sh> $/);
      await isAsItWas(terminal);
    });

    // The emulator takes it for a fault of its own.
    test.skipIf(build.under)('a SIGSEGV that somebody sends is the tool’s', async () => {
      await using terminal = await shell(programs);
      terminal.send(
        `$CALLER bash -c 'trap "echo heard" SEGV; echo up; until read x; do :; done; exit 6'\r`,
      );
      await terminal.expect(/\nup\n/);
      for (let sent = 0; sent < 2; sent++) {
        process.kill(childOf(terminal.pid), 'SIGSEGV');
        await terminal.expect(/heard\n/);
      }
      terminal.send('\r');
      await terminal.expect(PROMPT);
      terminal.send('echo "ended with $?"\r');
      await terminal.expect(/ended with 6\n/);
    });

    test('the tool’s terminal has the pixels of its caller’s', async () => {
      await using terminal = await shell(programs);
      const size = (act: string): string => `import fcntl, struct, termios; ${act}`;
      const set = size('fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 90, 900, 600))');
      const get = size(
        'print(struct.unpack("HHHH", fcntl.ioctl(0, termios.TIOCGWINSZ, bytes(8))))',
      );
      terminal.send(`python3 -c '${set}'; $CALLER python3 -c '${get}'\r`);
      await terminal.expect(/\n\(30, 90, 900, 600\)\n/);
    });

    test('another terminal is passed as it is', async () => {
      await using terminal = await shell(programs);
      await using other = await shell(programs);
      other.send('echo it is "$(tty)"; sleep 60\r');
      const [, path] = await other.expect(/\nit is (.*)\n/);
      terminal.send(
        `$CALLER bash -c 'readlink /proc/self/fd/5; echo over there >&5; echo here' 5>${path}\r`,
      );
      await terminal.expect(`\n${path}\nhere\n`);
      await other.expect(/over there\n/);
    });

    test('a terminal that takes nothing keeps no signal from the tool, and no end from the caller', async () => {
      // As one whose window has stopped: its master is never read.
      const window = `import os, pty, signal, sys
pid, master = pty.fork()
if pid == 0: os.execvp(sys.argv[1], sys.argv[1:])
open("full").read()
os.kill(pid, signal.SIGTERM)
print(os.waitpid(pid, 0)[1])`;
      const { directory, caller, env } = programs;
      // What it says through the FIFO it says once both terminals are full.
      const tool = 'timeout 0.5 cat /dev/zero >/dev/tty; echo >full; exec cat /dev/zero';
      const { stdout } = await promisify(execFile)(
        'bash',
        [
          '-c',
          `rm -f full; mkfifo full; exec python3 -c '${window}' ${caller.join(' ')} sh -c '${tool}'`,
        ],
        { cwd: directory, env: { PATH: process.env['PATH'], ...env }, timeout: WITHIN },
      );
      expect(stdout).toBe('15\n');
    });

    test('after a SIGSTOP, fg finds the keyboard as raw as it was', async () => {
      await using terminal = await shell(programs);
      terminal.send(`$CALLER bash -c 'stty -echo; echo up; read x; echo "got $x"'\r`);
      await terminal.expect(/\nup\n/);
      process.kill(childOf(terminal.pid), 'SIGSTOP');
      await terminal.expect(/Stopped[^]*sh> $/);
      terminal.send('stty sane; stty -a > before; fg\r');
      await terminal.expect(/\n.*got.*\n/);
      terminal.send('ab\x7fc\r');
      await terminal.expect(/got ac\n[^]*sh> $/);
      await isAsItWas(terminal);
    });

    test('closing the window: SIGHUP, the end of what is read, and nothing is left', async () => {
      const log = join(programs.directory, 'log');
      writeFileSync(log, '');
      await using terminal = await shell(programs);
      terminal.send(
        `exec 9>>log; $CALLER bash -c 'trap "echo hup >&9" HUP; echo $$ >&9; echo up; until read x; [ $? = 1 ]; do :; done; echo end >&9'\r`,
      );
      await terminal.expect(/\nup\n/);
      const caller = childOf(terminal.pid);
      terminal.hangUp();
      await until(() => isGone(caller), { within: WITHIN, what: 'the end of the launch' });
      expect(readFileSync(log, 'utf8')).toMatch(/^\d+\n(hup\n)+end\n$/);
    });

    test('kill -9 of the caller: the tool is gone', async () => {
      await using terminal = await shell(programs);
      terminal.send(`$CALLER bash -c 'echo tool $$; sleep 60'\r`);
      const [, tool] = await terminal.expect(/\ntool (\d+)\n/);
      process.kill(childOf(terminal.pid), 'SIGKILL');
      await until(() => isGone(Number(tool)), { within: WITHIN, what: 'the end of the tool' });
    });
  },
);
