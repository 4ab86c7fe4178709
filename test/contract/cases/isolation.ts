import { readdir } from 'node:fs/promises';
import { expect } from 'vitest';
import { run, shellSays } from '../bench.ts';
import { forksToTheLimit, runsShell, servesItself, takesMemory } from '../programs.ts';
import type { Case } from './case.ts';

const INTERFACES = `sed -n 's/^ *\\([^ :]*\\):.*/\\1/p' /proc/net/dev | tr '\\n' ' '`;

/** The value of a line such as `NoNewPrivs:\t1` of proc(5)'s status. */
function field(status: string, name: string): string | undefined {
  return new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(status)?.[1];
}

export const ISOLATION: readonly Case[] = [
  {
    title: 'network none has loopback alone',
    needs: ['kernel'],
    holds: async (bench) => {
      expect(await shellSays(bench, runsShell, INTERFACES, { network: 'none' })).toBe('lo');
    },
  },
  {
    title: 'network none finds localhost, and a server there',
    needs: ['kernel'],
    holds: async (bench) => {
      const { stdout } = await run(bench, servesItself, { network: 'none' });
      expect(stdout).toBe('hello');
    },
  },
  {
    title: 'network host has the interfaces of the host',
    needs: ['kernel'],
    holds: async (bench) => {
      // Those of containers come and go.
      const lasting = (names: readonly string[]) =>
        names.filter((name) => !name.startsWith('veth'));
      const inside = await shellSays(bench, runsShell, INTERFACES, { network: 'host' });
      const outside = await readdir('/sys/class/net');
      expect(lasting(inside.split(' ')).sort()).toEqual(lasting(outside).sort());
    },
  },
  {
    title: 'network bridge has an interface of its own',
    needs: ['kernel', 'bridge'],
    holds: async (bench) => {
      const inside = await shellSays(bench, runsShell, INTERFACES, { network: 'bridge' });
      expect(inside.split(' ').sort()).toEqual(['eth0', 'lo']);
    },
  },
  {
    title: 'no capabilities, no new privileges, and the system calls are filtered',
    needs: ['kernel'],
    holds: async (bench) => {
      const status = await shellSays(bench, runsShell, 'cat /proc/self/status');
      for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb']) {
        expect([set, field(status, set)]).toEqual([set, '0000000000000000']);
      }
      expect(field(status, 'NoNewPrivs')).toBe('1');
      expect(field(status, 'Seccomp')).toBe('2');
    },
  },
  {
    title: 'no signal is blocked or ignored from the start',
    needs: ['kernel'],
    holds: async (bench) => {
      const status = await shellSays(bench, runsShell, 'exec cat /proc/self/status');
      for (const set of ['SigBlk', 'SigIgn']) {
        expect([set, field(status, set)]).toEqual([set, '0000000000000000']);
      }
    },
  },
  {
    title: 'the number of processes is limited',
    needs: ['kernel', 'processes'],
    holds: async (bench) => {
      const { stdout } = await run(bench, forksToTheLimit, { limits: { pids: 20 } });
      const forks = Number(/^(\d+) forks$/m.exec(stdout)?.[1]);
      expect(forks).toBeGreaterThan(10);
      expect(forks).toBeLessThan(20);
    },
  },
  {
    title: 'memory is limited',
    needs: ['kernel', 'memory'],
    holds: async (bench) => {
      const limits = { pids: 64, memory: 64 << 20 };
      const { ending, stdout } = await run(bench, takesMemory, { limits });
      expect(ending).toEqual({ kind: 'signaled', signal: 'SIGKILL' });
      expect(stdout).toBe('');
    },
  },
];
