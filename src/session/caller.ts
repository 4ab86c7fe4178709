import type { Readable, Writable } from 'node:stream';
import type { Ground, TerminalModes, TerminalSize } from '../engines/engine.ts';

/**
 * The person or program at the near end of a launch: its streams, its terminal, its signals. The
 * session speaks to this and never to `process`, so that it can be tested with a made-up caller.
 */
export interface Caller {
  readonly stdin: Readable;
  /** Lets go of stdin: whoever writes to it feels that nobody reads. Nothing happens to a terminal or a file. */
  closeInput(): void;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /**
   * Present when the streams are descriptors 0, 1 and 2 of this process, which a tool may be given itself as long as none
   * of the streams was used. To be called once it has them: whoever is at the other end then feels what the tool does.
   */
  readonly letGo?: () => void;
  /** Ends the use of an output's stream: those who share what it leads to find that as it was. */
  release(output: 'stdout' | 'stderr'): void;
  /**
   * Releases an output and lets go of its descriptor, of both where they are one: whoever reads sees the end. What
   * was not taken is lost, and so are all later words, Tackle's own too. Nothing happens to a terminal or a file.
   */
  close(output: 'stdout' | 'stderr'): void;
  /** The terminal behind those of the descriptors that are one; absent when none is. */
  readonly terminal?: CallerTerminal;
  /** Calls the listener for every signal that a launcher has to pass on; returns the way to stop. */
  onSignal(listener: (name: NodeJS.Signals) => void): () => void;
  /**
   * Stops the caller's own job with a stopping signal, as the tool was stopped, or this process alone where somebody
   * has sent the signal here: whoever else was to stop has been sent it, too. Settles once it goes on; at once where
   * the kernel throws the signal away (nobody is there to continue the job).
   */
  stopSelf(signal: NodeJS.Signals, whom: 'job' | 'process'): Promise<void>;
  /**
   * Sends what a key has sent the tool to the rest of the caller's own job, the scripts around this process: a
   * terminal that is raw does not. This process does not hear it.
   */
  signalJob(signal: NodeJS.Signals): void;
}

/**
 *     cooked ⇄ raw      `enterRaw` and `restore`; `restore` may be called at any time, repeatedly
 */
export interface CallerTerminal {
  size(): TerminalSize | undefined;
  /** Whether the caller's job is in the foreground of its terminal. */
  ground(): Ground;
  /**
   * Lets every key through as a byte, and starts reading them: those that were typed before, too. Gives the modes that
   * it found, where it did not find itself raw.
   */
  enterRaw(): TerminalModes | undefined;
  /** Stops reading keys and gives the terminal back as it was found. */
  restore(): void;
  /** What is typed while raw; it ends when the terminal has hung up. */
  readonly keys: Readable;
  /** Where what the tool shows goes. */
  readonly screen: Writable;
  /** Whether a newline becomes CR-NL on that screen at this moment: others may write there as well. */
  translates(): boolean;
}
