// What the engine `embedded` executes, taken from the product itself: a `bwrap` in front of the real one notes its arguments.
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where init has the directory of its launch (`src/engines/init-link.ts`). */
const LINK = '/run/.tackle/link';

/** What init is to execute is gone from that directory as soon as it has been read, so it is copied. */
const RECORDER = `#!/bin/sh
PATH=/usr/bin:/bin
here=\${0%/*}
printf '%s\\0' "$@" > "$here/arguments"
before=
for word; do
  if [ "$word" = ${LINK} ]; then cp -R "$before" "$here/link"; break; fi
  before=$word
done
exec "$here/real" "$@"
`;

/** Puts the recorder into a directory that is to be the first of PATH. */
export function placeRecorder(directory, bwrap) {
  mkdirSync(directory);
  symlinkSync(bwrap, join(directory, 'real'));
  writeFileSync(join(directory, 'bwrap'), RECORDER);
  chmodSync(join(directory, 'bwrap'), 0o755);
}

/** The arguments of the launch that was recorded there, to be used again. */
export function recordedArguments(directory) {
  const words = readFileSync(join(directory, 'arguments'), 'utf8').split('\0').slice(0, -1);
  return withoutLauncher(words, join(directory, 'link'));
}

/** @param kept holds what the directory of the launch held */
export function withoutLauncher(words, kept) {
  const target = words.indexOf(LINK);
  const link = words.indexOf('--link', words.indexOf('--'));
  if (target < 1 || link < 0) throw new Error('this is no launch of `embedded`');
  return words.toSpliced(link, 2).with(target - 1, kept);
}
