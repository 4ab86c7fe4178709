import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BUILDS, compiled } from './builds.ts';
import { startInit } from './start-init.ts';

/** Runs a command as PID 1 of its own processes, as a container does; a non-root user needs user namespaces. */
const AS_PROCESS_ONE = [
  'unshare',
  ...(process.getuid?.() === 0 ? [] : ['--user', '--map-current-user']),
  ...['--pid', '--fork', '--kill-child', '--mount-proc'],
];

const [command, ...args] = AS_PROCESS_ONE;
const refusal = spawnSync(command!, [...args, 'true'], { encoding: 'utf8' }).stderr;

describe.skipIf(refusal !== '')(`as process 1${refusal && `, not here: ${refusal}`}`, () => {
  describe.each(BUILDS)('$name', (build) => {
    const init = compiled(build);
    const under = AS_PROCESS_ONE;

    test('init is process 1, and the tool is not', async () => {
      const tool = 'tr "\\0" " " </proc/1/cmdline; echo; echo $PPID; [ $$ -gt 1 ]';
      await using driven = await startInit(init, tool, { under });
      const said = driven.stdout.whole;
      expect(await driven.link.ended).toEqual({ kind: 'exited', status: 0 });
      expect(String(await said)).toMatch(/^\S*\/init --link .*\n1\n$/);
    });

    test('whatever is orphaned is reaped while the tool runs', async () => {
      const orphan = '( (exit 5) & (exit 6) & )';
      const zombies = `cat /proc/[0-9]*/stat 2>/dev/null | grep -q ') Z 1 '`;
      const tool = `for i in 1 2 3 4 5; do ${orphan}; done; while ${zombies}; do :; done; exit 3`;
      await using driven = await startInit(init, tool, { under });
      expect(await driven.link.ended).toEqual({ kind: 'exited', status: 3 });
    });

    test('when the tool has ended everything else is ended, and the outputs with it', async () => {
      const daemon = `setsid sh -c "trap '' HUP TERM; echo daemon; sleep 1000"`;
      await using driven = await startInit(init, `${daemon} & read _; exit 7`, { under });
      await driven.stdout.until('daemon');
      driven.stdin.end('\n');
      expect(String(await driven.stdout.whole)).toBe('daemon\n');
      expect(await driven.link.ended).toEqual({ kind: 'exited', status: 7 });
      expect(await driven.over).toEqual({ status: 7, signal: null });
    });

    test('also when they hold the terminal', async () => {
      const tool = `setsid sh -c "trap '' HUP; echo daemon; sleep 1000" & read _; kill -9 $$`;
      await using driven = await startInit(init, tool, { under, options: ['--terminal', '0,1,2'] });
      const screen = await driven.screen();
      await screen.until('daemon');
      await driven.type('x\r');
      expect(await driven.link.ended).toEqual({ kind: 'signaled', signal: 'SIGKILL' });
      expect(String(await screen.whole)).toContain('daemon\r\n');
    });

    test('deaths are told as they were, though a child of process 1 could not die of them', async () => {
      for (const signal of ['SIGTERM', 'SIGINT', 'SIGQUIT'] as const) {
        await using driven = await startInit(init, 'echo ready; read _', { under });
        await driven.stdout.until('ready');
        driven.link.signal(signal);
        expect(await driven.link.ended).toEqual({ kind: 'signaled', signal });
      }
    });

    test('when the launcher is gone everything is asked to go by SIGHUP', async () => {
      const bye = (name: string): string => `trap 'echo ${name} >>bye; exit' HUP`;
      const child = `${bye('child')}; sleep 1000 & echo ready; wait`;
      const tool = `${bye('tool')}; (${child}) & read _`;
      await using driven = await startInit(init, tool, { under });
      await driven.stdout.until('ready');
      driven.link.close();
      expect(await driven.over).toEqual({ status: 129, signal: null });
      const said = readFileSync(join(driven.directory, 'bye'), 'utf8');
      expect(said.trim().split('\n').sort()).toEqual(['child', 'tool']);
    });

    test('a stopped tool is asked too', async () => {
      const tool = `trap 'echo tool >bye; exit' HUP; kill -STOP $$; read _`;
      await using driven = await startInit(init, tool, { under });
      expect(await driven.stops.take()).toBe('SIGSTOP');
      driven.link.close();
      expect(await driven.over).toEqual({ status: 129, signal: null });
      expect(existsSync(join(driven.directory, 'bye'))).toBe(true);
    });

    test('what ignores SIGHUP is made to go within a second', async () => {
      const deaf = `trap '' HUP TERM INT; echo deaf; while :; do read _ || sleep 1000; done`;
      const tool = `setsid sh -c "${deaf}" & ${deaf}`;
      await using driven = await startInit(init, tool, { under });
      await driven.stdout.until('deaf\ndeaf');
      const from = performance.now();
      driven.link.close();
      expect(await driven.over).toEqual({ status: 129, signal: null });
      expect(performance.now() - from).toBeLessThan(1000);
    });

    test('a launcher that is gone is noticed while the outputs wait for their readers', async () => {
      const tool = 'trap "" HUP; echo on >&2; exec yes';
      await using driven = await startInit(init, tool, { under });
      await driven.stderr.until('on');
      driven.link.close();
      expect(await driven.over).toEqual({ status: 129, signal: null });
    });
  });
});
