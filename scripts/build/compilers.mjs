// Who can compile native/ here, for which kind of machine.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The kinds of machine that native/ is for, as Debian calls them. */
export const ARCHITECTURES = ['amd64', 'arm64'];

export const FLAGS = ['-static', '-Os', '-s', '-std=c11', '-Wall', '-Wextra', '-Werror'];

const OF_NODE = { x64: 'amd64', arm64: 'arm64' };

/** Of this machine; nothing where native/ is not for it. */
export const OWN = process.platform === 'linux' ? OF_NODE[process.arch] : undefined;

const FOR_ITSELF = ['musl-gcc', 'cc', 'gcc', 'clang'];

/** As Debian calls those that it makes for one kind of machine to be run on another (`gcc-aarch64-linux-gnu`). */
const FOR_OTHERS = { amd64: 'x86_64-linux-gnu-gcc', arm64: 'aarch64-linux-gnu-gcc' };

/** The first compiler that makes static programs for the architecture: it may be there without a C library for it. */
export function compilerFor(architecture) {
  const compilers = architecture === OWN ? FOR_ITSELF : [FOR_OTHERS[architecture]];
  return compilers.find(linksStatically);
}

function linksStatically(compiler) {
  const directory = mkdtempSync(join(tmpdir(), 'tackle-compiler-'));
  const argv = [...FLAGS, '-o', join(directory, 'program'), '-x', 'c', '-'];
  try {
    const input = '#include <stdio.h>\nint main(void) { return puts("") < 0; }\n';
    return spawnSync(compiler, argv, { input, stdio: ['pipe', 'ignore', 'ignore'] }).status === 0;
  } finally {
    rmSync(directory, { recursive: true });
  }
}
