import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { initWords } from '../../src/engines/init-words.ts';
import { decodeBytes } from '../../src/kernel/byte-text.ts';
import { BUILDS, compiled } from './builds.ts';
import { startInit } from './start-init.ts';

/** The words that init makes of a file are told by the kernel, which cannot be wrong about them. */
const TOLD = 'cat /proc/$$/cmdline; printf "|||"; cat /proc/$$/environ';
const WITHOUT_NUL = fc.uint8Array({ min: 1, maxLength: 40 }).map((bytes) => Buffer.from(bytes));

const NUL = Buffer.of(0);
const zeroed = (words: readonly Buffer[]) => Buffer.concat(words.flatMap((word) => [word, NUL]));

describe.each(BUILDS)('a file of words, $name', (build) => {
  const init = compiled(build);

  async function toldBy(words: Buffer): Promise<{ readonly argv: Buffer; readonly env: Buffer }> {
    await using driven = await startInit(init, words);
    expect(await driven.link.ended).toEqual({ kind: 'exited', status: 0 });
    const told = await driven.stdout.whole;
    const middle = told.lastIndexOf('|||');
    return { argv: told.subarray(0, middle), env: told.subarray(middle + 3) };
  }

  test('every word is the tool’s byte for byte', async () => {
    const args = fc.sample(WITHOUT_NUL, 1500);
    const values = fc.sample(WITHOUT_NUL, 300);
    const env = values.map((value, at) => [`V${at}`, decodeBytes(value)] as const);
    const shell = ['/bin/sh', '-c', TOLD, 'sh'] as const;
    const argv = [...shell, ...args.map(decodeBytes)] as const;
    const told = await toldBy(initWords({ argv, env: Object.fromEntries(env) }));
    const expected = [...shell.map((word) => Buffer.from(word)), ...args];
    expect(told.argv.equals(zeroed(expected))).toBe(true);
    const named = values.map((value, at) => Buffer.concat([Buffer.from(`V${at}=`), value]));
    // init's own environment is there too, as an image's would be.
    expect(told.env.subarray(-zeroed(named).length).equals(zeroed(named))).toBe(true);
  });

  test('its variables replace those of the image, and the program is looked up by its PATH', async () => {
    const argv = ['env', '-0'] as const;
    const env = { PATH: '/bin', IMAGES: 'ours', EMPTY: '' };
    await using driven = await startInit(init, initWords({ argv, env }), {
      env: { IMAGES: 'its own', KEPT: 'yes', PATH: '/nowhere' },
      // What starts init is looked up as well, and elsewhere.
      under: ['/usr/bin/env'],
    });
    const told = String(await driven.stdout.whole).split('\0');
    expect(told).toEqual(
      expect.arrayContaining(['PATH=/bin', 'IMAGES=ours', 'EMPTY=', 'KEPT=yes']),
    );
    expect(told).not.toContain('IMAGES=its own');
  });

  test('variables that are to go are gone, unless they are the tool’s own', async () => {
    const words = initWords({ argv: ['env', '-0'], env: { TERM: 'dumb' } }, ['TERM', 'container']);
    await using driven = await startInit(init, words, {
      env: { TERM: 'xterm', container: 'podman', KEPT: 'yes' },
    });
    const told = String(await driven.stdout.whole).split('\0');
    expect(told).toEqual(expect.arrayContaining(['TERM=dumb', 'KEPT=yes']));
    expect(told.filter((word) => /^(container|TERM=xterm)/.test(word))).toEqual([]);
  });

  test('empty words, and a tool without arguments', async () => {
    const script = 'printf "<%s>" "$0" "$@"';
    const told = async (...argv: [string, ...string[]]) => {
      await using driven = await startInit(init, initWords({ argv, env: {} }));
      return String(await driven.stdout.whole);
    };
    expect(await told('sh', '-c', script, '', '', '')).toBe('<><><>');
    expect(await told('uname')).toBe('Linux\n');
  });

  test('an argument and a value as long as the kernel takes, and none longer', async () => {
    const argv = (length: number) =>
      ['sh', '-c', 'echo ${#1} ${#V}', 'sh', '\udcff'.repeat(length)] as const;
    const longest = execFileSync('getconf', ['PAGESIZE'], { encoding: 'utf8' }).trim();
    // MAX_ARG_STRLEN, with the NUL.
    const most = Number(longest) * 32 - 1;
    const outcome = async (argument: number, value: number) => {
      const env = { V: 'v'.repeat(value), LC_ALL: 'C' };
      await using driven = await startInit(init, initWords({ argv: argv(argument), env }));
      const start = await driven.link.started;
      expect((await driven.over).status).toBe(start.kind === 'started' ? 0 : 126);
      return start.kind === 'started' ? String(await driven.stdout.whole) : start;
    };
    const tooLong = { kind: 'failed', errno: 'E2BIG', present: true };
    expect(await outcome(most, most - 2)).toBe(`${most} ${most - 2}\n`);
    expect(await outcome(most + 1, 1)).toEqual(tooLong);
    expect(await outcome(1, most - 1)).toEqual(tooLong);
  });

  test('a list as long as the stack’s limit lets the tool have, whatever init’s own was', async () => {
    const args = Array<string>(48).fill('\udcff'.repeat(100_000));
    const words = initWords({ argv: ['sh', '-c', 'echo $#', 'sh', ...args], env: {} });
    const outcome = async (stack: string) => {
      await using driven = await startInit(init, words, { under: ['prlimit', `--stack=${stack}`] });
      const start = await driven.link.started;
      return start.kind === 'started' ? String(await driven.stdout.whole) : start;
    };
    // The kernel lets words have a quarter of it.
    expect(await outcome(`${32 << 20}`)).toBe('48\n');
    expect(await outcome(`${8 << 20}`)).toMatchObject({ kind: 'failed', errno: 'E2BIG' });
  });

  test.each([
    ['nothing', ''],
    ['no list', 'A=1\0'],
    ['an empty list', 'A=1\0\0'],
    ['a last word that is cut off', '\0sh\0-c\0echo half'],
    ['a cut-off variable', 'A=1'],
  ])('that holds %s is not executed', async (_title, text) => {
    await using driven = await startInit(init, Buffer.from(text));
    expect((await driven.over).status).toBe(125);
    expect(String(await driven.stderr.whole)).toBe(
      'tackle: init: read what to execute: Invalid argument\n',
    );
  });

  test.each([
    [
      'that is not there',
      ['--words', '/nowhere/words'],
      /^tackle: .*: No such file or directory\n$/,
    ],
    [
      'beside a command',
      ['--words', '/dev/null', '--', 'true'],
      /^tackle: .*: Invalid argument\n$/,
    ],
  ])('%s', async (_title, args, said) => {
    const under = ['sh', '-c', 'program=$1; shift 2; exec "$program" "$@"', 'sh'];
    await using driven = await startInit(init, args, { under, hasLink: false });
    expect((await driven.over).status).toBe(125);
    expect(String(await driven.stderr.whole)).toMatch(said);
  });
});
