import type { Ending } from '../engine.ts';

/**
 * The life of a program that has no process: what each signal does to it.
 *
 *     running ⇄ stopped          SIGTSTP, SIGSTOP … ⇄ SIGCONT
 *        └────────┴──▶ ended     by its own exit, or by a signal that it does not catch
 */
export class Life {
  /** Settles once. */
  readonly ended: Promise<Ending>;
  #settle: (ending: Ending) => void = () => undefined;
  #state: 'running' | 'stopped' | 'ended' = 'running';
  #waiting: NodeJS.Signals[] = [];
  #wake: (() => void)[] = [];
  readonly #handlers = new Map<NodeJS.Signals, () => void>();
  readonly #untold: NodeJS.Signals[] = [];
  readonly #stopListeners: ((signal: NodeJS.Signals) => void)[] = [];

  constructor() {
    this.ended = new Promise((settle) => (this.#settle = settle));
  }

  get over(): boolean {
    return this.#state === 'ended';
  }

  end(ending: Ending): void {
    if (this.over) return;
    this.#state = 'ended';
    this.#settle(ending);
  }

  catch(signal: NodeJS.Signals, handler: () => void): void {
    if (signal !== 'SIGKILL' && signal !== 'SIGSTOP') this.#handlers.set(signal, handler);
  }

  /** A stop that nobody was there to hear of is told to the first listener. */
  onStop(listener: (signal: NodeJS.Signals) => void): void {
    this.#stopListeners.push(listener);
    for (const signal of this.#untold.splice(0)) listener(signal);
  }

  /** Settles at once while running; while stopped, when it goes on; never after the end. */
  async running(): Promise<void> {
    while (this.#state !== 'running') await new Promise<void>((wake) => this.#wake.push(wake));
  }

  deliver(signal: NodeJS.Signals): void {
    if (signal === 'SIGKILL') this.end({ kind: 'signaled', signal });
    else if (signal === 'SIGCONT') this.#continue();
    else if (this.#state === 'stopped') this.#waiting.push(signal);
    else if (this.#state === 'running') this.#act(signal);
  }

  /** What `signal(7)` lists: catch, ignore, stop, or die. */
  #act(signal: NodeJS.Signals): void {
    const handler = this.#handlers.get(signal);
    if (handler !== undefined) handler();
    else if (IGNORED.includes(signal)) return;
    else if (STOPS.includes(signal)) this.#stop(signal);
    else this.end({ kind: 'signaled', signal });
  }

  #stop(signal: NodeJS.Signals): void {
    this.#state = 'stopped';
    if (this.#stopListeners.length === 0) this.#untold.push(signal);
    for (const listener of this.#stopListeners) listener(signal);
  }

  #continue(): void {
    if (this.over) return;
    this.#state = 'running';
    for (const wake of this.#wake.splice(0)) wake();
    this.#act('SIGCONT');
    for (const signal of this.#waiting.splice(0)) this.deliver(signal);
  }
}

const IGNORED: readonly NodeJS.Signals[] = ['SIGCHLD', 'SIGCONT', 'SIGURG', 'SIGWINCH'];
const STOPS: readonly NodeJS.Signals[] = ['SIGSTOP', 'SIGTSTP', 'SIGTTIN', 'SIGTTOU'];
