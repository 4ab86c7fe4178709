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
      /** Of an image that is fetched: how many are here, those that were here before among them. */
      readonly layers?: { readonly done: number; readonly total: number };
    }
  | {
      readonly kind: 'said';
      readonly task: string;
      readonly subject: string;
      readonly line: string;
    }
  | {
      /** Said too, and too much to be shown: it is kept for `tackle logs`. */
      readonly kind: 'logged';
      readonly task: string;
      readonly subject: string;
      readonly line: string;
    }
  | { readonly kind: 'finished' | 'failed'; readonly task: string; readonly subject: string };

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
      if (isIt && ['advanced', 'said', 'logged'].includes(event.kind)) report(event);
    },
  };
}

/**
 * Does one of several things: of a task that it began and has not finished when it ends it is reported that it has
 * failed, since the others go on.
 */
export async function oneOfSeveral<T>(
  { signal, report }: Work,
  act: (work: Work) => Promise<T>,
): Promise<T> {
  const begun = new Map<string, { readonly task: string; readonly subject: string }>();
  const watch = (event: Progress) => {
    const { kind, task, subject } = event;
    const name = JSON.stringify([task, subject]);
    if (kind === 'started' || kind === 'advanced') begun.set(name, { task, subject });
    if (kind === 'finished' || kind === 'failed') begun.delete(name);
    report(event);
  };
  try {
    return await act({ signal, report: watch });
  } finally {
    for (const left of begun.values()) report({ kind: 'failed', ...left });
  }
}
