import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { parseLimits } from '../../../src/host/resource-limits.ts';
import { shellSays } from '../bench.ts';
import { runsShell } from '../programs.ts';
import type { Case } from './case.ts';

const LIMITS = 'cat /proc/self/limits';

/** A processor that this process may use, and containers as a rule too. */
function oneProcessor(): string {
  const status = readFileSync('/proc/self/status', 'utf8');
  return /(?<=^Cpus_allowed_list:\s*)\d+/m.exec(status)![0];
}

export const INHERITED: readonly Case[] = [
  {
    title: 'niceness and processors are those of the plan',
    needs: ['kernel'],
    holds: async (bench) => {
      const inherited = { nice: 7, cpus: oneProcessor() };
      expect(await shellSays(bench, runsShell, 'nice; nproc', { inherited })).toBe('7\n1');
    },
  },
  {
    title: 'resource limits are those of the plan',
    needs: ['kernel'],
    holds: async (bench) => {
      const rlimits = {
        core: { soft: 0, hard: 0 },
        cpu: { soft: 100, hard: 200 },
        fsize: { soft: 4096, hard: 8192 },
        nofile: { soft: 50, hard: 60 },
        nproc: { soft: 3000, hard: 4000 },
        stack: { soft: 1 << 20, hard: 2 << 20 },
      };
      const said = await shellSays(bench, runsShell, LIMITS, { inherited: { rlimits } });
      expect(parseLimits(said)).toMatchObject(rlimits);
    },
  },
  {
    title: 'limits beyond what the engine has are the engine’s, and keep no tool from starting',
    needs: ['kernel'],
    holds: async (bench) => {
      const beyond = { soft: 2 ** 40, hard: 2 ** 40 };
      const rlimits = { nofile: beyond, memlock: beyond, core: { soft: 0, hard: 0 } };
      const inherited = { nice: -20, cpus: '1023', rlimits };
      const said = await shellSays(bench, runsShell, `nice; ${LIMITS}`, { inherited });
      const { nofile, core } = parseLimits(said);
      expect(core).toEqual({ soft: 0, hard: 0 });
      expect(nofile?.soft).toBe(nofile?.hard);
      expect(nofile?.soft).toBeLessThan(2 ** 40);
    },
  },
];
