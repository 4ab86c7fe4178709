/** What has to be undone, in reverse, whatever happens: `AsyncDisposableStack` for Node 20. */
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
    for (const act of this.#acts.splice(0).reverse()) await act();
  }
}
