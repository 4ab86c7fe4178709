import type { Progress } from '../kernel/work.ts';
import type { Tasks } from './progress-tasks.ts';
import { describe, track } from './progress-tasks.ts';
import type { ProgressDisplay, ProgressStream } from './progress-display.ts';
import { BEAT, PATIENCE } from './progress-display.ts';
import { cellsOf } from './visible-text.ts';

/** To the first column, and erase to the end of the line: ECMA-48, understood by every terminal but dumb ones. */
const ERASE_LINE = '\r\x1b[K';

/** One line about the task that moved last, redrawn on every beat so that its seconds pass. */
export class OneLineOfProgress implements ProgressDisplay {
  readonly #stream: ProgressStream;
  readonly #timer: NodeJS.Timeout;
  #tasks: Tasks = new Map();
  #busySince: number | undefined;
  #shown = false;

  constructor(stream: ProgressStream) {
    this.#stream = stream;
    this.#timer = setInterval(() => this.#draw(), BEAT).unref();
  }

  report(event: Progress): void {
    const now = Date.now();
    this.#tasks = track(this.#tasks, event, now);
    this.#busySince ??= now;
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
    // The last column stays free: writing into it makes some terminals wrap.
    const line = fit(`tackle: ${describe(task, now)}`, (this.#stream.columns ?? 80) - 1);
    this.#stream.write(ERASE_LINE + line);
    this.#shown = true;
  }

  #erase(): void {
    if (this.#shown) this.#stream.write(ERASE_LINE);
    this.#shown = false;
  }
}

function fit(text: string, columns: number): string {
  let used = 0;
  let shown = '';
  for (const cell of cellsOf(text)) {
    used += cell.width;
    if (used > columns) break;
    shown += cell.shown;
  }
  return shown;
}
