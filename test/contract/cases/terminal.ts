import { expect } from 'vitest';
import type { StreamKind } from '../../../src/plan/launch-plan.ts';
import { Queue } from '../queue.ts';
import { EXITED_0, start, STREAMS, TERMINALS } from '../bench.ts';
import {
  countsInterrupts,
  echoes,
  opensItsTerminal,
  printsKeys,
  readsUntilQuit,
  reportsResize,
  reportsSize,
  reportsTerminals,
  runsShell,
} from '../programs.ts';
import type { Case } from './case.ts';

const [T, S] = ['terminal', 'stream'] as const;
const MIXTURES: readonly (readonly [StreamKind, StreamKind, StreamKind])[] = [
  [T, T, T],
  [S, T, T],
  [T, S, T],
  [T, T, S],
  [S, S, T],
  [T, S, S],
];

function isMixture([stdin, stdout, stderr]: (typeof MIXTURES)[number]): Case {
  const words = [stdin, stdout, stderr].map((kind, fd) => `${fd}:${kind === T ? 'yes' : 'no'}`);
  return {
    title: `each descriptor is a terminal or not, as outside: ${words.join(' ')}`,
    needs: ['terminal'],
    holds: async (bench) => {
      const started = await start(bench, reportsTerminals, { stdio: { stdin, stdout, stderr } });
      if (stdin === S) started.running.stdin.end();
      expect(await started.running.ended).toEqual(EXITED_0);
      const shown = [
        ...(stdout === T ? [`terminals ${words.join(' ')}\r\n`] : []),
        ...(stderr === T ? ['err\r\n'] : []),
      ];
      expect(started.terminal.text).toBe(shown.join(''));
      if (stdout === S) expect(started.stdout.text).toBe(`terminals ${words.join(' ')}\n`);
      if (stderr === S) expect(started.stderr.text).toBe('err\n');
    },
  };
}

export const TERMINAL: readonly Case[] = [
  ...MIXTURES.map(isMixture),
  {
    title: 'without a terminal, no descriptor is one',
    holds: async (bench) => {
      const { running, stdout } = await start(bench, reportsTerminals, { stdio: STREAMS });
      expect(running.terminal).toBeUndefined();
      await running.ended;
      expect(stdout.text).toBe('terminals 0:no 1:no 2:no\n');
    },
  },
  {
    title: 'the streams of descriptors that are terminals are empty and ended',
    needs: ['terminal'],
    holds: async (bench) => {
      const { running, stdout, stderr } = await start(bench, reportsTerminals, {
        stdio: TERMINALS,
      });
      await running.ended;
      expect((await stdout.whole).length + (await stderr.whole).length).toBe(0);
    },
  },
  {
    title: 'the size is right at the first look',
    needs: ['terminal'],
    holds: async (bench) => {
      const size = { rows: 33, columns: 101 };
      const { running, terminal } = await start(bench, reportsSize, { stdio: TERMINALS }, { size });
      expect(await running.ended).toEqual(EXITED_0);
      expect(terminal.text).toBe('33 101\r\n');
    },
  },
  {
    title: 'a resize brings SIGWINCH and the new size',
    needs: ['terminal'],
    holds: async (bench) => {
      const size = { rows: 33, columns: 101 };
      const { running, terminal } = await start(
        bench,
        reportsResize,
        { stdio: TERMINALS },
        { size },
      );
      await terminal.until('ready');
      running.resize({ rows: 50, columns: 132 });
      await running.ended;
      expect(terminal.text).toBe('ready\r\n50 132\r\n');
    },
  },
  {
    title: 'Ctrl-C interrupts once, which is told, and the tool lives on',
    needs: ['terminal'],
    holds: async (bench) => {
      const { running, terminal } = await start(bench, countsInterrupts, { stdio: TERMINALS });
      await terminal.until('ready');
      const told = new Promise((tell) => running.onKeySignal(tell));
      running.terminal?.write('\x03');
      expect(await told).toBe('SIGINT');
      await terminal.until('interrupted 1');
      running.terminal?.write('q\r');
      expect(await running.ended).toEqual(EXITED_0);
      expect(terminal.text).toContain('counted 1\r\n');
    },
  },
  {
    title: 'Ctrl-Z stops the tool, and a resume lets it go on, each time',
    needs: ['terminal'],
    holds: async (bench) => {
      const { running, terminal } = await start(bench, readsUntilQuit, { stdio: TERMINALS });
      await terminal.until('ready');
      const stops = new Queue<NodeJS.Signals>();
      running.onStop((signal) => stops.put(signal));
      for (let time = 0; time < 2; time++) {
        running.terminal?.write('\x1a');
        expect(await stops.take()).toBe('SIGTSTP');
        running.resume('fore');
        // A Ctrl-Z before it really goes on would be lost with SIGCONT (signal(7)).
        running.terminal?.write(`${time}\r`);
        await terminal.until(`read ${time}`);
      }
      running.terminal?.write('q\r');
      expect(await running.ended).toEqual(EXITED_0);
      expect(terminal.text).toContain('quit\r\n');
    },
  },
  {
    title: 'a tool that goes on in the background is stopped when it reads',
    needs: ['terminal', 'kernel'],
    holds: async (bench) => {
      const { running, terminal } = await start(bench, readsUntilQuit, { stdio: TERMINALS });
      await terminal.until('ready');
      const stops = new Queue<NodeJS.Signals>();
      running.onStop((signal) => stops.put(signal));
      running.terminal?.write('\x1a');
      expect(await stops.take()).toBe('SIGTSTP');
      running.resume('back');
      expect(await stops.take()).toBe('SIGTTIN');
      running.resume('fore');
      running.terminal?.write('q\r');
      expect(await running.ended).toEqual(EXITED_0);
    },
  },
  {
    title: 'a tool that starts in the background is stopped when it reads',
    needs: ['terminal', 'kernel'],
    holds: async (bench) => {
      const options = { stdio: TERMINALS };
      const { running, terminal } = await start(bench, readsUntilQuit, options, { ground: 'back' });
      const stopped = new Promise((stop) => running.onStop(stop));
      await terminal.until('ready');
      expect(await stopped).toBe('SIGTTIN');
      running.resume('fore');
      running.terminal?.write('q\r');
      expect(await running.ended).toEqual(EXITED_0);
    },
  },
  {
    title: 'SIGTSTP from outside stops it too, and SIGCONT lets it go on',
    needs: ['terminal'],
    holds: async (bench) => {
      const { running, terminal } = await start(bench, readsUntilQuit, { stdio: TERMINALS });
      await terminal.until('ready');
      const stopped = new Promise((stop) => running.onStop(stop));
      running.signal('SIGTSTP');
      expect(await stopped).toBe('SIGTSTP');
      running.signal('SIGCONT');
      running.terminal?.write('q\r');
      expect(await running.ended).toEqual(EXITED_0);
    },
  },
  {
    title: 'Ctrl-D ends the input of a tool that reads lines',
    needs: ['terminal'],
    holds: async (bench) => {
      const { running, terminal } = await start(bench, echoes, { stdio: TERMINALS });
      running.terminal?.write('hello\r');
      await terminal.until('hello\r\nhello\r\n');
      running.terminal?.write('\x04');
      expect(await running.ended).toEqual(EXITED_0);
    },
  },
  {
    title: 'a terminal that hangs up gives the tool the end of its input, and no signal',
    needs: ['terminal'],
    holds: async (bench) => {
      const { running, terminal } = await start(bench, echoes, { stdio: TERMINALS });
      running.terminal?.write('hello\r');
      await terminal.until('hello\r\nhello\r\n');
      running.terminal?.end();
      // Whether a read that waits finds the end or EIO is chance, and `cat` has a status for each.
      expect((await running.ended).kind).toBe('exited');
    },
  },
  {
    title: 'in raw mode every key arrives as it is typed, Ctrl-P Ctrl-Q too',
    needs: ['terminal'],
    holds: async (bench) => {
      const keys = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
      const { running, terminal } = await start(bench, printsKeys, {
        stdio: TERMINALS,
        args: [String(keys.length)],
      });
      await terminal.until('ready');
      const told: string[] = [];
      running.onKeySignal((signal) => told.push(signal));
      running.terminal?.write(keys);
      await terminal.until('.');
      expect(await running.ended).toEqual(EXITED_0);
      expect(terminal.text).toBe(`ready\r\n${keys.toString('hex')}.\r\n`);
      expect(told).toEqual([]);
    },
  },
  {
    title: 'the terminal has a name and is the controlling one',
    needs: ['terminal', 'kernel'],
    holds: async (bench) => {
      const { running, terminal } = await start(bench, opensItsTerminal, { stdio: TERMINALS });
      expect(await running.ended).toEqual(EXITED_0);
      expect(terminal.text).toBe('by-name\r\ncontrolling\r\n');
    },
  },
  {
    title: 'a terminal that is none of the descriptors is /dev/tty, and is given keys when it asks',
    needs: ['terminal', 'kernel'],
    holds: async (bench) => {
      const stdio = { ...STREAMS, controlling: true } as const;
      const line = 'read said < /dev/tty; echo "shown $said" > /dev/tty; [ -t 0 ]; echo $? $said';
      const started = await start(bench, runsShell, { stdio, args: [line] }, { ground: 'back' });
      const { running, terminal, stdout } = started;
      const asked = new Queue<NodeJS.Signals>();
      running.onStop((signal) => asked.put(signal));
      expect(await asked.take()).toBe('SIGTTIN');
      running.resume('fore');
      running.terminal?.write('this\r');
      expect(await running.ended).toEqual(EXITED_0);
      expect(terminal.text).toBe('this\r\nshown this\r\n');
      expect(stdout.text).toBe('1 this\n');
    },
  },
];
