import type { Progress } from '../kernel/work.ts';
import type { Tasks } from './progress-tasks.ts';
import { describeWithin, track } from './progress-tasks.ts';
import type { ProgressDisplay, ProgressStream } from './progress-display.ts';
import { BEAT, PATIENCE } from './progress-display.ts';

/** To the first column, and erase to the end of the line: ECMA-48, understood by every terminal but dumb ones. */
const ERASE_LINE = '\r\x1b[K';

/** One line about the task that moved last, redrawn on every beat so that its seconds pass. */
export class OneLineOfProgress implements ProgressDisplay {
  readonly #stream: ProgressStream;
  readonly #timer: NodeJS.Timeout;
  #tasks: Tasks = new Map();
  #busySince: number | undefined;
  #shown = false;
  #stopping = false;

  constructor(stream: ProgressStream) {
    this.#stream = stream;
    this.#timer = setInterval(() => this.#draw(), BEAT).unref();
  }

  report(event: Progress): void {
    const now = Date.now();
    this.#tasks = track(this.#tasks, event, now);
    this.#busySince ??= now;
  }

  stopping(): void {
    this.#stopping = true;
    this.#draw();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#erase();
  }

  #draw(): void {
    const now = Date.now();
    const task = Array.from(this.#tasks.values()).at(-1);
    if (task === undefined || now - (this.#busySince ?? now) < PATIENCE) {
      this.#erase();
      return;
    }
    const head = this.#stopping ? 'tackle: stopping: ' : 'tackle: ';
    // The last column stays free: writing into it makes some terminals wrap.
    const room = Math.max((this.#stream.columns ?? 80) - 1 - head.length, 0);
    this.#stream.write(ERASE_LINE + head + describeWithin(task, now, room));
    this.#shown = true;
  }

  #erase(): void {
    if (this.#shown) this.#stream.write(ERASE_LINE);
    this.#shown = false;
  }
}
