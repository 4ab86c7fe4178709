import type { Progress } from '../kernel/work.ts';
import { groundOf } from '../session/ground-of.ts';
import { beforeStop } from './before-stop.ts';
import type { ProgressDisplay, ProgressStream } from './progress-display.ts';
import { BEAT, PATIENCE } from './progress-display.ts';
import { track, type Task, type Tasks } from './progress-tasks.ts';
import { describeWithin } from './progress-words.ts';
import { cutTo } from './visible-text.ts';

/* ECMA-48, understood by every terminal but dumb ones. */
const ERASE_TO_END_OF_LINE = '\x1b[K';
const ERASE_TO_END_OF_SCREEN = '\x1b[J';
const up = (lines: number) => (lines === 0 ? '' : `\x1b[${lines}A`);

/** What is on the screen now. */
interface Drawn {
  readonly lines: number;
  /** Of the terminal, when it was drawn. */
  readonly columns: number;
}

/**
 * A line for each task under way, redrawn on every beat so that seconds pass. Between two beats the cursor stands at the
 * beginning of the first line: what is typed meanwhile, or `^C`, makes no line wrap; and wherever a terminal that is made
 * narrower moves the lines to, they follow the cursor. In the background, where a shell is asking for its next command,
 * nothing is drawn.
 */
export class RedrawnProgress implements ProgressDisplay {
  readonly #stream: ProgressStream;
  readonly #timer: NodeJS.Timeout;
  #tasks: Tasks = new Map();
  #busySince: number | undefined;
  #drawn: Drawn | undefined;
  #stopping = false;
  #endHearing: (() => void) | undefined;

  constructor(stream: ProgressStream) {
    this.#stream = stream;
    this.#timer = setInterval(() => this.#draw(), BEAT).unref();
  }

  report(event: Progress): void {
    const now = performance.now();
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
    this.#endHearing?.();
  }

  #draw(): void {
    const now = performance.now();
    const tasks = now - (this.#busySince ?? now) < PATIENCE ? [] : worthShowing(this.#tasks, now);
    if (tasks.length === 0) {
      this.#erase();
      return;
    }
    if (this.#isInBackground()) {
      this.#drawn = undefined;
      return;
    }
    this.#endHearing ??= beforeStop(() => this.#erase());
    const columns = sizeOr(80, this.#stream.columns);
    const rows = sizeOr(24, this.#stream.rows);
    const head = this.#stopping ? 'tackle: stopping: ' : 'tackle: ';
    // The last column stays free: writing into it makes some terminals wrap.
    const lines = block(tasks, now, { head, columns: columns - 1, lines: Math.max(rows - 1, 1) });
    const before = this.#drawn ?? { lines: 1, columns };
    const isNarrower = columns < before.columns;
    const isShorter = lines.length < before.lines;
    this.#stream.write(
      (isNarrower ? `\r${ERASE_TO_END_OF_SCREEN}` : '') +
        lines.map((line) => `\r${line}${ERASE_TO_END_OF_LINE}`).join('\n') +
        (isShorter ? ERASE_TO_END_OF_SCREEN : '') +
        `\r${up(lines.length - 1)}`,
    );
    this.#drawn = { lines: lines.length, columns };
  }

  #isInBackground(): boolean {
    const { fd } = this.#stream;
    return fd !== undefined && groundOf(fd) === 'back';
  }

  #erase(): void {
    if (this.#drawn === undefined) return;
    const { lines, columns } = this.#drawn;
    // A line may have become several since.
    const isOne = lines === 1 && sizeOr(80, this.#stream.columns) >= columns;
    this.#stream.write(`\r${isOne ? ERASE_TO_END_OF_LINE : ERASE_TO_END_OF_SCREEN}`);
    this.#drawn = undefined;
  }
}

/** Those that last; where none does, one after the other. */
function worthShowing(tasks: Tasks, now: number): readonly Task[] {
  const all = [...tasks.values()];
  const lasting = all.filter(({ since }) => now - since >= PATIENCE);
  return lasting.length > 0 ? lasting : all.slice(-1);
}

/** Of more tasks than there are lines, the first ones and how many more there are. */
function block(
  tasks: readonly Task[],
  now: number,
  room: { readonly head: string; readonly columns: number; readonly lines: number },
): readonly string[] {
  const { head, columns, lines } = room;
  const shown = tasks.length > lines ? tasks.slice(0, Math.max(lines - 1, 1)) : tasks;
  const described = describeWithin(shown, now, Math.max(columns - head.length, 0));
  const more = tasks.length - shown.length;
  const texts = more > 0 && lines > 1 ? [...described, `… and ${more} more`] : described;
  const margin = ' '.repeat(head.length);
  return texts.map((text, index) => cutTo((index === 0 ? head : margin) + text, columns));
}

/** A terminal that does not know its size says 0. */
function sizeOr(usual: number, size = 0): number {
  return size > 0 ? size : usual;
}
