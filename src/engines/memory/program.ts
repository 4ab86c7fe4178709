import type { LaunchPlan } from '../../plan/launch-plan.ts';
import type { TerminalSize } from '../engine.ts';

/** A program of the memory engine: it ends with the status it returns, as from `exit(3)`. */
export type MemoryProgram = (tool: MemoryTool) => number | Promise<number>;

/** A file that is there and that no kernel would execute; `reason` is the errno's name. */
export interface NotExecutable {
  readonly notExecutable: string;
}

/** What a program sees of the world: its side of the descriptors, the terminal and the signals. */
export interface MemoryTool {
  readonly argv: LaunchPlan['argv'];
  readonly env: LaunchPlan['env'];
  readonly cwd: LaunchPlan['cwd'];
  readonly stdin: AsyncIterable<Buffer>;
  /** What is sent to it from then on breaks for the sender. */
  readonly closeStdin: () => void;
  readonly stdout: MemoryOutput;
  readonly stderr: MemoryOutput;
  /** `isatty(3)`. */
  readonly isTerminal: (descriptor: 0 | 1 | 2) => boolean;
  /** The terminal's size at this moment; nothing when no descriptor is a terminal. */
  readonly size: () => TerminalSize | undefined;
  /** `stty raw -echo`: from here on every byte arrives as it is typed. */
  readonly makeRaw: () => void;
  /** Catches a signal, as `sigaction(2)` does; SIGKILL and SIGSTOP cannot be caught. */
  readonly on: (signal: NodeJS.Signals, handler: () => void) => void;
  /** Sends the program a signal of its own making; never settles if the program dies of it. */
  readonly raise: (signal: NodeJS.Signals) => Promise<void>;
}

export interface MemoryOutput {
  /**
   * Settles when there is room for more: the reader's pace is the program's. When the reader went away,
   * the program gets SIGPIPE.
   */
  readonly write: (data: string | Uint8Array) => Promise<void>;
  /** What is written to it afterwards is lost. Where both outputs are one, it ends with the second. */
  readonly close: () => void;
}
