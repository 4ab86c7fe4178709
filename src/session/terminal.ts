import { setTimeout as delay } from 'node:timers/promises';
import type { Running, TerminalSize } from '../engines/engine.ts';
import type { Caller } from './caller.ts';

/**
 * How much earlier SIGHUP is to reach the tool than the end of its terminal. Linux wakes who reads a terminal
 * that hangs up a moment before it sends the signal (`pty_close`), and whoever natively reads it hears both at once.
 */
const HANG_UP_MS = 50;

/** How long what a tool showed before its stop may take to be seen. */
const SHOWN_MS = 1000;

/** Sent by the kernel to a tool in the background that reads its terminal or sets its modes. */
const WANTS_TERMINAL: ReadonlySet<NodeJS.Signals> = new Set(['SIGTTIN', 'SIGTTOU']);

export interface JoinedTerminal {
  /** Gives the tool keys that were typed before it was there. */
  type(keys: Buffer): void;
  /** Answers a SIGCONT that nobody waits for: it may follow a SIGSTOP, which nobody hears. */
  goOn(): void;
  /** Hears a SIGTSTP, which came to this process: the tool's stop will be the answer to it. */
  hearStop(): void;
  /** Answers a SIGWINCH, which tells of a new size or was sent by somebody. */
  answerWinch(): void;
  leave(): void;
}

/** How the tool was started in its terminal. */
export interface TerminalAtLaunch {
  readonly hasKeyboard: boolean;
  readonly size: TerminalSize | undefined;
}

/**
 * Joins the caller's terminal to the tool's: keys, size, and the dance of job control.
 *
 *     tool stopped by Ctrl-Z ──▶ terminal restored, caller's job stopped ──(fg, bg)──▶ tool goes on
 *     tool in the background asks for the terminal:
 *         caller in the foreground ──▶ the tool is put in the foreground and gets the keyboard
 *         caller in the background ──▶ caller's job stopped, as the tool's would be outside
 *
 * Works without a terminal too, when somebody stops the tool by a signal. With `hasKeyboard` the tool has
 * been given the keyboard from its start; else it gets it when it asks.
 */
export function joinTerminal(
  running: Running,
  caller: Caller,
  hasShown: (bytes: number) => Promise<void>,
  { hasKeyboard, size: sizeAtLaunch }: TerminalAtLaunch,
): JoinedTerminal {
  const { terminal } = caller;
  let takesKeys = hasKeyboard;
  let over = false;
  let told = sizeAtLaunch;
  let wasToldToStop = false;
  /** A size was told before its SIGWINCH came. */
  let isAhead = false;
  /** From the first time on that the tool has the terminal, its modes are the tool's own affair. */
  let hasModes = hasKeyboard;

  running.onStop((signal, shown) => {
    void answerStop(signal, shown);
  });

  running.onKeySignal((signal) => {
    if (!over) caller.signalJob(signal);
  });

  async function answerStop(signal: NodeJS.Signals, shown: number): Promise<void> {
    if (WANTS_TERMINAL.has(signal)) {
      takesKeys = true;
      if (terminal?.ground() === 'fore') {
        goOn();
        return;
      }
    }
    // What the tool showed before its stop is seen before the caller stops too, unless nobody takes it.
    await Promise.race([hasShown(shown), delay(SHOWN_MS, undefined, { ref: false })]);
    terminal?.restore();
    await caller.stopSelf(signal, whomToStop());
    if (!over) goOn();
  }

  function whomToStop(): 'process' | 'job' {
    const whom = wasToldToStop ? 'process' : 'job';
    wasToldToStop = false;
    return whom;
  }

  function goOn(): void {
    // A shell has had the terminal meanwhile: the modes are set anew, from what they are now.
    terminal?.restore();
    const inFront = terminal === undefined || (takesKeys && terminal.ground() === 'fore');
    const modes = inFront ? terminal?.enterRaw() : undefined;
    tellSizeAhead();
    running.resume(inFront ? 'fore' : 'back', hasModes ? undefined : modes);
    hasModes ||= inFront;
  }

  /** Returns whether there was a new one. */
  function tellSize(): boolean {
    const size = terminal?.size();
    if (!size || (size.rows === told?.rows && size.columns === told.columns)) return false;
    told = size;
    running.resize(size);
    return true;
  }

  function tellSizeAhead(): void {
    if (tellSize()) isAhead = true;
  }

  tellSizeAhead();
  const typed = running.terminal;
  const type = (keys: Buffer): void => {
    // Outside, a size holds from the moment it is set; here the signal that tells of it may come late.
    tellSizeAhead();
    if (typed && !typed.write(keys)) {
      terminal?.keys.pause();
      typed.once('drain', () => terminal?.keys.resume());
    }
  };
  // A tool that ends while keys are on their way leaves nobody to take them.
  typed?.on('error', () => undefined);
  terminal?.keys.on('data', type);
  // A terminal that has hung up gives no more keys, and neither does the tool's.
  let late: NodeJS.Timeout | undefined;
  const hangUp = (): void => {
    late = setTimeout(() => typed?.end(), HANG_UP_MS);
  };
  if (terminal?.keys.readableEnded === true) hangUp();
  else terminal?.keys.on('end', hangUp);
  return {
    type,
    goOn,
    hearStop() {
      wasToldToStop = true;
    },
    answerWinch() {
      if (!tellSize() && !isAhead) running.signal('SIGWINCH');
      isAhead = false;
    },
    leave() {
      over = true;
      clearTimeout(late);
      terminal?.keys.off('data', type);
    },
  };
}
