import type { Progress } from '../kernel/work.ts';
import { sampled, type Sample } from './progress-rate.ts';
import { visible } from './visible-text.ts';

/** What is known of one task under way. */
export interface Task {
  readonly task: string;
  readonly subject: string;
  /** Milliseconds on the same clock as `now` below. */
  readonly since: number;
  readonly amount?: Amount;
  /** How its bytes came lately. */
  readonly samples: readonly Sample[];
  /** The last thing a program said. */
  readonly line?: string | undefined;
}

export type Amount = Omit<Extract<Progress, { kind: 'advanced' }>, 'kind' | 'task' | 'subject'>;

/** Tasks under way by name, in the order in which they began. */
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
  const { kind, task, subject } = event;
  const next = new Map(tasks);
  const before = tasks.get(name) ?? { task, subject, since: now, samples: [] };
  switch (kind) {
    case 'started':
      return next.set(name, before);
    case 'advanced':
      return next.set(name, advanced(before, event, now));
    case 'said': {
      const line = event.line.trim();
      return tasks.has(name) && line !== '' ? next.set(name, { ...before, line }) : tasks;
    }
    case 'logged':
      return tasks;
    case 'finished':
    case 'failed':
      next.delete(name);
      return next;
  }
}

/** What was said about bytes that did not come is over when they do. */
function advanced(
  before: Task,
  { done, total, unit, layers }: Extract<Progress, { kind: 'advanced' }>,
  now: number,
): Task {
  const amount = {
    done,
    unit,
    ...(total !== undefined && { total }),
    ...(layers !== undefined && { layers }),
  };
  if (unit === 'steps') return { ...before, amount };
  const samples = sampled(before.samples, { at: now, done });
  return { ...before, amount, samples, line: undefined };
}
