import { PassThrough, type Writable } from 'node:stream';
import type { Ground, TerminalModes, TerminalSize } from '../../src/engines/engine.ts';
import type { Caller, CallerTerminal } from '../../src/session/caller.ts';
import { Capture } from '../contract/capture.ts';
import { Queue } from '../contract/queue.ts';

/** A caller that a test plays: it types, resizes, signals and stops when it is told to, and tells what it saw. */
export class MadeUpCaller implements Caller {
  readonly stdin = new PassThrough();
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly terminal?: MadeUpTerminal;
  /** What it did, in order: `raw`, `restored`, `stopped SIGTSTP`. */
  readonly deeds: string[];
  /** What came out where nobody put a sink of their own. */
  readonly shown = { stdout: new PassThrough(), stderr: new PassThrough() };
  readonly said = {
    stdout: new Capture(this.shown.stdout),
    stderr: new Capture(this.shown.stderr),
  };
  readonly #inputClosed = new Queue<void>();
  readonly #closing = { stdout: new Queue<void>(), stderr: new Queue<void>() };
  readonly released: ('stdout' | 'stderr')[] = [];
  /** The outputs that it has let go of, in order. */
  readonly closed: ('stdout' | 'stderr')[] = [];
  readonly #listeners = new Set<(name: NodeJS.Signals) => void>();
  /** What happens while it is stopped: `fg` or `bg` of its shell. */
  whileStopped: () => void | Promise<void> = () => undefined;

  constructor(
    options: {
      readonly terminal?: MadeUpTerminal;
      readonly stdout?: Writable;
      readonly stderr?: Writable;
    } = {},
  ) {
    this.stdout = options.stdout ?? this.shown.stdout;
    this.stderr = options.stderr ?? this.shown.stderr;
    this.deeds = options.terminal?.deeds ?? [];
    if (options.terminal) this.terminal = options.terminal;
  }

  /** Whether anybody listens to its signals. */
  get isHeard(): boolean {
    return this.#listeners.size > 0;
  }

  closeInput(): void {
    this.#inputClosed.put();
  }

  /** Settles when it has let go of its input. */
  isInputClosed(): Promise<void> {
    return this.#inputClosed.take();
  }

  release(output: 'stdout' | 'stderr'): void {
    this.released.push(output);
  }

  close(output: 'stdout' | 'stderr'): void {
    this.closed.push(output);
    this.#closing[output].put();
  }

  /** Settles when it has let go of the output. */
  isClosed(output: 'stdout' | 'stderr'): Promise<void> {
    return this.#closing[output].take();
  }

  signal(name: NodeJS.Signals): void {
    for (const tell of this.#listeners) tell(name);
  }

  onSignal(listener: (name: NodeJS.Signals) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  signalJob(signal: NodeJS.Signals): void {
    this.deeds.push(`job ${signal}`);
  }

  /** What the kernel does when a terminal gets a new size. */
  resizeTo(size: TerminalSize): void {
    this.terminal?.resizeUnheard(size);
    this.signal('SIGWINCH');
  }

  async stopSelf(signal: NodeJS.Signals, whom: 'job' | 'process'): Promise<void> {
    this.deeds.push(whom === 'job' ? `stopped ${signal}` : `stopped ${signal} alone`);
    await this.whileStopped();
  }
}

export class MadeUpTerminal implements CallerTerminal {
  readonly deeds: string[] = [];
  readonly keys = new PassThrough();
  readonly screen = new PassThrough();
  readonly shown = new Capture(this.screen);
  #ground: Ground;
  #size: TerminalSize = { rows: 24, columns: 80 };
  #raw = false;
  /** As of a terminal that is the tool's alone, and of one that others write to. */
  readonly isShared: boolean;
  /** Those that it is found in. */
  readonly modes = '500:5:bf:8a3b:3' as TerminalModes;

  constructor(ground: Ground = 'fore', isShared = false) {
    this.#ground = ground;
    this.isShared = isShared;
  }

  /** What a shell's `fg` and `bg` do to its job. */
  putIn(ground: Ground): void {
    this.#ground = ground;
  }

  /** The new size holds, and its signal is still on its way. */
  resizeUnheard(size: TerminalSize): void {
    this.#size = size;
  }

  size(): TerminalSize {
    return this.#size;
  }

  ground(): Ground {
    return this.#ground;
  }

  enterRaw(): TerminalModes | undefined {
    if (this.#raw) return undefined;
    this.deeds.push('raw');
    this.#raw = true;
    return this.modes;
  }

  translates(): boolean {
    return this.isShared || !this.#raw;
  }

  restore(): void {
    if (this.#raw) this.deeds.push('restored');
    this.#raw = false;
  }
}
