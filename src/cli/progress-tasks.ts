import type { Progress } from '../kernel/work.ts';
import { megabytes } from './megabytes.ts';
import { cutTo, visible, widthOf } from './visible-text.ts';

/** What is known of one task under way. */
export interface Task {
  readonly task: string;
  readonly subject: string;
  /** Milliseconds on the same clock as `now` below. */
  readonly since: number;
  readonly amount?: Amount;
  /** The last thing a program said. */
  readonly line?: string;
}

type Amount = Omit<Extract<Progress, { kind: 'advanced' }>, 'kind' | 'task' | 'subject'>;

/** Tasks under way by name, the one that moved last at the end. */
export type Tasks = ReadonlyMap<string, Task>;

export function nameOf({ task, subject }: { readonly task: string; readonly subject: string }) {
  return visible(`${task} ${subject}`);
}

/**
 * The tasks after one more event. What is said about a task that nobody started starts none: such a task
 * would never end.
 */
export function track(tasks: Tasks, event: Progress, now: number): Tasks {
  const name = nameOf(event);
  if (event.kind === 'said' && !tasks.has(name)) return tasks;
  const next = new Map(tasks);
  next.delete(name);
  if (event.kind === 'finished') return next;
  const { task, subject } = event;
  const before = tasks.get(name) ?? { task, subject, since: now };
  next.set(name, { ...before, ...news(event) });
  return next;
}

function news(event: Exclude<Progress, { kind: 'finished' }>): Partial<Task> {
  switch (event.kind) {
    case 'started':
      return {};
    case 'advanced': {
      const { done, total, unit } = event;
      return { amount: { done, unit, ...(total !== undefined && { total }) } };
    }
    case 'said':
      return event.line.trim() === '' ? {} : { line: event.line.trim() };
  }
}

/** `pulling python@3.8 · 12.3 of 45.1 MB · 27 % · 4 s`, then what a program said last. */
export function describe(task: Task, now: number): string {
  return nameOf(task) + facts(task, now) + said(task);
}

/** Columns that a long name leaves to what a program said. */
const ROOM_TO_SAY = 32;

/** The same on one line of a terminal: of a long name the end is left out, so that what moves is seen. */
export function describeWithin(task: Task, now: number, columns: number): string {
  const moving = widthOf(facts(task, now)) + Math.min(widthOf(said(task)), ROOM_TO_SAY);
  const name = cutTo(nameOf(task), Math.max(columns - moving, Math.floor(columns / 2)));
  return cutTo(name + facts(task, now) + said(task), columns);
}

function facts({ amount, since }: Task, now: number): string {
  const words = amount === undefined ? [] : amountWords(amount);
  return [...words, seconds(now - since)].map((word) => ` · ${word}`).join('');
}

function said({ line }: Task): string {
  return line === undefined ? '' : ` · ${visible(line)}`;
}

export function seconds(milliseconds: number): string {
  const whole = Math.floor(milliseconds / 1000);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

function amountWords({ done, total, unit }: Amount): string[] {
  const known = total !== undefined && total > 0;
  if (unit === 'steps') return [known ? `step ${done} of ${total}` : `step ${done}`];
  if (!known) return [`${megabytes(done)} MB`];
  const percent = Math.min(100, Math.floor((100 * done) / total));
  return [`${megabytes(done)} of ${megabytes(total)} MB`, `${percent} %`];
}
