import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { privately } from '../../src/host/privately.ts';
import { makeLaunchDir, runtimeDir } from '../../src/host/runtime-dir.ts';
import { currentUmask } from '../../src/host/umask.ts';
import { temporary } from './temporary.ts';

function modeOf(path: string): number {
  return statSync(path).mode & 0o777;
}

/** Runs this with a umask, and gives the one that it leaves. */
function withUmask(umask: number, act: () => void): number {
  const before = process.umask(umask);
  try {
    act();
    return currentUmask();
  } finally {
    process.umask(before);
  }
}

test.each([0o000, 0o022, 0o777])(
  'what is made privately is its user’s alone, and can be used: umask %i',
  (umask) => {
    using here = temporary();
    const directory = join(here.path, 'a/b');
    const file = join(directory, 'file');
    const left = withUmask(umask, () => {
      privately(() => {
        mkdirSync(directory, { recursive: true });
        writeFileSync(file, '');
      });
    });
    const modes = [join(here.path, 'a'), directory, file].map(modeOf);
    expect({ left, modes }).toEqual({ left: umask, modes: [0o700, 0o700, 0o600] });
  },
);

test('the caller’s umask is back after a failure', () => {
  const left = withUmask(0o777, () => {
    const fail = () => {
      throw new Error('no');
    };
    expect(() => privately(fail)).toThrow('no');
  });
  expect(left).toBe(0o777);
});

test('a launch has its directory whatever the umask', () => {
  using here = temporary();
  let directory = '';
  withUmask(0o777, () => {
    const runtime = runtimeDir({ XDG_RUNTIME_DIR: here.path }, process.getuid!());
    directory = makeLaunchDir(runtime, 'id');
  });
  expect(modeOf(directory)).toBe(0o700);
});
