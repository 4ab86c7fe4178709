import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratch } from './scratch.ts';

/** `hello` says so; `hello wait` says `up` and stays. */
const PROGRAM = `
#include <stdio.h>
#include <string.h>
#include <unistd.h>
int main(int count, char **words) {
  int waits = count > 1 && strcmp(words[1], "wait") == 0;
  puts(waits ? "up" : "hello from the image");
  fflush(stdout);
  while (waits) pause();
  return 0;
}
`;

/** An image of one small program, `/bin/hello`, that the machine's Docker has by this name and nobody else. */
export function tinyImage(name: string): Disposable & { readonly name: string } {
  using directory = scratch('tiny-image');
  const { path } = directory;
  writeFileSync(join(path, 'hello.c'), PROGRAM);
  execFileSync('mkdir', [join(path, 'bin')]);
  execFileSync('cc', ['-static', '-O1', '-o', join(path, 'bin/hello'), join(path, 'hello.c')]);
  const archive = execFileSync('tar', ['-C', path, '-cf', '-', 'bin']);
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
