import { megabytes } from './megabytes.ts';
import { rateOf, secondsLeft } from './progress-rate.ts';
import { nameOf, type Amount, type Task } from './progress-tasks.ts';
import { cellsOf, cutTo, visible, widthOf } from './visible-text.ts';

/** One thing to say of a task. Where there is no room for all, the weightiest are said. */
interface Fact {
  readonly words: string;
  readonly weight: number;
}

/** `pulling python@3.8 · 12.3 of 45.1 MB · 27 % · 3 of 7 layers · 5.2 MB/s · 6 s left`, then what a program said last. */
export function describe(task: Task, now: number): string {
  return nameOf(task) + joined(facts(task, now)) + said(task);
}

/** Columns that a long name leaves to what a program said. */
const ROOM_TO_SAY = 32;

/** What a name has at least of a line, if it is so long: this part, and so many columns. */
const NAME_AT_LEAST = { part: 2 / 5, columns: 12 } as const;

/** The same of each task on one line of a terminal, below each other. What moves is seen, however long a name is. */
export function describeWithin(
  tasks: readonly Task[],
  now: number,
  columns: number,
): readonly string[] {
  const longest = Math.max(...tasks.map((task) => widthOf(nameOf(task))));
  const part = Math.floor(columns * NAME_AT_LEAST.part);
  const least = Math.min(longest, Math.max(part, NAME_AT_LEAST.columns));
  const described = tasks.map((task) => {
    const roomToSay = Math.min(widthOf(said(task)), ROOM_TO_SAY, Math.floor(columns / 3));
    const told = joined(weightiest(facts(task, now), columns - least - roomToSay));
    return { task, told, moving: widthOf(told) + roomToSay };
  });
  const room = Math.min(longest, columns - Math.max(...described.map(({ moving }) => moving)));
  return described.map(({ task, told }) => {
    const name = nameWithin(task, room);
    const column = tasks.length > 1 ? name + ' '.repeat(room - widthOf(name)) : name;
    return cutTo(column + told + said(task), columns);
  });
}

/** Of a name without spaces, such as an image's, the end tells it from others; of a list the beginning. */
function nameWithin(task: Task, columns: number): string {
  const name = nameOf(task);
  if (widthOf(name) <= columns || task.subject.includes(' ')) return cutTo(name, columns);
  const head = visible(`${task.task} …`);
  let room = columns - widthOf(head);
  let tail = '';
  for (const { shown, width } of cellsOf(visible(task.subject)).toReversed()) {
    room -= width;
    if (room < 0) break;
    tail = shown + tail;
  }
  return tail === '' ? cutTo(name, columns) : head + tail;
}

function joined(facts: readonly Fact[]): string {
  return facts.map(({ words }) => ` · ${words}`).join('');
}

/** Those that fit, in their own order. */
function weightiest(facts: readonly Fact[], columns: number): readonly Fact[] {
  const chosen = new Set<Fact>();
  let room = columns;
  for (const fact of facts.toSorted((a, b) => b.weight - a.weight)) {
    const width = widthOf(joined([fact]));
    if (width > room) continue;
    room -= width;
    chosen.add(fact);
  }
  return facts.filter((fact) => chosen.has(fact));
}

function said({ line }: Task): string {
  return line === undefined ? '' : ` · ${visible(line)}`;
}

/** How long it has taken is said where nobody knows how long it will. */
function facts({ amount, samples, since }: Task, now: number): readonly Fact[] {
  const moving = amount?.unit === 'bytes' ? movingFacts(amount, samples, now) : [];
  const isForetold = moving.some(({ weight }) => weight === WEIGHT.left);
  const lasted = { words: seconds(now - since), weight: WEIGHT.lasted };
  return [...amountFacts(amount), ...moving, ...(isForetold ? [] : [lasted])];
}

const WEIGHT = { share: 6, left: 5, amount: 4, rate: 3, layers: 2, lasted: 1 } as const;

function amountFacts(amount: Amount | undefined): readonly Fact[] {
  if (amount === undefined) return [];
  const { done, total = 0, unit, layers } = amount;
  const isKnown = total > 0;
  if (unit === 'steps') {
    return [{ words: isKnown ? `step ${done} of ${total}` : `step ${done}`, weight: WEIGHT.share }];
  }
  const facts: Fact[] = [];
  if (isKnown) {
    const share = Math.max(0, Math.min(100, Math.floor((100 * done) / total)));
    facts.push(
      { words: `${megabytes(done)} of ${megabytes(total)} MB`, weight: WEIGHT.amount },
      { words: `${share} %`, weight: WEIGHT.share },
    );
  } else if (done > 0 || layers === undefined) {
    facts.push({ words: `${megabytes(done)} MB`, weight: WEIGHT.amount });
  }
  if (layers !== undefined) {
    const { done: here, total: all } = layers;
    facts.push({ words: `${here} of ${all} layer${all === 1 ? '' : 's'}`, weight: WEIGHT.layers });
  }
  return facts;
}

function movingFacts(
  { done, total }: Amount,
  samples: Task['samples'],
  now: number,
): readonly Fact[] {
  if (total !== undefined && done >= total) return [];
  const facts: Fact[] = [];
  const rate = rateOf(samples, now);
  if (rate !== undefined) facts.push({ words: speed(rate), weight: WEIGHT.rate });
  const left = total === undefined ? undefined : secondsLeft(samples, total - done, now);
  const words = left === undefined ? undefined : aboutSeconds(left);
  if (words !== undefined) facts.push({ words: `${words} left`, weight: WEIGHT.left });
  return facts;
}

/** Slow lines are told apart from dead ones. */
function speed(bytes: number): string {
  return bytes > 0 && bytes < 50_000
    ? `${Math.ceil(bytes / 1000)} kB/s`
    : `${megabytes(bytes)} MB/s`;
}

export function seconds(milliseconds: number): string {
  const whole = Math.max(0, Math.floor(milliseconds / 1000));
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** As exact as something can be that is not known; what is a day away is not worth a number. */
function aboutSeconds(left: number): string | undefined {
  if (left <= 90) return `${Math.ceil(left)} s`;
  const minutes = Math.round(left / 60);
  if (minutes <= 90) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours <= 24 ? `${hours} h` : undefined;
}
