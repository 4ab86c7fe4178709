import {
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Context } from '../../src/cli/command.ts';
import { prunableLogs, prunablePrepared, prunableShims } from '../../src/cli/prunable-files.ts';
import { projectsDirectory } from '../../src/host/directories.ts';
import { logFiles, writeLog } from '../../src/host/log-files.ts';
import { writePrepared } from '../../src/host/prepared-files.ts';
import { noteProject } from '../../src/host/project-directories.ts';
import { writeShim } from '../../src/host/shims-on-disk.ts';
import type { AbsolutePath, CommandName } from '../../src/kernel/brand.ts';
import { encodeBytes } from '../../src/kernel/byte-text.ts';
import { nameOfPrepared, printPrepared } from '../../src/prepared/print-prepared.ts';
import { projectShims } from '../../src/shims/project-directory.ts';
import { temporary } from '../host/temporary.ts';

/* What projects that are gone have left. */

let base: AbsolutePath;
let context: Context;

beforeEach(() => {
  const place = temporary();
  onTestFinished(() => place[Symbol.dispose]());
  base = place.path;
  const env = { XDG_CACHE_HOME: join(base, 'cache'), XDG_DATA_HOME: join(base, 'data') };
  context = { env, cwd: { logical: base, physical: base }, options: { verbosity: 'normal' } };
});

const at = (name: string) => join(base, name) as AbsolutePath;

function directory(name: string): AbsolutePath {
  mkdirSync(encodeBytes(at(name)), { recursive: true });
  return at(name);
}

/** Prepares a command of the project, as `+prepare` does; gives the file's path. */
function prepare(project: string, command: string): string {
  const variables = { TERM: 'xterm', LANG: 'C.UTF-8' };
  const wanted = { project, command: command as CommandName, variables };
  const guards = {
    ...{ files: [], directories: [], nothing: [], hidden: [], unset: [], allOf: [] },
    ...{ variables: {}, caller: { uid: 1, gid: 1, groups: [] } },
  };
  const name = nameOfPrepared(wanted);
  const bytes = printPrepared({ ...wanted, guards, way: { kind: 'slow' } });
  writePrepared(name, bytes, context.env);
  return join(base, 'cache/tackle/prepared', name);
}

describe('what is prepared', () => {
  test('for projects that are gone is one part for each, with its size', async () => {
    const stays = prepare(directory('here'), 'python3');
    const gone = [prepare(at('gone'), 'python3'), prepare(at('gone'), 'pip')];
    const { parts, problems } = prunablePrepared(context);
    expect(problems).toEqual([]);
    expect(parts.map(({ row }) => row)).toEqual([
      { kind: 'prepared', what: at('gone'), bytes: expect.any(Number) as number },
    ]);
    expect(parts[0]?.row.bytes).toBeGreaterThan(100);
    expect(await parts[0]?.remove()).toEqual([]);
    expect([stays, ...gone].map((file) => existsSync(file))).toEqual([true, false, false]);
  });

  test('for a project whose name is no UTF-8 stays as long as that is there', () => {
    prepare(directory('\udcff'), 'python3');
    expect(prunablePrepared(context).parts).toEqual([]);
    rmSync(encodeBytes(at('\udcff')), { recursive: true });
    expect(prunablePrepared(context).parts).toHaveLength(1);
  });

  test('and what is no prepared file is left alone', () => {
    const name = dirname(prepare(directory('here'), 'cat'));
    writeFileSync(join(name, '0123456789abcdef'), 'tackle-prepared\0');
    writeFileSync(join(name, 'fedcba9876543210'), 'x\0y\0z\0/nowhere\0cat\0');
    writeFileSync(join(name, 'notes'), 'tackle-prepared\x002\0slow\0/nowhere\0cat\0');
    expect(prunablePrepared(context).parts).toEqual([]);
  });

  test('is nothing where nothing ever was', () => {
    expect(prunablePrepared(context).parts).toEqual([]);
    expect(prunableShims(context).parts).toEqual([]);
  });
});

describe('shims of one project', () => {
  const projects = () => projectsDirectory(context.env);

  function makeShims(root: AbsolutePath): AbsolutePath {
    const shims = projectShims(projects(), root);
    writeShim(shims, 'python3', { kind: 'link', target: '.tackle/launch' });
    writeShim(join(shims, '.tackle'), 'launch', { kind: 'link', target: '/opt/launch' });
    noteProject(shims, root);
    return shims;
  }

  test('that is gone go, with their directory', async () => {
    const stays = makeShims(directory('here'));
    const gone = makeShims(at('gone'));
    const { parts } = prunableShims(context);
    expect(parts.map(({ row }) => row)).toEqual([{ kind: 'shims', what: at('gone') }]);
    expect(await parts[0]?.remove()).toEqual([]);
    expect(readdirSync(stays)).toEqual(['.tackle', 'python3']);
    expect(existsSync(dirname(gone))).toBe(false);
  });

  test('go, and a file of somebody else’s beside them stays', async () => {
    const gone = makeShims(at('gone'));
    writeFileSync(join(gone, 'notes'), 'mine');
    expect(await prunableShims(context).parts[0]?.remove()).toEqual([]);
    expect(readdirSync(gone)).toEqual(['notes']);
  });

  test('whose directory says another project than its name stay', () => {
    const shims = makeShims(directory('here'));
    rmSync(join(dirname(shims), 'project'));
    symlinkSync(at('gone'), join(dirname(shims), 'project'));
    mkdirSync(join(projects(), 'unknown/bin'), { recursive: true });
    expect(prunableShims(context).parts).toEqual([]);
  });

  test('that moves are noted where it is now', () => {
    const shims = makeShims(directory('here'));
    noteProject(shims, at('gone'));
    noteProject(shims, at('gone'));
    expect(readdirSync(dirname(shims))).toEqual(['bin', 'project']);
    noteProject(shims, at('here'));
    expect(prunableShims(context).parts).toEqual([]);
  });
});

test('what builds said goes when nobody has done them again for long', async () => {
  const { env } = context;
  writeLog('old', 'old', env);
  const [old] = logFiles(env);
  utimesSync(old!.path, 1, 1);
  writeLog('new', 'new', env);
  const { parts } = prunableLogs(context);
  expect(parts.map(({ row }) => row)).toEqual([
    { kind: 'logs', what: '1 of builds and pulls, older than 30 days', bytes: 3 },
  ]);
  expect(await parts[0]!.remove()).toEqual([]);
  expect(logFiles(env).map(({ text }) => text)).toEqual(['new']);
  expect(prunableLogs(context).parts).toEqual([]);
});
