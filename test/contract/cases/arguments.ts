import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { AbsolutePath } from '../../../src/kernel/brand.ts';
import { decodeBytes, encodeBytes } from '../../../src/kernel/byte-text.ts';
import { directory, EXITED_0, run, start } from '../bench.ts';
import { printsArguments, printsEnvironment, printsWorkingDirectory } from '../programs.ts';
import type { Case } from './case.ts';

const AWKWARD = [
  '',
  ' ',
  'two words',
  'line\nbreak',
  '"double" and \'single\'',
  '$(id)',
  '`id`',
  '$HOME',
  '*',
  '\\',
  '\t',
  '-n',
  '--',
  '%s',
  'ñ 日本語 🙂',
  'x'.repeat(65_536),
];

function entriesOf(text: string): readonly string[] {
  return text.split('\0').slice(0, -1);
}

export const ARGUMENTS: readonly Case[] = [
  {
    title: 'every argument arrives byte for byte',
    holds: async (bench) => {
      const { ending, stdout } = await run(bench, printsArguments, { args: AWKWARD });
      expect(ending).toEqual(EXITED_0);
      expect(entriesOf(stdout)).toEqual(AWKWARD);
    },
  },
  {
    title: 'bytes that are no UTF-8 arrive in arguments and in the environment',
    holds: async (bench) => {
      const every = Array.from({ length: 255 }, (_, index) => index + 1);
      const args = [decodeBytes(Buffer.from(every)), 'caf\udce9', '\udcff'.repeat(131_071)];
      const given = await start(bench, printsArguments, { args });
      expect(await given.running.ended).toEqual(EXITED_0);
      expect(given.stdout.bytes).toEqual(encodeBytes(`${args.join('\0')}\0`));

      const env = { HOME: '/tmp', X: '\udc80=\n\udcff' };
      const { running, stdout } = await start(bench, printsEnvironment, { env });
      expect(await running.ended).toEqual(EXITED_0);
      expect(stdout.bytes.includes(encodeBytes(`\0X=${env.X}\0`))).toBe(true);
    },
  },
  {
    title: 'an argument list of 1.5 MiB arrives whole',
    holds: async (bench) => {
      const args = Array.from({ length: 192 }, (_, index) => `${index}`.padEnd(8_191, '.'));
      const { ending, stdout } = await run(bench, printsArguments, { args });
      expect(ending).toEqual(EXITED_0);
      expect(entriesOf(stdout)).toEqual(args);
    },
  },
  {
    title: 'the environment is the plan’s, byte for byte, and nothing of the caller’s',
    holds: async (bench) => {
      const env = {
        HOME: '/tmp',
        EMPTY: '',
        EQUALS: 'a=b=c',
        LINES: 'one\ntwo\n',
        QUOTES: '"\'`$(id)\\',
        UNICODE: 'ñ 日本語 🙂',
      };
      const { stdout } = await run(bench, printsEnvironment, { env });
      const got = Object.fromEntries(
        entriesOf(stdout).map((entry) => {
          const equals = entry.indexOf('=');
          return [entry.slice(0, equals), entry.slice(equals + 1)];
        }),
      );
      expect(got).toMatchObject(env);
      // PATH is the image's; HOSTNAME the engine's.
      const names = Object.keys(got).filter((name) => name !== 'PATH' && name !== 'HOSTNAME');
      expect(names.sort()).toEqual(Object.keys(env).sort());
    },
  },
  {
    title: 'the working directory is the plan’s, whatever its name',
    holds: async (bench) => {
      const project = await directory('project');
      const cwd = join(project, 'a b, c:d "é"') as AbsolutePath;
      await mkdir(cwd);
      const mounts = [
        {
          kind: 'bind',
          source: project,
          target: project,
          access: 'read-write',
          purpose: 'project',
        },
      ] as const;
      const { stdout } = await run(bench, printsWorkingDirectory, { cwd, mounts });
      expect(stdout).toBe(cwd);
    },
  },
];
