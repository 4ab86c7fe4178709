import { execFile, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { until } from '../../rig/until.ts';
import { BUILDS, compiled } from '../builds.ts';
import { compiledLaunch, playLaunch, wordsOf, type PlayedLaunch } from './play-launch.ts';
import { refusal, startAgent, type Agent } from './start-agent.ts';

const isRoot = process.getuid?.() === 0;
const LONG = { timeout: 120_000 };

describe.skipIf(refusal !== '')(`an agent${refusal && `, not here: ${refusal}`}`, () => {
  describe.each(BUILDS)('$name', (build) => {
    const init = compiled(build);
    const program = compiledLaunch(init);
    const isShipped = build === BUILDS[0];

    const launch = (agent: Agent, tool: string | readonly string[]): PlayedLaunch =>
      playLaunch(init, program, tool, { control: agent.path });

    /** So many launches of what exits with 7, and how they went. */
    async function storm(path: string, count: number, atOnce: number, patienceMs = 0) {
      const words = join(dirname(path), 'words');
      writeFileSync(words, wordsOf('exit 7'));
      const numbers = [count, atOnce, 7, patienceMs].map(String);
      const { stdout } = await promisify(execFile)(program, ['storm', path, words, ...numbers]);
      const [, served, refused] = /^served (\d+) refused (\d+)\n$/.exec(stdout) ?? [];
      return { served: Number(served), refused: Number(refused) };
    }

    const knock = (path: string, under: readonly string[] = []): string => {
      const [command, ...args] = [...under, program, 'knock', path];
      return spawnSync(command, args, { encoding: 'utf8' }).stdout;
    };

    test.each([
      [1000, 1],
      [1000, 200],
    ])('leaves nothing of %d launches, %d at once', LONG, async (count, atOnce) => {
      await using agent = await startAgent(init);
      await storm(agent.path, 5, 5);
      await agent.isIdle();
      const { descriptors, resident } = agent;
      expect(await storm(agent.path, count, atOnce)).toEqual({ served: count, refused: 0 });
      await agent.isIdle();
      expect(agent.descriptors).toEqual(descriptors);
      if (isShipped) {
        expect(agent.resident).toBeLessThan(1024);
        expect(agent.resident - resident).toBeLessThan(64);
      }
    });

    test('serves 500 that are there at the same time', LONG, async () => {
      await using agent = await startAgent(init);
      const fifo = join(dirname(agent.path), 'fifo');
      spawnSync('mkfifo', [fifo]);
      const words = join(dirname(agent.path), 'words');
      // Each waits until all have come: until there is a writer.
      writeFileSync(words, wordsOf(`read _ <${fifo}; exit 7`));
      const script = `"$0" storm ${agent.path} ${words} 500 500 7 0 & exec 8<>/dev/null
        until [ "$(wc -w </proc/${agent.pid}/task/${agent.pid}/children)" = 500 ]; do sleep 0.05; done
        exec 9<>${fifo}; i=0; while [ $i -lt 500 ]; do echo >&9; i=$((i+1)); done; wait $!`;
      const { stdout } = spawnSync('sh', ['-c', script, program], { encoding: 'utf8' });
      expect(stdout).toBe('served 500 refused 0\n');
      await agent.isIdle();
    });

    test('lets launches be that run beside one another', async () => {
      await using agent = await startAgent(init);
      await using long = launch(agent, 'sleep 1000 & echo up; read _; kill $! && exit 9');
      await long.stdout.until('up');
      await using short = launch(agent, 'setsid sleep 1000 & exit 8');
      expect(await short.texts()).toContain('exited 8');
      long.stdin.end('\n');
      expect(await long.texts()).toContain('exited 9');
    });

    test('ends what a supervisor has left that was killed', async () => {
      await using agent = await startAgent(init);
      await using other = launch(agent, 'echo up; read _; exit 6');
      await other.stdout.until('up');
      await using lost = launch(agent, `trap '' HUP; setsid sleep 1000 & echo up; sleep 1000`);
      await lost.stdout.until('up');
      const { sender } = await lost.hears('started');
      process.kill(sender, 'SIGKILL');
      expect(await lost.texts()).toEqual(['taken', 'tool', 'started']);
      expect(String(await lost.stdout.whole)).toBe('up\n');
      other.stdin.end('\n');
      expect(await other.texts()).toContain('exited 6');
      await agent.isIdle();
    });

    test('lets no supervisor be stopped', async () => {
      await using agent = await startAgent(init);
      await using stopped = launch(agent, 'echo up; read _; kill -STOP $PPID; exit 5');
      await stopped.stdout.until('up');
      stopped.stdin.end('\n');
      expect(await stopped.texts()).toContain('exited 5');
    });

    test('serves nobody from inside, and cannot be ended or looked into from there', async () => {
      await using agent = await startAgent(init);
      const look =
        'for file in mem environ maps; do cat /proc/1/$file && echo seen; done 2>/dev/null';
      const tool = `${program} knock ${agent.path}; kill -9 1; kill -TERM 1; kill -STOP 1; ${look}; exit 0`;
      await using inside = launch(agent, tool);
      expect(String(await inside.stdout.whole)).toBe('refused\n');
      expect(await inside.texts()).toContain('exited 0');
      expect(await storm(agent.path, 1, 1)).toEqual({ served: 1, refused: 0 });
    });

    test.skipIf(!isRoot)('serves no other user', async () => {
      await using agent = await startAgent(init);
      const under = ['setpriv', '--reuid=54321', '--regid=54321', '--clear-groups'];
      chmodSync(init.directory, 0o711);
      chmodSync(dirname(agent.path), 0o711);
      expect(knock(agent.path, under)).toBe('Permission denied\n');
      chmodSync(agent.path, 0o666);
      expect(knock(agent.path, under)).toBe('refused\n');
    });

    test('goes away when it has been idle, and so does its name', async () => {
      await using agent = await startAgent(init, { idle: 1 });
      expect(await storm(agent.path, 1, 1)).toEqual({ served: 1, refused: 0 });
      expect(await agent.end).toBe(0);
      expect(existsSync(agent.path)).toBe(false);
      expect(knock(agent.path)).toBe('No such file or directory\n');
    });

    test('serves whole or not at all who connects while it goes away', LONG, async () => {
      const went = { served: 0, refused: 0 };
      for (let round = 0; round < 10; round++) {
        const path = join(mkdtempSync(join(init.directory, 'brief-')), 'socket');
        const connecting = storm(path, 30, 30, 300);
        await using agent = await startAgent(init, { idle: 0, path });
        const { served, refused } = await connecting;
        expect(served + refused).toBe(30);
        went.served += served;
        went.refused += refused;
        expect(await agent.end).toBe(0);
      }
      expect(went.served).toBeGreaterThan(0);
      expect(went.refused).toBeGreaterThan(0);
    });

    test('goes away when its engine ends it, and then with all that runs', async () => {
      await using agent = await startAgent(init);
      await using lost = launch(agent, 'trap "" HUP TERM; echo up; while :; do sleep 1000; done');
      await lost.stdout.until('up');
      await lost.hears('started');
      process.kill(agent.pid, 'SIGTERM');
      expect(await agent.end).toBe(0);
      expect(existsSync(agent.path)).toBe(false);
      expect(await lost.texts()).toEqual(['taken', 'tool', 'started']);
    });

    test('leaves its name to the one that has taken it', async () => {
      await using first = await startAgent(init, { idle: 1 });
      const { ino } = statSync(first.path);
      await using second = await startAgent(init, { path: first.path });
      const isTaken = (): boolean => statSync(first.path).ino !== ino;
      await until(isTaken, { within: 30_000, what: 'the second one' });
      expect(await first.end).toBe(0);
      expect(await storm(second.path, 1, 1)).toEqual({ served: 1, refused: 0 });
    });

    test.skipIf(!isRoot).each([
      ['with its tool', (bomb: PlayedLaunch) => void bomb.stdin.end('\n')],
      ['with its launch', (bomb: PlayedLaunch) => bomb.leave()],
    ])('ends a fork bomb %s', LONG, async (_title, end) => {
      const limited = [
        ...['setpriv', '--reuid=54322', '--regid=54322', '--clear-groups'],
        ...['prlimit', '--nproc=250'],
      ];
      chmodSync(init.directory, 0o711);
      // Not as process 1, which has another way to end all.
      const control = ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc'];
      const beside = ['sh', '-c', '"$@" <&0 & wait', 'sh', ...limited];
      await using bomb = playLaunch(init, program, `${program} bomb & read _; exit 5`, {
        control: [...control, ...beside, init.program, '--request', '3'],
        options: ['--cwd', '/'],
      });
      await bomb.stdout.until('bomb');
      const limit = { within: 60_000, what: 'as many processes as may be' };
      await until(() => processesOf(54322) >= 200, limit);
      end(bomb);
      await bomb.end;
      await until(() => processesOf(54322) === 0, { within: 60_000, what: 'the end of all' });
      expect(String(await bomb.stdout.whole)).toBe('bomb\n');
    });
  });
});

function processesOf(user: number): number {
  const { stdout } = spawnSync('ps', ['-U', String(user), '-o', 'pid='], { encoding: 'utf8' });
  return stdout.split('\n').filter((line) => line.trim() !== '').length;
}
