import { isDeepStrictEqual } from 'node:util';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Undo } from '../rig/undo.ts';
import type { CallerName, Case, Observation } from './case.ts';
import { CASES } from './cases/index.ts';
import { FURTHER } from './further.ts';
import { NOT_GIVEN, reasonFor } from './not-given/index.ts';
import { inOrder, ORDER } from './order.ts';
import { devcontainerPath, devcontainerVersion } from './paths/devcontainer.ts';
import { embeddedPath, shimEmbeddedPath } from './paths/embedded.ts';
import { dockerExecPath, dockerRunPath, dockerVersion } from './paths/docker-cli.ts';
import { OURS, SHIMS, type LaunchPath, type PathName } from './paths/launch-path.ts';
import { nativePath } from './paths/native.ts';
import { podmanPath } from './paths/podman.ts';
import { shimDockerPath, tacklePath, typedDockerPath } from './paths/tackle.ts';
import { play } from './play.ts';
import { ROWS } from './rows.ts';
import { columnOf, columnOfPage, table, type Seen } from './table.ts';

/*
 * The fidelity suite: every case natively first, then on every path, and compared. The table that comes of it is
 * `docs/fidelity.md`; `npm run fidelity` writes it.
 */

/** Milliseconds that one wait may take where it is expected to come true, and where it is not. */
const PATIENCE = Number(process.env['TACKLE_FIDELITY_PATIENCE'] ?? 30_000);
const LITTLE_PATIENCE = 6_000;

const OTHERS: readonly PathName[] = ['docker run -it', 'docker exec -it', 'devcontainer exec'];
/** Their callers may be root, too. */
const TACKLES = [...OURS, ...SHIMS];

/**
 * `npm test` measures Tackle on Docker, and takes the other columns of the page as they are. `npm run fidelity` measures all: the
 * other tools change with their makers' releases, not with ours, and three engines take three times as long.
 */
const ALL = [...TACKLES, ...OTHERS];
const ASKED = process.env['TACKLE_FIDELITY'] ?? 'tackle on docker';
const MEASURED = ASKED === 'all' ? ALL : ALL.filter((name) => ASKED.split(',').includes(name));

/** `TACKLE_FIDELITY_PARTS='Ctrl-D|a size'`: those parts alone, and the rest of the page stays as it was. */
const PARTS = new RegExp(process.env['TACKLE_FIDELITY_PARTS'] ?? '');

const opened = new Map<PathName, LaunchPath>();
const undo = new Undo();
const natively = new Map<string, Promise<Observation>>();
/** By title: a play that is repeated counts once. */
const seen = new Map<string, Seen>();

beforeAll(async () => {
  process.stdout.write(`played in the order TACKLE_FIDELITY_ORDER=${ORDER}\n`);
  for (const name of ['native' as const, ...MEASURED]) {
    const path = await open(name);
    if (path) opened.set(name, undo.use(path));
  }
});

/** A launcher that was killed leaves its directory to the next launch of the same caller. */
const NEXT: Case = {
  row: 23,
  part: 'the next launch',
  streams: 'pipes',
  observe: (stage) => stage.sh('tool true'),
};

afterAll(async () => {
  await using _ = undo;
  for (const name of OURS) {
    const path = opened.get(name);
    if (path === undefined) continue;
    for (const caller of callersOf(NEXT, name)) {
      const last = await play(NEXT, path, caller, PATIENCE);
      expect(last, `the next launch of ${name}`).toEqual({ end: 0, out: '', err: '' });
    }
  }
});

const PAGE = join(import.meta.dirname, '../../docs/fidelity.md');

interface Play {
  readonly one: Case;
  readonly caller: CallerName;
  readonly path: PathName;
  readonly title: string;
}

const plays = MEASURED.flatMap((path) =>
  CASES.filter(({ part }) => PARTS.test(part)).flatMap((one) =>
    callersOf(one, path).map((caller): Play => {
      const title = `row ${one.row}: ${one.part} (${one.streams}, ${caller}, ${path})`;
      return { one, caller, path, title };
    }),
  ),
);

describe(`in the order ${ORDER}`, () => {
  test.for(inOrder(ORDER, plays).map((one) => [one.title, one] as const))(
    '%s',
    async ([, it], { skip }) => {
      const path = opened.get(it.path);
      if (!path) return skip(`${it.path} is not installed`);
      const known = reasonFor(it.path, it.one.part, it.caller);
      const expected = await nativelySeen(it.one, it.caller);
      const patience = known ? LITTLE_PATIENCE : PATIENCE;
      const observed = await play(it.one, path, it.caller, patience);
      const isNative = isDeepStrictEqual(observed, expected);
      seen.set(it.title, { path: it.path, part: it.one.part, isNative });
      if (known?.sometimes) return;
      if (known)
        expect(
          observed,
          `${it.title} is given now: test/fidelity/not-given says it is not`,
        ).not.toEqual(expected);
      else expect(observed, it.title).toEqual(expected);
    },
  );
});

describe('the table', () => {
  test('has a case for every row, and every part once', () => {
    const rows = new Set(CASES.map(({ row }) => row));
    expect(ROWS.map((_, index) => index + 1).filter((row) => !rows.has(row))).toEqual([]);
    expect(new Set(CASES.map(({ part }) => part)).size).toBe(CASES.length);
  });

  test('names no reason for a part that is not there', () => {
    const parts = new Set(CASES.map(({ part }) => part));
    expect(NOT_GIVEN.flatMap((one) => one.parts).filter((part) => !parts.has(part))).toEqual([]);
  });

  test('names no part as going further that is not there', () => {
    const parts = new Set(CASES.map(({ part }) => part));
    expect([...FURTHER].filter((part) => !parts.has(part))).toEqual([]);
  });

  test('is what this run saw', async ({ skip }) => {
    if (seen.size < plays.length) return skip('not every case was played');
    const before = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : '';
    const columns = ALL.flatMap((name) => {
      const path = opened.get(name);
      const known = columnOfPage(name, before);
      return (path ? columnOf(name, path.version, [...seen.values()], known) : known) ?? [];
    });
    await expect(table(CASES, columns)).toMatchFileSnapshot(PAGE);
  });
});

function callersOf(one: Case, path: PathName): readonly CallerName[] {
  const callers: readonly CallerName[] = TACKLES.includes(path) ? ['root', 'user'] : ['user'];
  const wanted = one.callers ?? ['root', 'user'];
  return callers.filter((caller) => wanted.includes(caller));
}

function nativelySeen(one: Case, caller: CallerName): Promise<Observation> {
  const key = `${one.part}\0${caller}`;
  const native = opened.get('native')!;
  const known = natively.get(key) ?? play(one, native, caller, PATIENCE).then(whole);
  natively.set(key, known);
  known.catch(() => natively.delete(key));
  return known;
}

/** A case that cannot be played natively is no case. */
function whole(observed: Observation): Observation {
  if (typeof observed === 'object' && observed !== null && 'threw' in observed) {
    throw new Error(`natively: ${JSON.stringify(observed)}`);
  }
  return observed;
}

async function open(name: PathName): Promise<LaunchPath | undefined> {
  switch (name) {
    case 'native':
      return nativePath();
    case 'tackle on docker':
      return tacklePath();
    case 'tackle on podman':
      return podmanPath();
    case 'tackle embedded':
      return embeddedPath();
    case 'shim on docker':
      return shimDockerPath();
    case 'shim embedded':
      return shimEmbeddedPath();
    case 'typed on docker':
      return typedDockerPath();
    case 'docker run -it':
    case 'docker exec -it': {
      const version = dockerVersion();
      const opener = name === 'docker run -it' ? dockerRunPath : dockerExecPath;
      return version === undefined ? undefined : opener(version);
    }
    case 'devcontainer exec': {
      const version = devcontainerVersion();
      return version === undefined ? undefined : devcontainerPath(version);
    }
  }
}
