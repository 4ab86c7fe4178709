import { describe, expect, test } from 'vitest';
import { WAYS, requests } from './ways.ts';

/** Leaves its parent, its group and its session, and hears of nothing. */
const DAEMON = `(setsid sh -c "trap '' HUP TERM INT; (trap '' HUP TERM INT; echo daemon; while :; do sleep 1000; done) & exit" &)`;

describe.each(WAYS)('the ending of a requested tool, $name', (way) => {
  const request = requests(way);

  test.each([15, 9, 3, 34, 50, 64])('signal %d is told as it was', async (number) => {
    await using launch = request('echo ready; exec sleep 1000');
    await launch.stdout.until('ready');
    launch.say(`signal ${number}`);
    expect(await launch.texts()).toEqual([
      'taken',
      'tool',
      'started',
      'heard 1',
      `signaled ${number}`,
      'done',
    ]);
  });

  test('a signal for the group reaches all of it, one for the tool only the tool', async () => {
    const inner = `sh -c 'trap "echo inner >&2; exit" USR1 USR2; echo ready; while :; do read _ || sleep 0.01; done' <&-`;
    const tool = `trap 'echo outer >&2' USR1 USR2; ${inner} & wait; wait; wait; exit 5`;
    await using launch = request(tool);
    await launch.stdout.until('ready');
    launch.say('signal 10');
    await launch.stderr.until('outer');
    launch.say('group 12');
    expect(await launch.texts()).toContain('exited 5');
    // The shell has a word for what becomes of `sleep`, too.
    const said = String(await launch.stderr.whole).match(/^(inner|outer)$/gm);
    expect(said?.sort()).toEqual(['inner', 'outer', 'outer']);
  });

  test('a tool without a terminal stops and goes on', async () => {
    await using launch = request('echo ready; read _; exit 4');
    await launch.stdout.until('ready');
    launch.say('signal 20');
    await launch.hears('stopped 20 0');
    launch.say('resume back');
    launch.stdin.end('\n');
    expect(await launch.texts()).toContain('exited 4');
  });

  test('a stop that finds the tool on its way out is told to be late', async () => {
    // Blocked, it does as little as it does to a process that is ending.
    const blocks = `import signal; signal.pthread_sigmask(0, [signal.SIGTSTP]); print("up", flush=True)
while signal.SIGTSTP not in signal.sigpending(): pass`;
    await using launch = request(['python3', '-c', blocks]);
    await launch.stdout.until('up');
    launch.say('signal 28');
    launch.say('signal 20');
    expect((await launch.texts()).slice(-3)).toEqual(['heard 1', 'exited 0', 'done']);
  });

  test('everything that the tool has left ends with it', async () => {
    await using launch = request(`${DAEMON}; ${DAEMON} & read _; exit 7`);
    await launch.stdout.until('daemon\ndaemon');
    launch.stdin.end('\n');
    // The outputs end when nobody has them any more.
    expect(String(await launch.stdout.whole)).toBe('daemon\ndaemon\n');
    expect(await launch.texts()).toContain('exited 7');
  });

  test('everything is asked to go, and is made to, when launch is gone', async () => {
    const bye = (name: string): string => `trap 'echo ${name} >&2; exit' HUP`;
    const child = `${bye('child')}; sleep 1000 & echo ready; wait`;
    await using launch = request(`${DAEMON}; ${bye('tool')}; (${child}) & read _`);
    await launch.stdout.until('daemon');
    await launch.stdout.until('ready');
    launch.leave();
    const said = String(await launch.stderr.whole);
    expect(said.trim().split('\n').sort()).toEqual(['child', 'tool']);
    expect(String(await launch.stdout.whole)).not.toContain('lost');
  });

  test('a stopped tool ends with launch, too', async () => {
    await using launch = request(`trap 'echo bye >&2; exit' HUP; kill -STOP $$; read _`);
    await launch.hears('stopped 19 0');
    launch.leave();
    expect(String(await launch.stderr.whole)).toBe('bye\n');
  });

  test('launch may go away at any moment', async () => {
    for (const moment of ['taken', 'terminal', 'tool', 'started']) {
      await using launch = request('trap "" HUP; echo still here; sleep 1000', {
        options: ['--terminal', '7'],
      });
      await launch.hears(moment);
      launch.leave();
      expect(String(await launch.stdout.whole)).toMatch(/^(still here\n)?$/);
    }
  });

  test('whatever is orphaned is reaped while the tool runs', async () => {
    const orphan = '( (exit 5) & (exit 6) & )';
    const parent = `/proc/$(cut -d' ' -f4 /proc/$$/stat)`;
    const zombies = `for p in /proc/[0-9]*; do if grep -q '^State:.Z' $p/status && grep -q "^PPid:.\${me##*/}$" $p/status; then return 0; fi; done 2>/dev/null; return 1`;
    const tool = `me=${parent}; z() { ${zombies}; }; for i in 1 2 3 4 5; do ${orphan}; done; while z; do :; done; exit 3`;
    await using launch = request(tool);
    expect(await launch.texts()).toContain('exited 3');
  });

  test('nobody that runs as the same user may look into init', async () => {
    const tool =
      'readlink /proc/$PPID/fd/3 || echo refused; cat /proc/$PPID/environ || echo refused';
    await using launch = request(`(${tool}) 2>/dev/null`);
    expect(String(await launch.stdout.whole)).toBe('refused\nrefused\n');
  });
});
