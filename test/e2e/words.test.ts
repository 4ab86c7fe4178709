import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBytes, encodeBytes } from '../../src/kernel/byte-text.ts';
import { quoteWord } from '../../src/kernel/quote-word.ts';
import { rig } from '../rig/rig.ts';
import type { TackleOutcome } from '../rig/run-tackle.ts';
import { runTackle, tackleEnv } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';
import { kitProject } from './kit-project.ts';

/** Goes in front of a command: `bash` says it with more words, which Node could not pass on as bytes. */
function withWords(...words: readonly string[]): readonly string[] {
  return ['bash', '-c', `exec "$@" ${words.map(quoteWord).join(' ')}`, 'bash'];
}

/** As `withWords`, for a script of the shell's that ends in `"$@"`. */
function through(script: string): readonly string[] {
  return ['bash', '-c', script, 'bash'];
}

const PRINTS_ARGUMENTS = ['bash', '-c', String.raw`printf '%s\0' "$@"`, 'bash'];

/** What a tool says of the length of its arguments, each with a NUL. */
const COUNTS = [
  'python3',
  '-c',
  'import os, sys; print(sum(len(os.fsencode(a)) + 1 for a in sys.argv[1:]))',
];

test('every byte of every argument arrives', async () => {
  using project = kitProject();
  const bytes = fc.uint8Array({ min: 1, maxLength: 60 }).map((word) => Buffer.from(word));
  const words = [
    Buffer.from(Array.from({ length: 255 }, (_, at) => at + 1)),
    ...fc.sample(bytes, 800),
  ];
  const end = await runTackle(PRINTS_ARGUMENTS, {
    cwd: project.path,
    through: withWords(...words.map(decodeBytes)),
  });
  expect(end).toMatchObject({ status: 0, stderr: Buffer.from('') });
  expect(end.stdout.equals(Buffer.concat(words.flatMap((word) => [word, Buffer.of(0)])))).toBe(
    true,
  );
});

test('values of variables arrive byte for byte: bytes, newlines, quotes, equals signs', async () => {
  using project = kitProject();
  appendFileSync(join(project.path, 'tackle.yaml'), 'env: [X_*]\n');
  const values = {
    X_BYTES: 'caf\udce9\udcff',
    X_LINES: 'one\ntwo\n\n',
    X_QUOTES: '"\'`$(id)\\',
    X_EQUALS: '=a=b=',
    X_EMPTY: '',
    X_REPLACEMENT: '\ufffd',
    X_LONG: '\udcff'.repeat(60_000),
  };
  const set = Object.entries(values).map(([name, value]) => `${name}=${quoteWord(value)}`);
  writeFileSync(join(project.path, 'set'), set.join('\n'));
  const names = Object.keys(values);
  const tool = [
    'python3',
    '-c',
    'import os, sys; os.write(1, b"\\0".join(os.environb[n.encode()] for n in sys.argv[1:]))',
  ];
  const end = await runTackle([...tool, ...names], {
    cwd: project.path,
    through: through('set -a; . ./set; exec "$@"'),
  });
  expect(end).toMatchObject({ status: 0, stderr: Buffer.from('') });
  expect(end.stdout.equals(encodeBytes(Object.values(values).join('\0')))).toBe(true);
});

test('nothing of them is left where the tool or another could read it', async () => {
  using project = kitProject();
  const words = '/run/.tackle/link/words';
  const script = `while [ -e ${words} ]; do sleep 0.01; done; echo gone`;
  const end = await runTackle(['bash', '-c', script], { cwd: project.path });
  expect(end).toMatchObject({ status: 0, stdout: Buffer.from('gone\n') });
});

test('a file whose name is no UTF-8 is read, and outside of the project it is named', async () => {
  using project = kitProject();
  const name = 'caf\udce9';
  writeFileSync(encodeBytes(join(project.path, name)), 'found\n');
  const inside = await runTackle(['cat'], { cwd: project.path, through: withWords(name) });
  expect(inside).toMatchObject({ status: 0, stdout: Buffer.from('found\n') });

  using elsewhere = scratch('elsewhere');
  const path = join(elsewhere.path, name);
  writeFileSync(encodeBytes(path), '');
  const outside = await runTackle(['cat'], { cwd: project.path, through: withWords(path) });
  expect(outside.status).toBe(125);
  expect(outside.stderr.toString()).toContain(String.raw`/caf\xe9${'`'} lies outside`);
  expect(outside.stderr.toString()).toContain('[plan/argument-outside]');
});

test('a plan shows such a word, as JSON and as a line for the shell', async () => {
  using project = kitProject();
  const options = { cwd: project.path, through: withWords('caf\udce9') };
  const json = await runTackle(['plan', 'cat'], options);
  expect(JSON.parse(json.stdout.toString())).toMatchObject({
    argv: ['cat', { percentEncoded: 'caf%E9' }],
  });
  const line = await runTackle(['plan', '--as', 'docker', 'cat'], options);
  expect(line.stdout.toString()).toMatch(/ caf\$'\\xe9'\n$/);
});

test('a working directory and a home whose names are no UTF-8 are refused in words', async () => {
  using project = kitProject();
  using place = scratch('undecodable');
  const path = join(place.path, '\udcff');
  mkdirSync(encodeBytes(path));
  const outcome = (script: string) =>
    runTackle(['cat', '/dev/null'], { cwd: project.path, through: through(script) });

  const there = await outcome(`cd ${quoteWord(path)} && exec "$@"`);
  expect(there).toMatchObject({ status: 125, stdout: Buffer.from('') });
  expect(there.stderr.toString()).toMatch(
    /not valid UTF-8.*\[host\/no-working-directory\]\nhint: /,
  );

  const home = await outcome(`export HOME=${quoteWord(path)}; exec "$@"`);
  expect(home).toMatchObject({ status: 125, stdout: Buffer.from('') });
  expect(home.stderr.toString()).toMatch(/not valid UTF-8.*\[plan\/undecodable-path\]\nhint: /);
});

/** How long an argument may be at most, and a variable with its name (`MAX_ARG_STRLEN`, less the NUL). */
const LONGEST = 131_071;

test('an argument and a variable as long as the kernel takes arrive', async () => {
  using project = kitProject();
  const value = 'v'.repeat(LONGEST - 'LANGUAGE='.length);
  const script = 'import os, sys; print(len(sys.argv[1]), len(os.environ["LANGUAGE"]))';
  const end = await runTackle(['python3', '-c', script, 'a'.repeat(LONGEST)], {
    cwd: project.path,
    env: { LANGUAGE: value },
  });
  expect(end).toMatchObject({ status: 0, stderr: Buffer.from('') });
  expect(end.stdout.toString()).toBe(`${LONGEST} ${value.length}\n`);
});

/** So many bytes of words, a NUL after each. */
function wordsOf(total: number): string {
  const each = 100_000;
  const word = `${'x'.repeat(each - 1)}\0`;
  return word.repeat(Math.floor(total / each)) + word.slice(each - (total % each));
}

// The kernel lets words have a quarter of the stack, and 6 MiB at most.
test.for(['4096', '8192', 'unlimited'])(
  'an argument list arrives that is within 1 KiB of the longest there can be, stack %s',
  async (stack) => {
    using project = kitProject();
    const list = join(project.path, 'list');
    const withList = through(
      `ulimit -S -s ${stack}; mapfile -d "" -t words <list; exec "$@" "\${words[@]}"`,
    );
    const worksNatively = (total: number): boolean => {
      writeFileSync(list, wordsOf(total));
      const argv = [...withList.slice(1), 'true', ...COUNTS.slice(1)];
      const options = { cwd: project.path, env: tackleEnv() };
      return spawnSync(withList[0]!, argv, options).status === 0;
    };
    let [most, tooMany] = [1 << 18, 8 << 20];
    while (tooMany - most > 64) {
      const middle = (most + tooMany) >> 1;
      if (worksNatively(middle)) most = middle;
      else tooMany = middle;
    }
    const total = most - 1024;
    writeFileSync(list, wordsOf(total));
    const end = await runTackle(COUNTS, { cwd: project.path, through: withList });
    expect(end).toMatchObject({ status: 0, stderr: Buffer.from('') });
    expect(end.stdout.toString()).toBe(`${total}\n`);
  },
);

test('a list that is too long for any program is refused as by the shell: 126', async () => {
  using project = kitProject();
  const outcome = (args: readonly string[], program?: string): Promise<TackleOutcome> =>
    runTackle(args, {
      cwd: project.path,
      through: through('head -c 131072 /dev/zero | tr "\\0" x >x; exec "$@" "$(cat x)"'),
      ...(program && { program }),
    });
  const [native, launched] = [await outcome([], '/bin/true'), await outcome(['cat'])];
  expect(native.stderr.toString()).toContain('Argument list too long');
  expect(launched.stderr.toString()).toContain('Argument list too long');
  expect([native.status, launched.status]).toEqual([126, 126]);
});

test('what is too long inside alone is told in words: 126', async () => {
  using project = kitProject();
  const image = rig().kit.tag;
  appendFileSync(
    join(project.path, 'tackle.yaml'),
    `  long: {image: '${image}', commands: {long: cat}, env: ["X=${'x'.repeat(LONGEST)}"]}\n`,
  );
  const end = await runTackle(['long', '/dev/null'], { cwd: project.path });
  expect(end).toMatchObject({ status: 126, signal: null, stdout: Buffer.from('') });
  expect(end.stderr.toString()).toMatch(
    /longer than the kernel takes \[cli\/words-too-long\]\nhint: /,
  );
});
