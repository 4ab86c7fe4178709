import type { Progress } from '../kernel/work.ts';
import type { ProgressDisplay, ProgressStream } from './progress-display.ts';
import { BEAT, PATIENCE } from './progress-display.ts';
import { nameOf, track, type Task, type Tasks } from './progress-tasks.ts';
import { describe, seconds } from './progress-words.ts';
import { visible } from './visible-text.ts';

/** Milliseconds between two lines about the same task. */
const REMINDER = 10_000;

/** For logs, where nothing can be erased: few lines, or with `everything` all that is said. */
export class LinesOfProgress implements ProgressDisplay {
  readonly #stream: ProgressStream;
  readonly #everything: boolean;
  readonly #timer: NodeJS.Timeout;
  readonly #lastTold = new Map<string, number>();
  #tasks: Tasks = new Map();

  constructor(stream: ProgressStream, everything: boolean) {
    this.#stream = stream;
    this.#everything = everything;
    this.#timer = setInterval(() => this.#remind(), BEAT).unref();
  }

  report(event: Progress): void {
    const now = performance.now();
    const before = this.#tasks.get(nameOf(event));
    this.#tasks = track(this.#tasks, event, now);
    if (event.kind === 'finished') this.#end(before, 'done in', now);
    else if (event.kind === 'failed') this.#end(before, 'failed after', now);
    else if (this.#everything) this.#tellAll(event, now);
  }

  stopping(): void {
    for (const name of this.#lastTold.keys()) this.#say(`stopping: ${name}`);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #tellAll(event: Progress, now: number): void {
    const name = nameOf(event);
    if (this.#tasks.has(name) && !this.#lastTold.has(name)) {
      this.#say(name);
      this.#lastTold.set(name, now);
    }
    if (event.kind === 'said') this.#stream.write(`  ${visible(event.line)}\n`);
  }

  #remind(): void {
    const now = performance.now();
    for (const [name, task] of this.#tasks) {
      const last = this.#lastTold.get(name);
      if (now < (last === undefined ? task.since + PATIENCE : last + REMINDER)) continue;
      this.#say(last === undefined ? name : describe(task, now));
      this.#lastTold.set(name, now);
    }
  }

  #end(task: Task | undefined, how: string, now: number): void {
    if (task === undefined || !this.#lastTold.delete(nameOf(task))) return;
    this.#say(`${nameOf(task)} · ${how} ${seconds(now - task.since)}`);
  }

  #say(text: string): void {
    this.#stream.write(`tackle: ${text}\n`);
  }
}
