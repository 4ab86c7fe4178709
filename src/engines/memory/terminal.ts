import { Duplex, PassThrough } from 'node:stream';
import type { Readable } from 'node:stream';
import type { TerminalSize } from '../engine.ts';

/** The far side of a simulated pty, and what its line discipline gives the program. */
export interface MemoryTerminal {
  /** What the launcher holds: typed bytes go in, shown bytes come out. */
  readonly outside: Duplex;
  /** What the program reads. */
  readonly input: Readable;
  size: TerminalSize;
  raw: boolean;
  /** Bytes, since the start. */
  readonly shownInAll: number;
  /** Shows what the program writes; settles when there is room for more. */
  show(data: Uint8Array): Promise<void>;
  /** The last descriptor is closed. */
  hangUp(): void;
}

const CONTROL_KEYS = new Map<number, NodeJS.Signals>([
  [0x03, 'SIGINT'],
  [0x1a, 'SIGTSTP'],
  [0x1c, 'SIGQUIT'],
]);
const END_OF_INPUT = 0x04;
const RETURN = 0x0d;
const NEWLINE = 0x0a;

/**
 * As much of `termios(3)` as launching is about: ISIG, ICANON, ICRNL, ECHO and ONLCR, all
 * on until the program makes the terminal raw. Lines cannot be edited.
 */
export function openTerminal(
  size: TerminalSize,
  signal: (name: NodeJS.Signals) => void,
): MemoryTerminal {
  const input = new PassThrough();
  const shown = new PassThrough();
  let shownInAll = 0;
  const counted = (data: Uint8Array): Uint8Array => {
    shownInAll += data.length;
    return data;
  };
  let line: number[] = [];
  const flush = (): void => {
    if (line.length > 0) input.write(Buffer.from(line));
    line = [];
  };
  const typed = (byte: number): void => {
    const control = CONTROL_KEYS.get(byte);
    if (control !== undefined) {
      shown.write(counted(Buffer.from(`^${String.fromCharCode(byte + 0x40)}`)));
      line = [];
      signal(control);
    } else if (byte === END_OF_INPUT) {
      if (line.length === 0) input.end();
      else flush();
    } else {
      const kept = byte === RETURN ? NEWLINE : byte;
      shown.write(counted(onlcr(Buffer.of(kept))));
      line.push(kept);
      if (kept === NEWLINE) flush();
    }
  };
  const keyboard = new PassThrough();
  keyboard.on('data', (bytes: Buffer) => {
    if (terminal.raw) input.write(bytes);
    else bytes.forEach(typed);
  });
  keyboard.on('end', () => input.end());
  const terminal: MemoryTerminal = {
    outside: Duplex.from({ writable: keyboard, readable: shown }),
    input,
    size,
    raw: false,
    get shownInAll() {
      return shownInAll;
    },
    show: (data) => writeTo(shown, counted(terminal.raw ? data : onlcr(data))),
    hangUp: () => void shown.end(),
  };
  return terminal;
}

function onlcr(data: Uint8Array): Uint8Array {
  return Buffer.from(Buffer.from(data).toString('latin1').replaceAll('\n', '\r\n'), 'latin1');
}

/** Writes at the reader's pace; what is written to a stream that was destroyed is lost. */
export async function writeTo(stream: PassThrough, data: Uint8Array): Promise<void> {
  if (stream.destroyed || stream.writableEnded || stream.write(data)) return;
  await new Promise<void>((resolve) => {
    const settle = (): void => {
      stream.off('drain', settle).off('close', settle);
      resolve();
    };
    stream.on('drain', settle).on('close', settle);
  });
}
