import type { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import type { Running } from '../engines/engine.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import type { Caller, CallerTerminal } from './caller.ts';
import { copy, type Copy } from './copy.ts';
import type { Breaks } from './outcome.ts';
import { type Patience, patienceWith } from './patience.ts';
import type { LaunchWatch } from './watch.ts';

export interface Outputs {
  /** Settles when nothing is on its way any more. Never rejects. */
  readonly done: Promise<Breaks>;
  readonly patience: Patience;
  /** Settles when the caller's terminal has taken so many bytes of what the tool shows, or takes no more. */
  readonly hasShown: (bytes: number) => Promise<void>;
}

/**
 * Passes on what the tool writes and shows, for as long as somebody takes it.
 *
 * @param isOwn whether the tool itself has the caller's outputs
 */
export function passOn(
  { stdio }: LaunchPlan,
  running: Running,
  caller: Caller,
  { isOwn, watch }: { readonly isOwn: boolean; readonly watch?: LaunchWatch },
): Outputs {
  const seen = (chunk: Buffer): Buffer => {
    watch?.shown();
    return chunk;
  };
  const streams = (['stdout', 'stderr'] as const)
    .filter((output) => stdio[output] === 'stream' && !isOwn)
    .map((output) => ({ output, copy: copy(running[output], caller[output], seen) }));
  const screen =
    running.terminal && caller.terminal && show(running.terminal, caller.terminal, seen);
  const copies = [...streams.map((stream) => stream.copy), ...(screen ? [screen] : [])];

  const patience = patienceWith(copies, (givenUp) => {
    givenUp.stop();
    const stream = streams.find((one) => one.copy === givenUp);
    if (stream) caller.close(stream.output);
    else caller.terminal?.screen.destroy();
  });
  void running.over.then((ending) => patience.over(ending));

  /** The end of an output is to be seen at once; but stderr is kept for what there may be to say at the tool's end. */
  async function end(output: 'stdout' | 'stderr'): Promise<void> {
    const isOurs = output === 'stderr' || stdio.stderr === 'same-as-stdout';
    if (isOurs && (await isOverWithin(EXIT_MS, running))) caller.release(output);
    else caller.close(output);
  }

  const ends = streams.map(async ({ output, copy: { done } }) => {
    const broken = await done;
    if (broken === undefined) await end(output);
    return [output, broken] as const;
  });
  async function allDone(): Promise<Breaks> {
    await screen?.done;
    return Object.fromEntries(await Promise.all(ends));
  }
  return {
    done: allDone(),
    patience,
    hasShown: async (bytes) => screen?.hasPassed(bytes),
  };
}

/**
 * A newline becomes CR-NL once on its way: the tool's own terminal has done that, so that one which the caller's
 * terminal will make again is taken back.
 */
function show(source: Readable, terminal: CallerTerminal, seen: (chunk: Buffer) => Buffer): Copy {
  return copy(source, terminal.screen, (chunk) =>
    terminal.translates() ? withoutReturns(seen(chunk)) : seen(chunk),
  );
}

/** Of a CR-NL in two chunks the CR is out already: on a screen, one more means nothing. */
function withoutReturns(chunk: Buffer): Buffer {
  return Buffer.from(chunk.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
}

/** Many tools close their outputs in the last moment before they exit. */
const EXIT_MS = 250;

function isOverWithin(milliseconds: number, { over }: Running): Promise<boolean> {
  const tooLate = setTimeout(milliseconds, false, { ref: false });
  return Promise.race([over.then(() => true), tooLate]);
}
