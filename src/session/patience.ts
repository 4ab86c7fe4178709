import type { DeathSignal, Ending } from '../engines/engine.ts';
import type { Copy } from './copy.ts';
import { ENDING } from './held.ts';

/** Milliseconds that a write may wait for its reader where a native tool would have died in it. */
const DIED = 250;

/** That all such writes together may take; and that one may wait where a native tool is likely to have ended in it. */
const ENDED = 1000;

/** Between two looks. */
const BEAT = 50;

export interface Patience {
  /** To be told of the signals that are passed on. */
  hear(name: NodeJS.Signals): void;
  /** To be told of the tool's end. */
  over(ending: Ending): void;
  readonly isOver: boolean;
  /** The signal that a native tool would have died of in the midst of a write that was given up. */
  readonly diedOf: NodeJS.Signals | undefined;
  stop(): void;
}

/**
 * How long the last bytes of a tool wait for their reader. A native tool ends when its last byte is in the pipe;
 * here more than a pipeful may be on its way at its end, and all of it waits for as long as it takes. Not so where
 * a native tool would have been stuck in a write and ended there, with a pipeful left to read:
 *
 *   - the tool died of a signal that was passed on;
 *   - it ended by itself, and its reader has taken nothing since it was asked to;
 *   - a signal comes after its end: natively it would still be writing, and die.
 *
 * Only a write that waits is given up: what there is room for is written.
 */
export function patienceWith<C extends Pick<Copy, 'waitsSince'>>(
  copies: readonly C[],
  giveUp: (copy: C) => void,
): Patience {
  const heard = new Set<DeathSignal>();
  let askedAt = -Infinity;
  let ending: Ending | undefined;
  let late: NodeJS.Signals | undefined;
  /** When a native tool would have been gone. */
  let goneAt = Infinity;
  let diedOf: NodeJS.Signals | undefined;
  let timer: NodeJS.Timeout | undefined;

  function limitFor(waitsSince: number): number {
    if (performance.now() - goneAt > ENDED) return 0;
    if (goneAt < Infinity) return DIED;
    return waitsSince < askedAt ? ENDED : Infinity;
  }

  function look(): void {
    for (const copy of copies) {
      const since = copy.waitsSince;
      if (since === undefined || performance.now() - since < limitFor(since)) continue;
      // This process may have slept as well: first it is to hear of what was taken meanwhile.
      setImmediate(() => {
        if (copy.waitsSince !== since) return;
        diedOf = late;
        giveUp(copy);
      });
    }
  }

  return {
    hear(name) {
      if (ending === undefined) {
        heard.add(name);
        if (ENDING.has(name)) askedAt = performance.now();
      } else if (goneAt === Infinity) {
        late = name;
        goneAt = performance.now();
      }
    },
    over(itsEnding) {
      ending = itsEnding;
      if (ending.kind === 'signaled' && heard.has(ending.signal)) goneAt = performance.now();
      timer = setInterval(look, BEAT);
      look();
    },
    get isOver() {
      return ending !== undefined;
    },
    get diedOf() {
      return diedOf;
    },
    stop() {
      clearInterval(timer);
    },
  };
}
