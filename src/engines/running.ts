import { Readable, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { unreachable } from '../kernel/unreachable.ts';
import { hasTerminal } from '../plan/has-terminal.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import type { CountedOutput } from './counted-output.ts';
import type { Ending, Running } from './engine.ts';
import type { InitEnd, InitLink, InitStart } from './init-link.ts';
import { lost } from './problems.ts';

/** How a container or a sandbox ended, by whoever holds it: for when init could not say anything. */
export type CarrierEnd =
  | { readonly kind: 'exit'; readonly status: number }
  | { readonly kind: 'unknown'; readonly words: string };

/** What holds init, and the ways to it besides the link. A stream that is absent is none of the plan's. */
export interface Carrier {
  readonly stdin?: Writable;
  readonly stdout?: CountedOutput;
  readonly stderr?: CountedOutput;
  readonly died: Promise<CarrierEnd>;
  /** Ends it at once, and removes it. Never rejects. */
  remove(): Promise<void>;
}

/** A tool that init runs, as `engine.ts` has it. */
export async function runningTool(
  plan: LaunchPlan,
  carrier: Carrier,
  link: InitLink,
): Promise<Running> {
  const { died } = carrier;
  const start = await Promise.race([link.started, died]);
  const terminal =
    hasTerminal(plan.stdio) && start.kind === 'started' ? await link.terminal : undefined;
  const stdin = carrier.stdin ?? nowhere();
  // A tool that ends without reading breaks this connection; that is no failure.
  stdin.on('error', () => undefined);
  void link.inputClosed.then(() => stdin.destroy());
  const stdout = output(carrier.stdout, link, 1);
  const stderr = output(carrier.stderr, link, 2);
  const drained = Promise.all([stdout, stderr, terminal].map(whenRead));
  const removed = once(() => carrier.remove());
  let isOver = false;
  const ended = (async (): Promise<Ending> => {
    const said = await endingOf(plan, start, link.ended, died);
    if (said.kind !== 'lost') await drained;
    const isCutShort = [carrier.stdout, carrier.stderr].some(
      (stream) => stream?.readableEnded === true && stream.isShort,
    );
    const ending = isCutShort ? lostWith(plan, CUT_SHORT) : said;
    // From here on the container removes itself; nobody waits for it.
    isOver = ending.kind !== 'lost';
    stdin.destroy();
    link.close();
    return ending;
  })();
  return {
    stdin,
    stdout,
    stderr,
    ...(terminal && { terminal }),
    signal: (name) => link.signal(name),
    resize: (size) => link.resize(size),
    resume: (ground, modes) => link.resume(ground, modes),
    onStop: (listener) => link.onStop(listener),
    onKeySignal: (listener) => link.onKeySignal(listener),
    onLate: (listener) => link.onLate(listener),
    over: endingOf(plan, start, link.over, died),
    ended,
    dispose: async () => {
      if (!isOver) await removed();
      for (const stream of [stdin, stdout, stderr, terminal]) stream?.destroy();
      link.close();
    },
  };
}

const CUT_SHORT: CarrierEnd = { kind: 'unknown', words: 'its output was cut short' };

async function endingOf(
  plan: LaunchPlan,
  start: InitStart | CarrierEnd,
  said: Promise<InitEnd>,
  died: Promise<CarrierEnd>,
): Promise<Ending> {
  const program = plan.argv[0];
  switch (start.kind) {
    case 'started':
      return await Promise.race([said, died.then((end) => lostWith(plan, end))]);
    case 'failed':
      return start.present
        ? { kind: 'not-executable', program, reason: start.errno }
        : { kind: 'not-found', program };
    case 'exit':
    case 'unknown':
      return lostWith(plan, start);
    default:
      return unreachable(start);
  }
}

function lostWith(plan: LaunchPlan, end: CarrierEnd): Ending {
  const words = end.kind === 'exit' ? `its container ended with ${end.status}` : end.words;
  return { kind: 'lost', problem: lost(plan.command, [words]) };
}

function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}

function output(bytes: CountedOutput | undefined, link: InitLink, fd: 1 | 2): Readable {
  if (bytes === undefined) return Readable.from([]).resume();
  void link.totals[fd].then((count) => bytes.endAfter(count));
  bytes.on('close', () => {
    if (!bytes.readableEnded) link.breakOutput(fd);
  });
  return bytes;
}

async function whenRead(stream: Readable | undefined): Promise<void> {
  if (stream === undefined) return;
  await finished(stream, { writable: false }).catch(() => undefined);
}

function once<T>(act: () => Promise<T>): () => Promise<T> {
  let acted: Promise<T> | undefined;
  return () => (acted ??= act());
}
