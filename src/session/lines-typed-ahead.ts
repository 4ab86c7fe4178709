import { closeSync, constants, readSync } from 'node:fs';
import type { TerminalModes } from '../engines/engine.ts';
import { openTerminal } from './open-terminal.ts';

/** `ICANON` and `VEOF` of termios(3), as Linux numbers them. */
const ICANON = 0x2;
const VEOF = 4;

/** More than anybody types meanwhile; a terminal that has hung up is at its end again and again. */
const MOST = 64;

/**
 * The lines that were typed before raw mode, each with the key that ended it. They are taken while the terminal still
 * reads lines: later it would give a NUL for Ctrl-D (`__DISABLED_CHAR` of n_tty.c).
 */
export function linesTypedAhead(descriptor: number, modes: TerminalModes): readonly Buffer[] {
  const [, , , lflag, ...keys] = modes.split(':').map((word) => Number.parseInt(word, 16));
  if (lflag === undefined || !(lflag & ICANON)) return [];
  const fd = openTerminal(descriptor, constants.O_RDONLY | constants.O_NONBLOCK);
  if (fd === undefined) return [];
  const lines: Buffer[] = [];
  try {
    const buffer = Buffer.alloc(4096); // no line of a terminal is longer
    while (lines.length < MOST) {
      const line = Buffer.from(buffer.subarray(0, readSync(fd, buffer)));
      lines.push(line.at(-1) === 0x0a ? line : Buffer.from([...line, keys[VEOF] ?? 0]));
    }
  } catch {
    // EAGAIN: that was all.
  }
  closeSync(fd);
  return lines;
}
