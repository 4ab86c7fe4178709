import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { until } from '../rig/until.ts';
import { BUILDS, compiled } from './builds.ts';
import { startInit } from './start-init.ts';

function childOf(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8'));
}

function isZombie(pid: number): boolean {
  return readFileSync(`/proc/${pid}/status`, 'utf8').includes('State:\tZ');
}

describe.each(BUILDS)('job control, $name', (build) => {
  const init = compiled(build);
  const WHOLE = ['--terminal', '0,1,2'];
  const BACK = [...WHOLE, '--ground', 'back'];
  const ECHO_LINES = 'echo ready; while read line; do echo "read $line"; done';

  test('Ctrl-Z stops the tool, what it showed comes first, and a resume lets it go on', async () => {
    await using driven = await startInit(init, ECHO_LINES, { options: WHOLE });
    const screen = await driven.screen();
    for (const word of ['ready', 'read once', 'read twice']) {
      await screen.until(word);
      await driven.type('\x1a');
      expect(await driven.stops.take()).toBe('SIGTSTP');
      driven.link.resume('fore');
      await driven.type(word === 'ready' ? 'once\r' : 'twice\r');
    }
    await driven.type('\x04');
    expect(await driven.link.ended).toEqual({ kind: 'exited', status: 0 });
  });

  test('what a tool shows before it stops itself is on its way before its stop is told', async () => {
    const tool = 'stty -echo; head -c 3000 /dev/zero; kill -STOP $$';
    await using driven = await startInit(init, tool, { options: WHOLE });
    const screen = await driven.screen();
    expect(await driven.stops.take()).toBe('SIGSTOP');
    // Both connections are read by the same event loop: one more turn takes what has arrived.
    await new Promise((turned) => setImmediate(turned));
    expect(screen.bytes.length).toBe(3000);
  });

  test.each(['SIGSTOP', 'SIGTSTP', 'SIGTTIN', 'SIGTTOU'] as const)(
    'a tool without a terminal is stopped by %s and goes on after SIGCONT',
    async (signal) => {
      await using driven = await startInit(init, 'echo ready; read _; exit 4');
      await driven.stdout.until('ready');
      driven.link.signal(signal);
      expect(await driven.stops.take()).toBe(signal);
      driven.link.signal('SIGCONT');
      driven.stdin.end('\n');
      expect(await driven.link.ended).toEqual({ kind: 'exited', status: 4 });
    },
  );

  test('a stop that finds the tool on its way out is told to be late', async () => {
    // Blocked, it does as little as it does to a process that is ending.
    const blocks =
      'import os,signal; signal.pthread_sigmask(0,[signal.SIGTSTP]); print("up",flush=True); os.read(0,1)';
    await using driven = await startInit(init, `exec python3 -c '${blocks}'`);
    const late: string[] = [];
    driven.link.onLate((signal) => late.push(signal));
    await driven.stdout.until('up');
    driven.link.signal('SIGTSTP');
    driven.stdin.end('\n');
    expect(await driven.link.ended).toEqual({ kind: 'exited', status: 0 });
    expect(late).toEqual(['SIGTSTP']);
  });

  test.each([
    ['ignores it', "trap '' TSTP"],
    ['catches it', "trap 'echo caught' TSTP"],
  ])('a stop is not late for a tool that %s', async (_, trap) => {
    // What is said after the signal is done after it: the tool ends when its stderr breaks.
    const tool = `${trap}; trap '' PIPE; echo up; while echo on >&2; do sleep 0.01; done`;
    await using driven = await startInit(init, tool);
    const late: string[] = [];
    driven.link.onLate((signal) => late.push(signal));
    await driven.stdout.until('up');
    driven.link.signal('SIGTSTP');
    driven.link.breakOutput(2);
    await driven.link.ended;
    expect(late).toEqual([]);
  });

  test('a tool in the background is stopped when it reads, and reads once it is in front', async () => {
    await using driven = await startInit(init, 'read line; echo "got $line"', { options: BACK });
    expect(await driven.stops.take()).toBe('SIGTTIN');
    driven.link.resume('back');
    expect(await driven.stops.take()).toBe('SIGTTIN');
    driven.link.resume('fore');
    await driven.type('it\r');
    expect(String(await (await driven.screen()).whole)).toBe('it\r\ngot it\r\n');
  });

  test('a tool in the background is stopped when it sets the modes', async () => {
    await using driven = await startInit(init, ['stty', '-echo'], { options: BACK });
    expect(await driven.stops.take()).toBe('SIGTTOU');
    driven.link.resume('fore');
    expect(await driven.link.ended).toEqual({ kind: 'exited', status: 0 });
  });

  test('a terminal that hung up is at its end, takes nothing, and sends no signal', async () => {
    // By the time that init has passed on a signal of the tool's own, it would have passed on an earlier SIGHUP.
    const tool = `trap 'echo HUP >&2' HUP; trap 'exit 5' USR1; echo ready; read _; echo "end $?" >&2
      echo to nobody || echo "lost $?" >&2; true </dev/tty || echo "no tty" >&2
      kill -USR1 $PPID; while :; do sleep 0.01; done`;
    const options = ['--terminal', '0,1'];
    await using driven = await startInit(
      init,
      `exec 3>&2 2>/dev/null; ${tool.replaceAll('>&2', '>&3')}`,
      { options },
    );
    await (await driven.screen()).until('ready');
    (await driven.link.terminal).end();
    expect(await driven.link.ended).toEqual({ kind: 'exited', status: 5 });
    expect(String(await driven.stderr.whole)).toBe('end 1\nlost 1\nno tty\n');
  });

  test('a tool in the background may write, and its newlines are translated', async () => {
    await using driven = await startInit(init, 'echo written', { options: BACK });
    expect(String(await (await driven.screen()).whole)).toBe('written\r\n');
  });

  test('what a tool set is found again after a time in the background', async () => {
    const tool = 'stty -opost; echo ready; read _; read _; stty -a';
    await using driven = await startInit(init, tool, { options: WHOLE });
    const screen = await driven.screen();
    await screen.until('ready');
    await driven.type('\x1a');
    expect(await driven.stops.take()).toBe('SIGTSTP');
    driven.link.resume('back');
    expect(await driven.stops.take()).toBe('SIGTTIN');
    driven.link.resume('fore');
    await driven.type('a\rb\r');
    expect(await driven.link.ended).toEqual({ kind: 'exited', status: 0 });
    expect(String(await screen.whole)).toContain('-opost');
  });

  test('a shell keeps the job it has put in front when SIGCONT comes from outside', async () => {
    const tool =
      'set -m; sh -c "echo ready; read line; echo got \\$line"; echo "job ended with $?"';
    await using driven = await startInit(init, tool, { options: WHOLE });
    const screen = await driven.screen();
    await screen.until('ready');
    driven.link.resume('fore');
    await driven.type('it\r');
    await screen.until('job ended with');
    expect(String(await screen.whole)).toContain('got it\r\njob ended with 0');
  });

  test('Ctrl-C reaches the tool, and only one time', async () => {
    const tool = `trap 'echo interrupted' INT; echo ready; while ! read line; do :; done; echo "$line"`;
    await using driven = await startInit(init, tool, { options: WHOLE });
    const screen = await driven.screen();
    await screen.until('ready');
    await driven.type('\x03');
    await screen.until('interrupted');
    await driven.type('end\r');
    expect(await driven.link.ended).toEqual({ kind: 'exited', status: 0 });
    expect(String(await screen.whole).match(/interrupted/g)).toHaveLength(1);
  });

  test.each([
    ['Ctrl-C and Ctrl-\\ that interrupt the tool', ':', '\x03\x1c', ['SIGINT', 'SIGQUIT']],
    ['other keys that do', 'stty intr ^T', '\x03\x14', ['SIGINT']],
    ['one after Ctrl-V, which is text', ':', 'a\x16\x03\r\x16\x16\x03', ['SIGINT']],
    ['keys that are bytes', 'stty -isig', '\x03\x1c', []],
    ['a key that was taken away', 'stty intr undef', '\0\x03', []],
    ['one in a job of its own', 'set -m; f() { sh -c "$1"; }', '\x03\x03', []],
  ])('%s, and what is told of it', async (_what, prepare, keys, told) => {
    // What runs in the end is a job of its own after `set -m`.
    const lives = `trap : INT QUIT; echo ready; until read line && [ "$line" = end ]; do :; done`;
    const tool = `f() { eval "$1"; }; ${prepare}; f '${lives}'`;
    await using driven = await startInit(init, tool, { options: WHOLE });
    const heard: string[] = [];
    driven.link.onKeySignal((signal) => heard.push(signal));
    await (await driven.screen()).until('ready');
    await driven.type(`${keys}\rend\r`);
    expect(await driven.link.ended).toEqual({ kind: 'exited', status: 0 });
    expect(heard).toEqual(told);
  });

  test('output goes on while nobody reads it and the tool is stopped', async () => {
    const tool = '(head -c 300000 /dev/zero; echo written >&2) & kill -STOP $$; wait';
    await using driven = await startInit(init, tool);
    expect(await driven.stops.take()).toBe('SIGSTOP');
    const whole = driven.stdout.whole;
    await driven.stderr.until('written');
    driven.link.resume('fore');
    expect((await whole).length).toBe(300_000);
  });

  test('a signal that comes when the tool has ended is told as late, also before init knows', async () => {
    const script = `trap 'echo heard' USR1; echo up; while :; do sleep 0.01; done`;
    await using driven = await startInit(init, script);
    const late: string[] = [];
    driven.link.onLate((signal) => late.push(signal));
    await driven.stdout.until('up');
    driven.link.signal('SIGUSR1');
    await driven.stdout.until('heard');
    process.kill(driven.pid, 'SIGSTOP');
    const tool = childOf(driven.pid);
    process.kill(tool, 'SIGKILL');
    await until(() => isZombie(tool), { within: 30_000, what: 'the end of the tool' });
    driven.link.signal('SIGTSTP');
    process.kill(driven.pid, 'SIGCONT');
    expect(await driven.link.ended).toEqual({ kind: 'signaled', signal: 'SIGKILL' });
    driven.link.signal('SIGTERM');
    expect(late).toEqual(['SIGTSTP', 'SIGTERM']);
  });

  test('signals for one, for the group, and for init itself', async () => {
    const inner = `sh -c 'trap "echo inner >&2; exit" INT TERM; echo ready; read _'`;
    const tool = `trap 'echo outer >&2' INT TERM; ${inner}; echo after`;
    await using group = await startInit(init, tool);
    await group.stdout.until('ready');
    group.link.signal('SIGINT');
    expect(await group.link.ended).toEqual({ kind: 'exited', status: 0 });
    expect(
      String(await group.stderr.whole)
        .trim()
        .split('\n')
        .sort(),
    ).toEqual(['inner', 'outer']);

    await using one = await startInit(init, `trap 'exit 9' TERM; echo ready; read _`);
    await one.stdout.until('ready');
    process.kill(one.pid, 'SIGTERM');
    expect(await one.link.ended).toEqual({ kind: 'exited', status: 9 });
  });
});
