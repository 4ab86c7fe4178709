import { execFileSync, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';

const STRICT = ['-std=gnu11', '-Wall', '-Wextra', '-Werror', '-pthread'];

/** Compiles a program of this folder before the tests of the block it is called in; where it will be. */
export function program(name: string, flags: readonly string[]): string {
  const directory = join(tmpdir(), `tackle-seccomp-${randomUUID()}`);
  const file = join(directory, name);
  beforeAll(() => {
    mkdirSync(directory);
    const source = join(import.meta.dirname, `${name}.c`);
    execFileSync('cc', [...STRICT, ...flags, '-o', file, source]);
  }, 60_000);
  afterAll(() => rmSync(directory, { recursive: true }));
  return file;
}

/** The numbers of all system calls by their names, as a header of this machine's says; none where it is not here. */
export function numbersIn(header: string, macros = ''): ReadonlyMap<string, number> {
  const input = `${macros}\n#include <${header}>\n`;
  const names = spawnSync('cc', ['-E', '-dM', '-'], { input, encoding: 'utf8' }).stdout;
  const calls = [...names.matchAll(/^#define __NR_(?!syscalls )(\w+) /gm)].map(([, name]) => name);
  const asked = calls.map((name) => `"${name}" __NR_${name}`).join('\n');
  const said = spawnSync('cc', ['-E', '-P', '-'], {
    input: input + asked,
    encoding: 'utf8',
  }).stdout;
  return new Map(
    [...said.matchAll(/^"(\w+)" (\d+)$/gm)].map(([, name, number]) => [name!, Number(number)]),
  );
}
