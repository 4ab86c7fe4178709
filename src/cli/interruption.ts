/**
 * The signals by which a caller takes a launch back before its tool has started: those that would have ended the tool. At
 * SIGUSR1, left to itself, Node opens its debugger.
 */
const SIGNALS: readonly NodeJS.Signals[] = [
  ...(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGALRM'] as const),
];

/**
 * Turns a signal that arrives during preparation into an `AbortSignal`, so that a half-built image is
 * cleared away; `caught` then says which it was. A second signal ends the process at once, in case
 * clearing away hangs.
 */
export class Interruption implements Disposable {
  readonly #controller = new AbortController();
  #caught: NodeJS.Signals | undefined;
  #isOver = false;

  constructor() {
    for (const signal of SIGNALS) process.on(signal, this.#catch);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get caught(): NodeJS.Signals | undefined {
    return this.#caught;
  }

  /**
   * Signals that arrive from now on are left to the next listener. It is heard beside this one for a moment:
   * with the last listener Node throws away the signals that have come and have not been told yet.
   */
  [Symbol.dispose](): void {
    this.#isOver = true;
    setImmediate(() => {
      for (const signal of SIGNALS) process.off(signal, this.#catch);
    });
  }

  readonly #catch = (signal: NodeJS.Signals): void => {
    if (this.#isOver) return;
    this.#caught = signal;
    this[Symbol.dispose]();
    this.#controller.abort();
  };
}
