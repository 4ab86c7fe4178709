import type { Pace } from '../../src/images/registry/pace.ts';

/** Time that passes when a test says so. Rests take none, and are written down. */
export class FakePace implements Pace {
  readonly rests: number[] = [];
  time = Date.UTC(2026, 0, 1);
  readonly #timers = new Set<() => void>();
  #impatient = false;

  readonly now = () => this.time;
  readonly random = () => 0.5;

  readonly sleep = (milliseconds: number) => {
    this.rests.push(milliseconds);
    this.time += milliseconds;
    return Promise.resolve();
  };

  readonly after = (_: number, act: () => void) => {
    if (this.#impatient) {
      this.#impatient = false;
      setImmediate(act);
      return () => undefined;
    }
    this.#timers.add(act);
    return () => this.#timers.delete(act);
  };

  /** The patience of whoever waits for something now is at its end; if nobody does, that of the next who will. */
  runOut(): void {
    if (this.#timers.size === 0) this.#impatient = true;
    for (const act of this.#timers) act();
    this.#timers.clear();
  }
}
