import type { Case } from '../case.ts';
import type { Stage } from '../stage.ts';

/** How much "any amount" is, in bytes. `TACKLE_FIDELITY_BYTES=1073741824` tries more than every run can. */
const MUCH = Number(process.env['TACKLE_FIDELITY_BYTES'] ?? 64 * 1024 * 1024);

/** So many, each different from the others. In one line: some engines keep a log, line by line. */
const NUMBERS = `seq -s ' ' 1000000000 2>/dev/null | head -c ${MUCH}`;

/** Each byte value after each other one: a translation of two bytes would show as well as one of one. */
const PAIRS = Buffer.from(
  Array.from({ length: 256 * 256 }, (_, pair) => [pair >> 8, pair & 255]).flat(),
);

export const bytes: readonly Case[] = [
  {
    row: 5,
    part: 'all byte values, in and out',
    streams: 'pipes',
    observe: (stage) => withPairs(stage, 'cat pairs | tool cat | cmp - pairs && echo same'),
  },
  {
    row: 5,
    part: 'all byte values, on stderr',
    streams: 'pipes',
    observe: (stage) =>
      withPairs(stage, `tool bash -c 'cat >&2' <pairs 2>&1 >/dev/null | cmp - pairs && echo same`),
  },
  {
    row: 5,
    part: 'all byte values, in and out of files',
    streams: 'pipes',
    observe: (stage) => withPairs(stage, 'tool cat <pairs >copy; cmp copy pairs && echo same'),
  },
  {
    row: 5,
    part: 'all byte values, through pipes typed at a terminal',
    streams: 'terminal',
    observe(stage) {
      stage.write('pairs', PAIRS);
      return stage.onTerminal('cat pairs | tool cat 2>&1 | cmp - pairs && echo same');
    },
  },
  {
    row: 5,
    part: 'all byte values, shown on a terminal',
    streams: 'terminal',
    observe: (stage) =>
      stage.onTerminal(`tool python3 -c 'import os; os.write(1, bytes(range(256)) + b"\\n")'`),
  },
  {
    row: 5,
    part: 'a large amount, in and out at once',
    streams: 'pipes',
    observe: (stage) =>
      stage.sh(`${NUMBERS} | tool cat | sha256sum >after; echo "\${PIPESTATUS[2]}"
        ${NUMBERS} | sha256sum | cmp - after && echo same`),
  },
  {
    row: 5,
    part: 'a large amount, from one file to another',
    streams: 'pipes',
    observe: (stage) =>
      stage.sh(`${NUMBERS} >before
        tool cat <before >after; echo "$?"; cmp before after && echo same; rm before after`),
  },
  {
    row: 5,
    part: 'no more memory for a large amount than for a quarter of it',
    streams: 'pipes',
    async observe(stage) {
      // Twice as much: a launcher that is at rest and one at work differ by less than half of that.
      const [less, more] = [MUCH / 2, MUCH * 2];
      // The first use of a shim has a Node prepare it, which would count.
      await stage.sh('tool cat </dev/null');
      const grown = (await peak(stage, more)) - (await peak(stage, less));
      return { growsWithTheAmount: grown > (more - less) / 2 };
    },
  },
];

async function withPairs(stage: Stage, line: string): Promise<object> {
  stage.write('pairs', PAIRS);
  return stage.sh(line);
}

/** The most memory, in bytes, that any process of the launch had at a time, with this much passing through. */
async function peak(stage: Stage, amount: number): Promise<number> {
  const script = `
import resource, subprocess, sys
subprocess.run(["tool", "cat"], check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)`;
  const line = `head -c ${amount} /dev/zero | python3 -c '${script}' >/dev/null`;
  const { end, err } = await stage.sh(line);
  if (end !== 0) throw new Error(err);
  return Number(err) * 1024;
}
