import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findProgram } from '../../src/host/find-program.ts';
import { remains } from '../images/builds.ts';
import { startInit } from '../native/start-init.ts';
import { copyCheckout } from '../rig/checkout.ts';
import { scratch } from '../rig/scratch.ts';

/** All of this machine that unpacking a compiler takes. */
const BUILDER = ['mmdebstrap', 'unshare', 'true', 'newuidmap', 'newgidmap', 'find', 'rm'];
const NO_MIRROR = { TACKLE_DEBIAN_MIRROR: 'http://127.0.0.1:1/debian' };

/** `native/` of a checkout, built with these programs and no others on PATH. */
class BareMachine {
  readonly checkout: string;
  readonly program: string;
  readonly #path: string;

  constructor(directory: string, programs: readonly string[]) {
    this.checkout = copyCheckout(directory);
    const architecture = process.arch === 'arm64' ? 'arm64' : 'amd64';
    this.program = join(this.checkout, `dist/native/init-linux-${architecture}`);
    this.#path = join(directory, 'bin');
    mkdirSync(this.#path);
    for (const name of programs) {
      const found = findProgram(name, process.env);
      if (found !== undefined) symlinkSync(found, join(this.#path, name));
    }
  }

  build(variables: Readonly<Record<string, string>> = {}, isRelease = false) {
    const step = join(this.checkout, 'scripts/build/native.mjs');
    const where = { root: this.checkout, dist: join(this.checkout, 'dist'), isRelease };
    const script = `(await import(${JSON.stringify(step)})).default(${JSON.stringify(where)})`;
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--input-type=module', '--eval', `await ${script}`],
      { env: { ...process.env, PATH: this.#path, ...variables }, encoding: 'utf8' },
    );
    return { status, lines: stderr.trimEnd().split('\n') };
  }
}

test(
  'without a C compiler native/ is compiled by one that is unpacked for once',
  { timeout: 300_000 },
  async () => {
    using directory = scratch('no-compiler');
    const machine = new BareMachine(directory.path, BUILDER);
    expect(machine.build()).toEqual({
      status: 0,
      lines: [
        'build: no C compiler here: unpacking gcc and libc6-dev for once, installing nothing',
      ],
    });
    expect(namesAnInterpreter(machine.program)).toBe(false);
    expect(remains(join(machine.checkout, '.cache'))).toEqual([]);
    const init = { directory: directory.path, program: machine.program, env: {} };
    await using driven = await startInit(init, 'echo made; exit 3');
    const said = driven.stdout.whole;
    expect(await driven.link.ended).toEqual({ kind: 'exited', status: 3 });
    expect(String(await said)).toBe('made\n');

    const { mtimeMs } = statSync(machine.program);
    expect(machine.build(NO_MIRROR)).toEqual({ status: 0, lines: [''] });
    expect(statSync(machine.program).mtimeMs).toBe(mtimeMs);

    appendFileSync(join(machine.checkout, 'native/init/main.c'), 'no C\n');
    const broken = machine.build();
    expect(broken.status).toBe(1);
    expect(broken.lines.join('\n')).toMatch(/\/native\/init\/main\.c:\d+:\d+: error: /);
    expect(statSync(machine.program).mtimeMs).toBe(mtimeMs);
  },
);

test('where no compiler can be unpacked either, the build says why and goes on', () => {
  using directory = scratch('no-compiler');
  const machine = new BareMachine(directory.path, []);
  const leftOut = 'build: native/ was left out: no C compiler here, and none can be unpacked';
  expect(machine.build()).toEqual({
    status: 0,
    lines: [
      `${leftOut}: building an image from packages needs \`mmdebstrap\`, which is not installed`,
      'build: hint: install it with `sudo apt-get install mmdebstrap`, or install a C compiler',
    ],
  });
  expect(existsSync(machine.program)).toBe(false);
});

test('a release lacks no program', () => {
  using directory = scratch('no-compiler');
  const machine = new BareMachine(directory.path, []);
  const { status, lines } = machine.build({}, true);
  expect(status).toBe(1);
  expect(lines.join('\n')).toMatch(/native\/ is missing for (amd64|arm64): \w/);
});

/** Whether an ELF file is loaded by another program: has a header of the type `PT_INTERP`, elf(5). */
function namesAnInterpreter(file: string): boolean {
  const elf = readFileSync(file);
  const [at, size, count] = [elf.readBigUInt64LE(32), elf.readUInt16LE(54), elf.readUInt16LE(56)];
  const types = Array.from({ length: count }, (_, n) => elf.readUInt32LE(Number(at) + n * size));
  return types.includes(3);
}
