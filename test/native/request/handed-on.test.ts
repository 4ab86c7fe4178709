import fc from 'fast-check';
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { WAYS, requests } from './ways.ts';

/** Writes what the tool was given to where it can be read afterwards, in a process of its own. */
const LOOK = '(ls -l /proc/$$/fd >seen); exit 0';

describe.each(WAYS)('what a requested tool is handed, $name', (way) => {
  const request = requests(way);

  /** What a tool found its descriptors to be, each with its target. */
  async function descriptorsOf(
    ...[tool, requested]: Parameters<typeof request>
  ): Promise<ReadonlyMap<number, string>> {
    await using launch = request(tool, requested);
    const seen = join(launch.directory, 'cwd/seen');
    expect(await launch.texts()).toContain('exited 0');
    const lines = readFileSync(seen, 'utf8').matchAll(/ (\d+) -> (.*)$/gm);
    return new Map(Array.from(lines, ([, fd, target]) => [Number(fd), target!]));
  }

  /** Opens files of their own for these numbers while `use` needs them. */
  async function withFiles<T>(
    numbers: readonly number[],
    use: (further: { from: number; as: number; path: string }[]) => Promise<T>,
  ): Promise<T> {
    const files = numbers.map((as) => {
      const path = join('/tmp', `tackle-file-${process.pid}-${as}`);
      writeFileSync(path, `this is ${as}\n`);
      return { as, path, from: openSync(path, 'r') };
    });
    try {
      return await use(files);
    } finally {
      for (const { from, path } of files) {
        closeSync(from);
        rmSync(path);
      }
    }
  }

  test('its streams, every byte of them, and what init says of it', async () => {
    await using launch = request('cat; echo to-err >&2; exit 3');
    launch.stdin.end('in and out\n');
    expect(String(await launch.stdout.whole)).toBe('in and out\n');
    expect(String(await launch.stderr.whole)).toBe('to-err\n');
    expect(await launch.texts()).toEqual([
      'taken',
      'tool',
      'started',
      'heard 0',
      'exited 3',
      'done',
    ]);
  });

  test.each([[], [1], [0, 2], [2]] as const)(
    'none of its first three but %j',
    async (...streams) => {
      const found = await descriptorsOf(LOOK, { streams });
      expect([...found.keys()]).toEqual(streams);
    },
  );

  test('descriptors of any number, each what it is for its caller', async () => {
    const numbers = fc.uniqueArray(fc.oneof(fc.nat(12), fc.nat(300)), { maxLength: 24 });
    await fc.assert(
      fc.asyncProperty(numbers, async (chosen) => {
        await withFiles(chosen, async (further) => {
          const found = await descriptorsOf(LOOK, { streams: [], further });
          const expected = further.map(({ as, path }) => [as, path] as const);
          expect(found).toEqual(new Map(expected.sort(([a], [b]) => a - b)));
        });
      }),
      { numRuns: 12 },
    );
  });

  test('as many as one message carries', async () => {
    const numbers = Array.from({ length: 252 }, (_, at) => 251 - at);
    await withFiles(numbers, async (further) => {
      const found = await descriptorsOf(LOOK, { streams: [], further });
      expect(found.size).toBe(252);
      for (const { as, path } of further) expect(found.get(as)).toBe(path);
    });
  });

  test('a number beyond its own soft limit', async () => {
    await withFiles([900], async (further) => {
      const options = ['--limits', 'nofile=64:2048'];
      await using launch = request('ulimit -Sn; ulimit -Hn; ls -l /proc/$$/fd', {
        further,
        options,
      });
      const said = String(await launch.stdout.whole);
      expect(said).toMatch(/^64\n2048\n/);
      expect(said).toContain(`900 -> ${further[0]!.path}\n`);
    });
  });

  test('a number beyond every limit is said to be an error', async () => {
    await withFiles([2_000_000_000], async (further) => {
      await using launch = request('exit 0', { further });
      expect(await launch.texts()).toEqual([
        'taken',
        "error hand on the tool's descriptors: Bad file descriptor",
      ]);
    });
  });

  test('an end that it closes is closed for all', async () => {
    await using launch = request('exec >&-; read _; exit 0');
    expect(String(await launch.stdout.whole)).toBe('');
    launch.stdin.end('\n');
    expect(await launch.texts()).toContain('exited 0');
  });

  test('an input that it closes breaks for whoever writes to it', async () => {
    await using launch = request('exec <&-; echo closed; exec sleep 1000');
    // The other end of a socket, here.
    const broken = new Promise((resolve) => launch.stdin.once('close', resolve));
    await launch.stdout.until('closed');
    await broken;
    launch.say('signal 15');
    expect(await launch.texts()).toContain('signaled 15');
  });

  test('signals at their defaults and none blocked', async () => {
    const under = ['env', '--ignore-signal=HUP,PIPE,CHLD,INT', '--block-signal=TERM,USR1,RTMIN'];
    await using launch = request(['grep', '-E', '^Sig(Blk|Ign)', '/proc/self/status'], { under });
    const none = '0'.repeat(16);
    expect(String(await launch.stdout.whole)).toBe(`SigBlk:\t${none}\nSigIgn:\t${none}\n`);
  });

  test('signals ignored and blocked as its caller has them', async () => {
    const options = ['--ignored', '1,2,13,17,64', '--blocked', '15,34,63'];
    await using launch = request(['grep', '-E', '^Sig(Blk|Ign)', '/proc/self/status'], { options });
    const mask = (...numbers: number[]): string =>
      numbers
        .reduce((sum, number) => sum | (1n << BigInt(number - 1)), 0n)
        .toString(16)
        .padStart(16, '0');
    expect(String(await launch.stdout.whole)).toBe(
      `SigBlk:\t${mask(15, 34, 63)}\nSigIgn:\t${mask(1, 2, 13, 17, 64)}\n`,
    );
  });

  test('its working directory, umask, limits and niceness', async () => {
    const options = ['--cwd', '/usr/bin', '--umask', '027', '--limits', 'core=0:0', '--nice', '19'];
    await using launch = request('pwd; umask; ulimit -c; ulimit -n; nice', { options });
    const said = String(await launch.stdout.whole);
    expect(said).toMatch(/^\/usr\/bin\n0027\n0\n\d+\n19\n$/);
  });

  describe.skipIf(way.kind === 'by an agent' || process.getuid?.() !== 0)(
    'niceness below zero, which its container does not allow',
    () => {
      const requested = {
        options: ['--nice', '-7'],
        under: ['setpriv', '--bounding-set=-all'],
      };

      test('is what launch gives', async () => {
        await using launch = request('nice', requested);
        const { sender } = await launch.hears('niceness');
        setPriority(sender, -7);
        launch.say('niceness');
        expect(String(await launch.stdout.whole)).toBe('-7\n');
        const texts = await launch.texts();
        expect(texts.slice(0, 2)).toEqual(['niceness', 'taken']);
        expect(texts.at(-1)).toBe('done');
      });

      test.each(['niceness 0', 'taken', 'signal 15', ''])(
        'is not begun with after %j',
        async (answer) => {
          await using launch = request('echo begun', requested);
          await launch.hears('niceness');
          launch.say(answer);
          expect(await launch.texts()).toEqual(['niceness']);
          expect(String(await launch.stdout.whole)).toBe('');
        },
      );

      test('is not begun with when launch has gone', async () => {
        await using launch = request('echo begun', requested);
        await launch.hears('niceness');
        launch.leave();
        expect(await launch.texts()).toEqual(['niceness']);
        expect(String(await launch.stdout.whole)).toBe('');
      });
    },
  );

  test('every byte of its words, by a program that PATH finds', async () => {
    const bytes = Buffer.from(Array.from({ length: 255 }, (_, at) => at + 1));
    const words = Buffer.concat([Buffer.from('V='), bytes, Buffer.from('\0\0printf\0%s|%s\0')]);
    const tail = Buffer.concat([words, bytes, Buffer.from('\0end\0')]);
    await using launch = request(tail);
    expect((await launch.stdout.whole).equals(Buffer.concat([bytes, Buffer.from('|end')]))).toBe(
      true,
    );
  });

  test.each([
    [['no-such-program'], 'failed 2 missing'],
    [['/nowhere/program'], 'failed 2 missing'],
    [['/etc/passwd'], 'failed 13 present'],
  ])('%j is not executed, and that is said', async (argv, said) => {
    await using launch = request(argv);
    expect(await launch.texts()).toEqual(['taken', 'tool', said]);
  });

  test('a working directory that is gone is said to be an error', async () => {
    await using launch = request('touch /tmp/never', { options: ['--cwd', '/nowhere'] });
    expect(await launch.texts()).toEqual([
      'taken',
      'error enter the working directory: No such file or directory',
    ]);
  });

  test.each([
    ['an unknown option', { options: ['--new', '1'] }],
    ['an option without a value', { options: ['--umask'] }],
    ['a number that comes twice', { descriptors: '0,1,1' }],
    ['a number that is none', { descriptors: '0,1,-2' }],
    ['fewer numbers than descriptors', { descriptors: '0,1' }],
    ['more numbers than descriptors', { descriptors: '0,1,2,3' }],
    ['a descriptor that is also the terminal', { options: ['--terminal', '1'] }],
    ['a signal that is none', { options: ['--ignored', '65'] }],
    ['what is for the command line alone', { options: ['--link', '/tmp/none'] }],
  ])('nothing of a request with %s', async (_what, requested) => {
    await using launch = request('touch ran', requested);
    expect(await launch.texts()).toEqual([]);
    expect(existsSync(join(launch.directory, 'cwd/ran'))).toBe(false);
  });

  test.each(['', 'A=1\0', 'A=1\0\0', '\0sh\0-c\0echo half'])(
    'nothing of the words %j',
    async (text) => {
      await using launch = request(Buffer.from(text));
      expect(await launch.texts()).toEqual([]);
    },
  );
});
