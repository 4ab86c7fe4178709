import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratch } from './scratch.ts';

/** `hello` says its words; `hello wait` says `up` and stays. */
const program = (words: string) => `
#include <stdio.h>
#include <string.h>
#include <unistd.h>
int main(int count, char **words) {
  int waits = count > 1 && strcmp(words[1], "wait") == 0;
  puts(waits ? "up" : ${JSON.stringify(words)});
  fflush(stdout);
  while (waits) pause();
  return 0;
}
`;

/**
 * An image of one small program, `/bin/hello`, that the machine's Docker has by this name and nobody else.
 *
 * @param more so many files beside it, of 100 kB each that no compression makes smaller
 * @param words what it says
 */
export function tinyImage(
  name: string,
  more = 0,
  words = 'hello from the image',
): Disposable & { readonly name: string } {
  using directory = scratch('tiny-image');
  const { path } = directory;
  writeFileSync(join(path, 'hello.c'), program(words));
  execFileSync('mkdir', [join(path, 'bin')]);
  execFileSync('cc', ['-static', '-O1', '-o', join(path, 'bin/hello'), join(path, 'hello.c')]);
  for (let at = 0; at < more; at++) {
    writeFileSync(join(path, 'bin', `file-${at}`), randomBytes(100_000));
  }
  const archive = execFileSync('tar', ['-C', path, '-cf', '-', 'bin'], { maxBuffer: 2 ** 28 });
  execFileSync('docker', ['import', '-', name], {
    input: archive,
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  return {
    name,
    [Symbol.dispose]: () => void spawnSync('docker', ['image', 'rm', '--force', name]),
  };
}

/** What `docker save` writes of it. */
export function saved(name: string): Buffer {
  return execFileSync('docker', ['save', name], { maxBuffer: 2 ** 28 });
}
