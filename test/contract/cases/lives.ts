import { expect } from 'vitest';
import { EXITED_0, run, start, TERMINALS } from '../bench.ts';
import {
  exitsWith,
  orphansChildren,
  printsArguments,
  runsShell,
  waitsForever,
} from '../programs.ts';
import type { Case } from './case.ts';

export const LIVES: readonly Case[] = [
  {
    title: 'orphans that end leave no zombies',
    needs: ['kernel'],
    holds: async (bench) => {
      expect(await run(bench, orphansChildren)).toEqual({
        ending: EXITED_0,
        stdout: '0 zombies\n',
        stderr: '',
      });
    },
  },
  {
    title: 'a background process does not outlive the tool, nor hold up its end',
    needs: ['kernel'],
    holds: async (bench) => {
      const args = ['sleep 1000 & echo started; exit 4'];
      const { ending, stdout } = await run(bench, runsShell, { args });
      expect(ending).toEqual({ kind: 'exited', status: 4 });
      expect(stdout).toBe('started\n');
    },
  },
  {
    title: 'launches at the same time do not mix',
    holds: async (bench) => {
      const words = ['one', 'two', 'three', 'four', 'five', 'six'];
      const outcomes = await Promise.all(
        words.map((word) => run(bench, printsArguments, { args: [word] })),
      );
      expect(outcomes.map(({ stdout }) => stdout)).toEqual(words.map((word) => `${word}\0`));
    },
  },
  ...(
    [
      ['with streams', {}],
      ['with a terminal', { stdio: TERMINALS }],
    ] as const
  ).map(
    ([title, options]) =>
      ({
        title: `dispose ends a running tool and leaves nothing: ${title}`,
        ...('stdio' in options && { needs: ['terminal'] as const }),
        holds: async (bench) => {
          const { running, stdout, terminal } = await start(bench, waitsForever, options);
          await (running.terminal ? terminal : stdout).until('ready');
          await running.dispose();
          expect(await bench.subject.leftovers()).toEqual([]);
          const { kind } = await running.ended;
          expect(['signaled', 'lost']).toContain(kind);
        },
      }) satisfies Case,
  ),
  {
    title: 'dispose may be called at any time, and repeatedly',
    holds: async (bench) => {
      const { running } = await start(bench, exitsWith, { args: ['6'] });
      const ending = await running.ended;
      await Promise.all([running.dispose(), running.dispose()]);
      await running.dispose();
      expect(ending).toEqual({ kind: 'exited', status: 6 });
      expect(await bench.subject.leftovers()).toEqual([]);
    },
  },
  {
    title: 'a tool that is removed behind our back is told as ended, and the next launch works',
    needs: ['containers'],
    holds: async (bench) => {
      const { running, stdout } = await start(bench, waitsForever);
      await stdout.until('ready');
      await bench.subject.removeRunning();
      const { kind } = await running.ended;
      expect(['signaled', 'lost']).toContain(kind);
      const { ending } = await run(bench, exitsWith, { args: ['0'] });
      expect(ending).toEqual(EXITED_0);
    },
  },
];
