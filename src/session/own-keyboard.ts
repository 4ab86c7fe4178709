import { constants } from 'node:fs';
import { PassThrough } from 'node:stream';
import { isatty, ReadStream } from 'node:tty';
import type { Stdio } from '../plan/launch-plan.ts';
import type { CallerTerminal } from './caller.ts';
import { groundOf } from './ground-of.ts';
import { linesTypedAhead } from './lines-typed-ahead.ts';
import { openTerminal } from './open-terminal.ts';
import { modesOf, passOutputThrough } from './stty.ts';

/** The keys of the terminal behind a descriptor, and its raw mode. */
export function ownKeyboard(
  stdio: Stdio,
  descriptor: number,
): Pick<CallerTerminal, 'keys' | 'enterRaw' | 'restore' | 'translates'> {
  const keys = new PassThrough();
  // In `tool | cat`, cat writes to this terminal too, and counts on its newlines being translated.
  const isAlone = stdio.stdin === 'terminal' && stdio.stdout === 'terminal';
  let keyboard: ReadStream | undefined;
  // A terminal that has hung up is none any more. One that is another job's fails to be read, too.
  const looksHungUp = (): void => {
    if (!isatty(descriptor)) keys.end();
  };
  const take = (chunk: Buffer): void => {
    if (keys.write(chunk)) return;
    keyboard?.pause();
    keys.once('drain', () => keyboard?.resume());
  };
  return {
    keys,
    translates: () => !(isAlone && keyboard),
    enterRaw() {
      if (keyboard) return undefined;
      keyboard = openKeyboard(stdio, descriptor);
      if (!keyboard) return undefined;
      for (const event of ['end', 'error']) keyboard.off(event, looksHungUp).on(event, looksHungUp);
      const modes = modesOf(descriptor);
      for (const line of modes ? linesTypedAhead(descriptor, modes) : []) take(line);
      // libuv goes by what it set itself; a shell may have set something else while this process was stopped.
      keyboard.setRawMode(false).setRawMode(true);
      if (isAlone) passOutputThrough();
      keyboard.on('data', take).resume();
      return modes;
    },
    restore() {
      const left = keyboard;
      keyboard = undefined;
      if (!left) return;
      left.off('data', take).pause();
      // In the background the modes are the shell's affair, and setting them would stop this process.
      if (groundOf(descriptor) === 'fore') left.setRawMode(false);
      if (left !== process.stdin) left.destroy();
    },
  };
}

/** With stdin elsewhere, a tool such as `less` reads keys from /dev/tty. */
function openKeyboard(stdio: Stdio, descriptor: number): ReadStream | undefined {
  if (stdio.stdin === 'terminal') return process.stdin;
  const fd = openTerminal(descriptor, constants.O_RDONLY);
  return fd === undefined ? undefined : new ReadStream(fd);
}
