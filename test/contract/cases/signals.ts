import { expect } from 'vitest';
import { EXITED_0, start } from '../bench.ts';
import { signalsItself, exitsWith, tellsOfSignal, waitsForever } from '../programs.ts';
import type { Case } from './case.ts';

const CAUGHT = [
  'SIGTERM',
  'SIGINT',
  'SIGHUP',
  'SIGQUIT',
  'SIGUSR1',
  'SIGUSR2',
  'SIGCONT',
  'SIGWINCH',
] as const;

export const SIGNALS: readonly Case[] = [
  ...CAUGHT.map(
    (signal) =>
      ({
        title: `${signal} reaches the tool’s own handler, which decides`,
        holds: async (bench) => {
          const { running, stdout } = await start(bench, tellsOfSignal, { args: CAUGHT });
          await stdout.until('ready\n');
          running.signal(signal);
          expect(await running.ended).toEqual({ kind: 'exited', status: 40 });
          expect(stdout.text).toBe(`ready\n${signal}\n`);
        },
      }) satisfies Case,
  ),
  ...(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR1', 'SIGKILL'] as const).map(
    (signal) =>
      ({
        title: `${signal} ends a tool that does not catch it`,
        holds: async (bench) => {
          const { running, stdout } = await start(bench, waitsForever);
          await stdout.until('ready\n');
          running.signal(signal);
          expect(await running.ended).toEqual({ kind: 'signaled', signal });
        },
      }) satisfies Case,
  ),
  {
    title: 'a tool that stops itself is told of, also to who listens later, and can go on',
    holds: async (bench) => {
      const { running } = await start(bench, signalsItself, { args: ['STOP'] });
      const first = await new Promise((stop) => running.onStop(stop));
      expect(first).toBe('SIGSTOP');
      running.resume('fore');
      expect(await running.ended).toEqual(EXITED_0);
    },
  },
  {
    title: 'a signal, a resize and a resume after the end do nothing',
    holds: async (bench) => {
      const { running } = await start(bench, exitsWith, { args: ['5'] });
      const ending = await running.ended;
      running.signal('SIGTERM');
      running.resize({ rows: 1, columns: 1 });
      running.resume('fore');
      expect(ending).toEqual({ kind: 'exited', status: 5 });
      expect(await running.ended).toEqual(ending);
    },
  },
];
