import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeBytes } from '../../src/kernel/byte-text.ts';
import type { Guards, Prepared, SandboxWay, ToolboxWay } from '../../src/prepared/prepared.ts';
import { OF_THE_IMAGE } from '../../src/plan/arguments-outside.ts';
import { nameOfPrepared, printPrepared } from '../../src/prepared/print-prepared.ts';
import { compileSources } from '../native/builds.ts';

const LAUNCH = join(import.meta.dirname, '../../native/launch');

/** The parts of `launch` that find out what to run, in a program that says what they find. */
const PARTS = [
  'room',
  'paths',
  'project',
  'prepared',
  'guards',
  'arguments',
  'environment',
  'typed',
];

export const SANITIZERS = [
  '-g',
  '-O1',
  '-fsanitize=address,undefined',
  '-fno-sanitize-recover=all',
];

/** A place for the program and what it looks at. */
export function place(): Disposable & { readonly path: string } {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'tackle-front-')));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

export const FRONT_SOURCES = [
  join(import.meta.dirname, 'front.c'),
  ...PARTS.map((part) => join(LAUNCH, `${part}.c`)),
];

export function compileFront(program: string): void {
  compileSources(FRONT_SOURCES, program, SANITIZERS);
}

export interface Asked {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** What the program says, byte for byte as `kernel/byte-text.ts` has it. */
export function ask(program: string, args: readonly string[], { cwd, env }: Asked): string {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, env });
  if (status !== 0) throw new Error(`front ended with ${String(status)}: ${stderr.toString()}`);
  return decodeBytes(stdout);
}

export const COMMAND = 'tool';

export const NO_GUARDS: Guards = {
  files: [],
  directories: [],
  nothing: [],
  hidden: [],
  variables: {},
  unset: [],
  allOf: [],
  caller: callerHere(),
};

function callerHere(): Guards['caller'] {
  const [uid, gid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
  const groups = [...new Set(process.getgroups?.() ?? [])].filter((group) => group !== gid);
  return { uid, gid, groups: groups.sort((a, b) => a - b) };
}

export const TOOLBOX: ToolboxWay = {
  project: [],
  shown: [],
  own: ['/run', '/tmp', '/var/tmp'],
  trees: [...OF_THE_IMAGE],
  environment: { weak: {}, pass: [], passPrefixes: [], never: [], neverPrefixes: [], set: {} },
  exec: ['tool'],
  init: [],
};

export const WAY: ToolboxWay & SandboxWay = {
  ...TOOLBOX,
  kind: 'sandbox',
  program: ['/usr/bin/bwrap'],
  hold: { store: '/store', image: 'abc' },
};

/** Writes what is prepared into the cache at `cache`, as `tackle +prepare` would. */
export function put(cache: string, prepared: Partial<Prepared>): Prepared {
  const whole: Prepared = {
    project: '/project',
    command: COMMAND,
    variables: { TERM: '', LANG: '' },
    guards: NO_GUARDS,
    way: WAY,
    ...prepared,
  };
  const directory = join(cache, 'tackle/prepared');
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, nameOfPrepared(whole)), printPrepared(whole), { mode: 0o600 });
  return whole;
}
