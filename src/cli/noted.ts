import type { Progress } from '../kernel/work.ts';

/** An event, and when it came in milliseconds since 1970. */
export interface Noted {
  readonly at: number;
  readonly event: Progress;
}

/** Tasks that are kept a log of: what they said may be wanted when they are over. */
const KEPT: readonly string[] = ['build', 'pull'];

export function isKept({ kind, task }: Progress): boolean {
  return KEPT.includes(task) && kind !== 'advanced';
}
