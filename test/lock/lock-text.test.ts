import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Lock, LockEntry } from '../../src/lock/lock.ts';
import { parseLock } from '../../src/lock/parse-lock.ts';
import { parse } from 'smol-toml';
import { printLock } from '../../src/lock/print-lock.ts';
import { readCanonical } from '../../src/lock/read-canonical.ts';
import { arbitraryLock } from './arbitrary-lock.ts';

const FILE = '/p/tackle.lock';

/** The same with every list in the order in which it is printed, and one that is in no order in any. */
function sorted(lock: Lock): Lock {
  return new Map([...lock].map(([asked, entry]) => [asked, sortedEntry(entry)]));
}

function sortedEntry(entry: LockEntry): LockEntry {
  if (entry.kind !== 'packages') return entry;
  const platforms = [...entry.platforms].map(([platform, exact]) => {
    const packages = byText(exact.packages, (each) => Object.values(each).join(' '));
    const npm = byText(
      exact.npm,
      ({ name, version, integrity }) => `${name}@${version} ${integrity}`,
    );
    return [platform, { ...exact, packages, npm }] as const;
  });
  return { ...entry, platforms: new Map(platforms) };
}

function byText<T>(values: readonly T[], textOf: (value: T) => string): readonly T[] {
  return values.toSorted((a, b) => (textOf(a) < textOf(b) ? -1 : 1));
}

/** The entries, tables and lists of a lock the other way round. */
function turned(lock: Lock): Lock {
  const entries = [...lock].map(([asked, entry]): [string, LockEntry] => {
    if (entry.kind === 'dockerfile') {
      return [asked, { ...entry, bases: new Map([...entry.bases].reverse()) }];
    }
    if (entry.kind === 'image') {
      return [asked, { ...entry, platforms: new Map([...entry.platforms].reverse()) }];
    }
    const platforms = [...entry.platforms].map(
      ([platform, exact]) =>
        [
          platform,
          { ...exact, packages: exact.packages.toReversed(), npm: exact.npm.toReversed() },
        ] as const,
    );
    return [asked, { ...entry, platforms: new Map(platforms.reverse()) }];
  });
  return new Map(entries.reverse());
}

describe('the text of a lock', () => {
  it('says again what was written', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryLock, async (lock) => {
        const read = await parseLock(printLock(lock), FILE);
        expect(read).toEqual({ ok: true, value: sorted(lock) });
      }),
    );
  });

  it('is one for one lock, whatever the order of its parts', () => {
    fc.assert(
      fc.property(arbitraryLock, (lock) => {
        expect(printLock(turned(lock))).toBe(printLock(lock));
      }),
    );
  });

  it('is stable: printing what was read changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryLock, async (lock) => {
        const text = printLock(lock);
        const read = await parseLock(text, FILE);
        expect(read.ok && printLock(read.value)).toBe(text);
      }),
    );
  });
});

const D = `sha256:${'ab'.repeat(32)}`;
const GOOD = `lock = 1

[toolbox."python@3"]
version = "3.14"
image = "docker.io/library/python:3.14-slim"
digest = "${D}"

[toolbox."python@3"."linux/amd64"]
manifest = "${D}"
config = "${D}"
`;

describe('reading by lines', () => {
  it('reads what is printed as the library for TOML does', () => {
    fc.assert(
      fc.property(arbitraryLock, (lock) => {
        const text = printLock(lock);
        const read = readCanonical(text);
        expect(JSON.stringify(read)).toBe(JSON.stringify(parse(text)));
      }),
    );
  });

  it('reads nothing else otherwise than that library', () => {
    const broken = fc
      .tuple(
        arbitraryLock,
        fc.nat(),
        fc.nat(3),
        fc.constantFrom('', '"', '\n', '[', ']', ' ', '#', '='),
      )
      .map(([lock, at, length, put]) => {
        const text = printLock(lock);
        const from = at % text.length;
        return text.slice(0, from) + put + text.slice(from + length);
      });
    fc.assert(
      fc.property(broken, (text) => {
        const read = readCanonical(text);
        if (read !== undefined) expect(JSON.stringify(read)).toBe(JSON.stringify(parse(text)));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a text that is no lock', () => {
  it('is not this one', async () => {
    const read = await parseLock(GOOD, FILE);
    expect(read.ok && [...read.value.keys()]).toEqual(['python@3']);
  });

  it.each([
    ['marks of a merge', `<<<<<<< HEAD\n${GOOD}`, 'lock/conflict', 1],
    ['a middle mark left behind', GOOD.replace('\n\n', '\n=======\n'), 'lock/conflict', 2],
    ['a newer format', GOOD.replace('lock = 1', 'lock = 2'), 'lock/newer', 1],
    ['no format', GOOD.replace('lock = 1', ''), 'lock/malformed', 1],
    ['half a file', GOOD.slice(0, 60), 'lock/malformed', 5],
    ['one name twice', GOOD.replace('digest', 'image'), 'lock/malformed', 6],
    ['a short digest', GOOD.replace(D, 'sha256:12'), 'lock/malformed', 3],
    ['another algorithm', GOOD.replace(D, 'md5:12'), 'lock/malformed', 3],
    ['no image', GOOD.replace(/^image.*$/m, ''), 'lock/malformed', 3],
    ['an image that is none', GOOD.replace('docker.io/library', '../..'), 'lock/malformed', 3],
    ['an image in other words', GOOD.replace('docker.io/library/', ''), 'lock/malformed', 3],
    ['a key that nobody knows', GOOD.replace('version', 'run'), 'lock/malformed', 3],
    ['another platform', GOOD.replace('linux/amd64', 'plan9/mips'), 'lock/malformed', 3],
    [
      'a base in other words',
      `lock = 1\n\n[toolbox.t]\ncontext = "${D}"\n\n[toolbox.t.bases]\n"debian:12" = "${D}"\n`,
      'lock/malformed',
      3,
    ],
    ['a toolbox of no name', GOOD.replaceAll('python@3', '../python'), 'lock/malformed', 3],
    ['a toolbox `__proto__`', GOOD.replaceAll('"python@3"', '__proto__'), 'lock/malformed', 3],
  ])('%s', async (_, text, code, line) => {
    const read = await parseLock(text, FILE);
    expect(read.ok ? read.value : { code: read.error.code, line: read.error.place?.line }).toEqual({
      code,
      line,
    });
  });

  it('has no package that could be an option of a program', async () => {
    const packages = `lock = 1\n\n[toolbox.latex]\ndebian = "bookworm"\npackages = ["-oDpkg"]\n`;
    expect(await parseLock(packages, FILE)).toMatchObject({ error: { code: 'lock/malformed' } });
  });
});
