/** What has to be undone, in reverse, all of it whatever fails: `AsyncDisposableStack` for Node 20. */
export class Undo implements AsyncDisposable {
  #acts: (() => void | Promise<void>)[] = [];

  defer(act: () => void | Promise<void>): void {
    this.#acts.push(act);
  }

  use<T extends AsyncDisposable>(thing: T): T {
    this.defer(async () => {
      await thing[Symbol.asyncDispose]();
    });
    return thing;
  }

  /** Hands all of it over: nothing is undone here any more. */
  move(): Undo {
    const next = new Undo();
    next.#acts = this.#acts;
    this.#acts = [];
    return next;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const failures: unknown[] = [];
    for (const act of this.#acts.splice(0).reverse()) {
      try {
        await act();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, failures.map(String).join('\n'));
  }
}
