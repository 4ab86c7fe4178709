import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { numbersIn, program } from './programs.ts';

const { EPERM, ENOSYS } = constants.errno;
const LIST = join(import.meta.dirname, '../../../native/init/seccomp-calls.h');
const ARCHITECTURES = ['amd64', 'i386', 'arm64'] as const;
type Architecture = (typeof ARCHITECTURES)[number];

interface Call {
  readonly name: string;
  readonly verdict: string;
  readonly numbers: ReadonlyMap<Architecture, number>;
}

/** The last number that there was when the list was made. */
const LAST = 466;

const calls: readonly Call[] = [
  ...readFileSync(LIST, 'utf8').matchAll(/^CALL\((\w+), (\w+), (\w+), (\w+), (\w+)\)$/gm),
].map(([, name, verdict, ...columns]) => ({
  name: name!,
  verdict: verdict!,
  numbers: new Map(
    ARCHITECTURES.flatMap((architecture, index) =>
      columns[index] === 'NONE' ? [] : [[architecture, Number(columns[index])]],
    ),
  ),
}));

function numberOf(name: string, architecture: Architecture): number {
  return calls.find((call) => call.name === name)!.numbers.get(architecture)!;
}

/** What a macro of arm64's own <asm/unistd.h> says before it includes the one for all newer architectures. */
const ARM64 = ['RENAMEAT', 'NEW_STAT', 'SET_GET_RLIMIT', 'TIME32_SYSCALLS', 'SYS_CLONE3']
  .concat('MEMFD_SECRET')
  .map((macro) => `#define __ARCH_WANT_${macro}`)
  .join('\n');
const HAS_X86 = process.arch === 'x64';
const HEADERS = {
  amd64: HAS_X86 ? numbersIn('asm/unistd_64.h') : new Map<string, number>(),
  i386: HAS_X86 ? numbersIn('asm/unistd_32.h') : new Map<string, number>(),
  arm64: numbersIn('asm-generic/unistd.h', ARM64),
};

describe('the list of calls', () => {
  test('names every call once, in order', () => {
    const names = calls.map(({ name }) => name);
    expect(names.length).toBe(readFileSync(LIST, 'utf8').split('\nCALL(').length - 1);
    expect(names).toEqual([...new Set(names)].sort());
  });

  test.each(ARCHITECTURES)(
    'has no number of %s twice, and none that is too high',
    (architecture) => {
      const numbers = calls.flatMap((call) => call.numbers.get(architecture) ?? []);
      expect(new Set(numbers).size).toBe(numbers.length);
      expect(Math.max(...numbers)).toBe(LAST);
    },
  );

  test.each(ARCHITECTURES)('has the numbers that the headers have for %s', (architecture) => {
    const known = HEADERS[architecture];
    const both = calls.filter(({ name }) => known.has(name));
    // An arm64 machine has no headers for the others.
    expect(both.length === 0 || both.length > 250).toBe(true);
    const said = both.map(({ name, numbers }) => [name, numbers.get(architecture)]);
    expect(said).toEqual(both.map(({ name }) => [name, known.get(name)]));
    // A number that only the list has is of a call newer than the headers, and the same everywhere.
    const newer = known.size === 0 ? 0 : Math.max(...known.values());
    const more = calls.filter(({ name, numbers }) => !known.has(name) && numbers.has(architecture));
    for (const { name, numbers } of newer > 0 ? more : []) {
      if (name === 'uretprobe') continue; // an older call's place was free
      expect([name, numbers.get(architecture)! > newer]).toEqual([name, true]);
      expect(new Set(numbers.values()).size, name).toBe(1);
    }
  });

  test.each(ARCHITECTURES)('leaves no call of %s out that all programs need', (architecture) => {
    const known = HEADERS[architecture];
    const expected = [...known].filter(([name]) =>
      /^(rt_sig|sched_|get.id|mm?ap|epoll_)/.test(name),
    );
    const listed = new Set(calls.flatMap((call) => call.numbers.get(architecture) ?? []));
    expect(expected.filter(([, number]) => !listed.has(number))).toEqual([]);
  });
});

interface Asked {
  readonly on: Architecture | 'arm';
  readonly number: number;
  readonly first?: bigint | number;
  readonly second?: bigint | number;
}

describe('the filter', () => {
  const file = program('verdicts', ['-g', '-O1', '-fsanitize=address,undefined']);

  /** What becomes of each of the calls; how many instructions that takes, and whether arguments are looked at. */
  function verdicts(asked: readonly Asked[]) {
    const input = asked
      .map(({ on, number, first = 0, second = 0 }) =>
        [on, ...[number, first, second].map((value) => value.toString(16))].join(' '),
      )
      .join('\n');
    const { stdout, stderr } = spawnSync(file, { input, encoding: 'utf8' });
    expect(stderr).toBe('');
    return [...stdout.matchAll(/^(\w+)(?: (\d+))?? (\d+) (\d)$/gm)].map((line) => ({
      verdict: line[2] === undefined ? line[1]! : Number(line[2]),
      steps: Number(line[3]),
      looks: line[4] === '1',
    }));
  }

  function saidOf(asked: readonly Asked[]): readonly (string | number)[] {
    return verdicts(asked).map(({ verdict }) => verdict);
  }

  test.each(ARCHITECTURES)('lets pass on %s what is listed and nothing else', (on) => {
    const byNumber = new Map(calls.map((call) => [call.numbers.get(on), call.verdict]));
    const numbers = Array.from({ length: 1000 }, (_, number) => number);
    const said = verdicts(numbers.map((number) => ({ on, number })));
    const expected = numbers.map((number) => {
      const verdict = byNumber.get(number) ?? 'none';
      if (verdict === 'MISSING' || number > LAST) return ENOSYS;
      return verdict === 'none' ? EPERM : 'allow';
    });
    expect(said.map(({ verdict }) => verdict)).toEqual(expected);
    // The kernel remembers what is allowed without a look at the arguments, and the rest is soon decided.
    const looking = numbers.filter((number) => said[number]!.looks);
    const judged = ['CLONE', 'IOCTL', 'PERSONALITY', 'SOCKET', 'SOCKETCALL'];
    expect(looking.map((number) => byNumber.get(number)).sort()).toEqual(
      judged.filter((verdict) => on === 'i386' || verdict !== 'SOCKETCALL'),
    );
    expect(Math.max(...said.map(({ steps }) => steps))).toBeLessThanOrEqual(24);
  });

  test('says of x32 that the kernel does not have it', () => {
    const numbers = [0, 39, 101, 512, 520, 521, 547].map((number) => 0x4000_0000 + number);
    const said = saidOf(numbers.map((number) => ({ on: 'amd64', number })));
    expect(said).toEqual(numbers.map(() => ENOSYS));
  });

  test('ends a process that calls as another architecture’s', () => {
    expect(saidOf([{ on: 'arm', number: 1 }])).toEqual(['kill']);
  });

  test.each(ARCHITECTURES)('knows the families of sockets on %s', (on) => {
    const refused = [12, 19, 20, 23, 25, 34, 37, 38, 40];
    const families = Array.from({ length: 100 }, (_, family) => family);
    const number = numberOf('socket', on);
    expect(saidOf(families.map((first) => ({ on, number, first })))).toEqual(
      families.map((family) => (refused.includes(family) || family > 45 ? EPERM : 'allow')),
    );
  });

  test.each(ARCHITECTURES)('lets no namespace be made by clone on %s', (on) => {
    const number = numberOf('clone', on);
    const bits = Array.from({ length: 32 }, (_, bit) => 2 ** bit);
    const made = [0x20000, ...Array.from({ length: 6 }, (_, index) => 0x2000000 * 2 ** index)];
    expect(saidOf(bits.map((first) => ({ on, number, first })))).toEqual(
      bits.map((bit) => (made.includes(bit) ? EPERM : 'allow')),
    );
  });

  test.each(ARCHITECTURES)('lets nothing be typed into a terminal on %s', (on) => {
    const number = numberOf('ioctl', on);
    const requests = [0x5411, 0x5412, 0x5413, 0x541b, 0x541c, 0x541d].map(BigInt);
    const high = requests.map((request) => request + (1n << 32n));
    const expected = ['allow', EPERM, 'allow', 'allow', EPERM, 'allow'];
    const asked = [...requests, ...high].map((second) => ({ on, number, second }));
    expect(saidOf(asked)).toEqual([...expected, ...expected]);
  });

  test.each(ARCHITECTURES)('knows the personalities on %s', (on) => {
    const number = numberOf('personality', on);
    const allowed = [0, 8, 0x20000, 0x20008, 0xffffffff];
    const refused = [1, 0x40000, 0x400000, 0x20001, 0x40008, 0xfffffffe];
    const asked = [...allowed, ...refused].map((first) => ({ on, number, first }));
    expect(saidOf(asked)).toEqual([...allowed.map(() => 'allow'), ...refused.map(() => EPERM)]);
  });

  test('lets no socket be made past it by the call of 32 bits for all of them', () => {
    const number = numberOf('socketcall', 'i386');
    const asked = [1, 2, 3, 8, 20].map((first) => ({ on: 'i386' as const, number, first }));
    expect(saidOf(asked)).toEqual([EPERM, 'allow', 'allow', 'allow', 'allow']);
  });
});
