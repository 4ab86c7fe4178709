/** Events in the order they happen, each taken once; waits where there is none yet. */
export class Queue<T> {
  readonly #ready: T[] = [];
  readonly #takers: ((event: T) => void)[] = [];

  put(event: T): void {
    const taker = this.#takers.shift();
    if (taker === undefined) this.#ready.push(event);
    else taker(event);
  }

  take(): Promise<T> {
    const [event] = this.#ready.splice(0, 1);
    return event === undefined
      ? new Promise((taker) => this.#takers.push(taker))
      : Promise.resolve(event);
  }
}
