import type { Ground, Running } from '../engines/engine.ts';
import type { Caller, CallerTerminal } from './caller.ts';

/** Sent by the kernel to a tool in the background that reads its terminal or sets its modes. */
const WANTS_TERMINAL: ReadonlySet<NodeJS.Signals> = new Set(['SIGTTIN', 'SIGTTOU']);

/**
 * Joins the caller's terminal to the tool's: keys, size, and the dance of job control.
 *
 *     tool stopped by Ctrl-Z ──▶ terminal restored, caller's job stopped ──(fg, bg)──▶ tool goes on
 *     tool in the background asks for the terminal:
 *         caller in the foreground ──▶ the tool is put in the foreground and gets the keyboard
 *         caller in the background ──▶ caller's job stopped, as the tool's would be outside
 *
 * Works without a terminal too, when somebody stops the tool by a signal. Returns the way to undo it.
 */
export function joinTerminal(running: Running, caller: Caller): () => void {
  const { terminal } = caller;
  let over = false;

  running.onStop((signal) => {
    void answerStop(signal);
  });

  async function answerStop(signal: NodeJS.Signals): Promise<void> {
    if (terminal && WANTS_TERMINAL.has(signal) && terminal.ground() === 'fore') {
      goOn(terminal, 'fore');
      return;
    }
    // init has sent what the tool showed before its stop; let it be written before the caller stops too.
    await new Promise((settled) => setImmediate(settled));
    terminal?.restore();
    await caller.stopSelf(signal);
    if (!over) goOn(terminal, terminal?.ground() ?? 'fore');
  }

  function goOn(at: CallerTerminal | undefined, ground: Ground): void {
    if (at && ground === 'fore') {
      at.enterRaw();
      const size = at.size();
      if (size) running.resize(size);
    }
    running.resume(ground);
  }

  const stopResizing = terminal?.onResize((size) => running.resize(size));
  const typed = running.terminal;
  const pass = (chunk: Buffer): void => {
    if (typed && !typed.write(chunk)) {
      terminal?.keys.pause();
      typed.once('drain', () => terminal?.keys.resume());
    }
  };
  // A tool that ends while keys are on their way leaves nobody to take them.
  typed?.on('error', () => undefined);
  terminal?.keys.on('data', pass);
  return () => {
    over = true;
    stopResizing?.();
    terminal?.keys.off('data', pass);
  };
}
