import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { exactArguments, exactEnvironment } from '../../src/host/exact-words.ts';
import { encodeBytes } from '../../src/kernel/byte-text.ts';
import { temporary } from './temporary.ts';

const here = temporary();
afterAll(() => here[Symbol.dispose]());

const PROGRAM = join(here.path, 'words.cjs');
buildSync({
  stdin: {
    contents: `
      import { exactArguments, exactEnvironment } from '../../src/host/exact-words.ts';
      process.stdout.write(JSON.stringify({
        args: exactArguments(process.argv.slice(2)),
        env: exactEnvironment({ ...process.env }),
      }));`,
    resolveDir: import.meta.dirname,
  },
  outfile: PROGRAM,
  bundle: true,
  platform: 'node',
});

interface Words {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Runs the program with these words after others; `xargs` reads bytes from a file. */
function started(words: readonly Uint8Array[], command: readonly string[]): Words {
  const list = join(here.path, 'list');
  writeFileSync(list, Buffer.concat(words.flatMap((word) => [word, Buffer.of(0)])));
  const said = execFileSync('xargs', ['-0', '-x', '-a', list, ...command], {
    env: { PATH: process.env['PATH'] },
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  return JSON.parse(said) as Words;
}

const WITHOUT_NUL = fc.uint8Array({ min: 1, maxLength: 40 });
/** One batch: each start of a process costs more than a thousand words. */
const BATCH = fc.sample(WITHOUT_NUL, { numRuns: 1500, seed: 34 });

describe('the words of a process', () => {
  it('are its arguments, byte for byte, behind options of Node’s own', () => {
    const node = [process.execPath, '--no-warnings', PROGRAM];
    for (const words of [BATCH, [Buffer.from('\ufffd'), Buffer.of(0xff), Buffer.of()]]) {
      const { args } = started(words, node);
      expect(args.map(encodeBytes)).toEqual(words.map((word) => Buffer.from(word)));
    }
  });

  it('are the values of its variables, byte for byte', () => {
    const named = BATCH.map((value, at) => Buffer.concat([Buffer.from(`V${at}=`), value]));
    // `env` itself takes what comes after the variables for a command.
    const tail = [process.execPath, PROGRAM].map((word) => Buffer.from(word));
    const { env } = started([...named, ...tail], ['env']);
    expect(BATCH.map((_, at) => encodeBytes(env[`V${at}`]!))).toEqual(
      BATCH.map((value) => Buffer.from(value)),
    );
  });

  it('stay as Node has them where the kernel knows of no others', () => {
    const many = Array<string>(100_000).fill('\ufffd');
    expect(exactArguments(many)).toBe(many);
    const env = { NEVER_SET_ANYWHERE: 'a\ufffd' };
    expect(exactEnvironment(env)).toEqual(env);
  });

  it('are not asked for without a doubt', () => {
    const words = ['plain', 'é'];
    expect(exactArguments(words)).toBe(words);
    const env = { A: 'é' };
    expect(exactEnvironment(env)).toBe(env);
  });
});
