import type { Readable, Writable } from 'node:stream';

/** Which end of a copy broke, and why. */
export interface Break {
  readonly end: 'source' | 'sink';
  readonly error: NodeJS.ErrnoException;
}

export interface Copy {
  /** Settles with nothing when the source has ended; every byte was then handed to the kernel. Never rejects. */
  readonly done: Promise<Break | undefined>;
  /** Since when the sink has not taken what it was given, as `performance.now()` counts; nothing while it has. */
  readonly waitsSince: number | undefined;
  /** Settles when the sink has taken so many bytes of the source, or the copy is over. */
  hasPassed(bytes: number): Promise<void>;
  /** Ends the copy, whatever is still to come. What the sink has not taken may or may not get there. */
  stop(): void;
}

/**
 * Copies until the source has ended or an end breaks, as fast as the sink takes it. A source whose sink broke
 * is destroyed, so that its writer feels it. The sink stays open.
 *
 * @param as what a chunk is on the other side, at the moment at which it gets there
 */
export function copy(
  source: Readable,
  sink: Writable,
  as: (chunk: Buffer) => Buffer = (chunk) => chunk,
): Copy {
  let waitsSince: number | undefined;
  let passed = 0;
  let isOver = false;
  let lookAgain: (() => void)[] = [];
  let giveUp: ((error: Error) => void) | undefined;

  function write(chunk: Buffer): Promise<Error | null | undefined> {
    waitsSince = performance.now();
    return new Promise<Error | null | undefined>((settle) => {
      giveUp = settle;
      sink.write(chunk, settle);
    }).finally(() => (waitsSince = undefined));
  }

  async function copyAll(): Promise<Break | undefined> {
    try {
      for await (const chunk of source) {
        const error = await write(as(chunk as Buffer));
        if (error) return { end: 'sink', error };
        passed += (chunk as Buffer).length;
        wake();
      }
      return undefined;
    } catch (error) {
      return { end: 'source', error: error as Error };
    } finally {
      isOver = true;
      wake();
    }
  }

  function wake(): void {
    const waiting = lookAgain;
    lookAgain = [];
    for (const look of waiting) look();
  }

  // The write that fails is told of it; the event, which comes later, would end the process.
  sink.on('error', () => undefined);
  return {
    done: copyAll(),
    get waitsSince() {
      return waitsSince;
    },
    async hasPassed(bytes) {
      while (passed < bytes && !isOver) await new Promise<void>((look) => lookAgain.push(look));
    },
    stop() {
      source.destroy();
      giveUp?.(Object.assign(new Error('stopped'), { code: 'ECANCELED' }));
    },
  };
}
