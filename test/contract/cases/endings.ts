import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { AbsolutePath } from '../../../src/kernel/brand.ts';
import { directory, run } from '../bench.ts';
import type { Program } from '../programs.ts';
import { signalsItself, exitsWith } from '../programs.ts';
import type { Case } from './case.ts';

/** Something to execute that is no program of ours. */
function file(path: string): Program {
  return { name: path, script: [path] };
}

function projectMount(path: AbsolutePath) {
  return {
    kind: 'bind',
    source: path,
    target: path,
    access: 'read-write',
    purpose: 'project',
  } as const;
}

export const ENDINGS: readonly Case[] = [
  ...[0, 1, 7, 125, 126, 127, 255].map(
    (status) =>
      ({
        title: `exit status ${status} comes back`,
        holds: async (bench) => {
          const { ending } = await run(bench, exitsWith, { args: [String(status)] });
          expect(ending).toEqual({ kind: 'exited', status });
        },
      }) satisfies Case,
  ),
  ...['TERM', 'KILL', 'SEGV'].map(
    (name) =>
      ({
        title: `death by ${name} comes back as that`,
        holds: async (bench) => {
          const { ending } = await run(bench, signalsItself, { args: [name] });
          expect(ending).toEqual({ kind: 'signaled', signal: `SIG${name}` });
        },
      }) satisfies Case,
  ),
  {
    title: 'exit status 143 is told from death by TERM',
    holds: async (bench) => {
      const { ending } = await run(bench, exitsWith, { args: ['143'] });
      expect(ending).toEqual({ kind: 'exited', status: 143 });
    },
  },
  ...['no-such-program', '/usr/bin/no-such-program', '/no/such/directory/program'].map(
    (program) =>
      ({
        title: `${program} is not found`,
        holds: async (bench) => {
          const { ending, stdout, stderr } = await run(bench, file(program));
          expect(ending).toEqual({ kind: 'not-found', program });
          expect(stdout + stderr).toBe('');
        },
      }) satisfies Case,
  ),
  {
    title: 'a data file is not executable',
    holds: async (bench) => {
      const { ending } = await run(bench, file('/etc/passwd'));
      expect(ending).toEqual({ kind: 'not-executable', program: '/etc/passwd', reason: 'EACCES' });
    },
  },
  {
    title: 'a directory is not executable',
    needs: ['kernel'],
    holds: async (bench) => {
      const { ending } = await run(bench, file('/etc'));
      expect(ending).toEqual({ kind: 'not-executable', program: '/etc', reason: 'EACCES' });
    },
  },
  {
    title: 'a script whose interpreter is missing is not executable',
    needs: ['kernel'],
    holds: async (bench) => {
      const project = await directory('project');
      const script = join(project, 'script');
      await writeFile(script, '#!/no/such/interpreter\n');
      await chmod(script, 0o755);
      const { ending } = await run(bench, file(script), { mounts: [projectMount(project)] });
      expect(ending).toEqual({ kind: 'not-executable', program: script, reason: 'ENOENT' });
    },
  },
];
