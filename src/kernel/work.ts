/** What accompanies anything that takes time. */
export interface Work {
  readonly signal: AbortSignal;
  readonly report: (progress: Progress) => void;
}

/** What is being done, for people: never on a tool's stdout, never on a warm launch. */
export type Progress =
  | { readonly kind: 'started'; readonly task: string; readonly subject: string }
  | {
      readonly kind: 'advanced';
      readonly task: string;
      readonly subject: string;
      /** Both in bytes, or both in steps; the total is absent while unknown. */
      readonly done: number;
      readonly total?: number;
      readonly unit: 'bytes' | 'steps';
    }
  | {
      readonly kind: 'said';
      readonly task: string;
      readonly subject: string;
      readonly line: string;
    }
  | { readonly kind: 'finished'; readonly task: string; readonly subject: string };

/**
 * For the steps of a task that is shown as one: of what they report, only how far that very task is and what is said
 * about it gets through.
 */
export function stepsOf(
  { signal, report }: Work,
  { task, subject }: { readonly task: string; readonly subject: string },
): Work {
  return {
    signal,
    report: (event) => {
      const isIt = event.task === task && event.subject === subject;
      if (isIt && event.kind !== 'started' && event.kind !== 'finished') report(event);
    },
  };
}
