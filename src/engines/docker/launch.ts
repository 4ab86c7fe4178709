import type Docker from 'dockerode';
import { Readable, type Duplex, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import { unreachable } from '../../kernel/unreachable.ts';
import type { LaunchPlan } from '../../plan/launch-plan.ts';
import type { Ending, EngineProblem, Running } from '../engine.ts';
import type { InitEnd, InitLink, InitStart } from '../init-link.ts';
import { lost } from '../problems.ts';
import type { DockerAddress } from './address.ts';
import { attach, exitStatus, type StreamName } from './client.ts';
import { problemOf, wordsOf } from './failure.ts';
import { Unframing } from './frames.ts';

/** How long init's last word may take to arrive after the daemon reported the container's end. */
const GRACE_MS = 250;

/**
 * Runs a container that was created, in the one order that loses nothing: attach, register the wait,
 * start, hear from init.
 */
export async function launchContainer(
  docker: Docker,
  address: DockerAddress,
  plan: LaunchPlan,
  container: Docker.Container,
  link: InitLink,
): Promise<Result<Running, EngineProblem>> {
  const attempt = { task: `start \`${plan.command}\`` };
  const removed = once(() => remove(container));
  const waiting = new AbortController();
  let connections: Connections = {};
  try {
    connections = await attachStreams(docker, container.id, plan);
    const died = containerEnd(docker, container.id, link, waiting);
    await container.start();
    const start = await Promise.race([link.started, died]);
    const terminal =
      hasTerminal(plan) && start.kind === 'started' ? await link.terminal : undefined;
    return ok(running(plan, start, died, connections, terminal, link, removed));
  } catch (error) {
    // A container that never starts never ends: what waits for it would keep this process alive.
    waiting.abort();
    for (const stream of Object.values(connections)) stream.destroy();
    await removed().catch(() => undefined);
    link.close();
    return err(problemOf(error, address, attempt));
  }
}

type ContainerEnd =
  | { readonly kind: 'exit'; readonly status: number }
  | { readonly kind: 'unknown'; readonly words: string };

const CUT_SHORT: ContainerEnd = { kind: 'unknown', words: 'its output was cut short' };

/**
 * What the daemon says of the container's end, for when init could not say anything. Given up once init
 * has told: the daemon's answer comes tens of milliseconds later, and nobody waits for it.
 */
async function containerEnd(
  docker: Docker,
  id: string,
  link: InitLink,
  waiting: AbortController,
): Promise<ContainerEnd> {
  const told = new Promise<void>((settle) => {
    void link.ended.then(() => settle());
    void link.started.then(({ kind }) => kind === 'failed' && settle());
  });
  void told.then(() => waiting.abort());
  const end = await exitStatus(docker, id, waiting.signal).then(
    (status): ContainerEnd => ({ kind: 'exit', status }),
    (error: unknown): ContainerEnd => ({ kind: 'unknown', words: wordsOf(error) }),
  );
  // init's last words may still be in the socket when the daemon answers.
  let timer: NodeJS.Timeout | undefined;
  if (!waiting.signal.aborted) {
    await Promise.race([told, new Promise((late) => (timer = setTimeout(late, GRACE_MS)))]);
  }
  clearTimeout(timer);
  return end;
}

type Connections = Partial<Record<StreamName, Duplex>>;

/** All of the plan's streams, or none: one that failed takes the others with it. */
async function attachStreams(docker: Docker, id: string, plan: LaunchPlan): Promise<Connections> {
  const names = (['stdin', 'stdout', 'stderr'] as const).filter(
    (name) => plan.stdio[name] === 'stream',
  );
  const attached = await Promise.allSettled(names.map((name) => attach(docker, id, name)));
  const failed = attached.find((one) => one.status === 'rejected');
  if (failed !== undefined) {
    for (const one of attached) if (one.status === 'fulfilled') one.value.destroy();
    throw failed.reason;
  }
  return Object.fromEntries(
    attached.flatMap((one, at) => (one.status === 'fulfilled' ? [[names[at], one.value]] : [])),
  ) as Connections;
}

function hasTerminal({ stdio }: LaunchPlan): boolean {
  return [stdio.stdin, stdio.stdout, stdio.stderr].includes('terminal');
}

function running(
  plan: LaunchPlan,
  start: InitStart | ContainerEnd,
  died: Promise<ContainerEnd>,
  connections: Connections,
  terminal: Duplex | undefined,
  link: InitLink,
  removed: () => Promise<void>,
): Running {
  const stdin = connections.stdin ?? nowhere();
  // A tool that ends without reading leaves the daemon to break this connection; that is no failure.
  stdin.on('error', () => undefined);
  void link.inputClosed.then(() => stdin.destroy());
  const stdout = output(connections.stdout, link, 1, died);
  const stderr = output(connections.stderr, link, 2, died);
  const drained = Promise.all([stdout, stderr, terminal].map(whenRead));
  let isOver = false;
  const ended = (async (): Promise<Ending> => {
    const said = await endingOf(plan, start, link.ended, died);
    if (said.kind !== 'lost') await drained;
    const ending = [stdout, stderr].some(isCutShort) ? lostWith(plan, CUT_SHORT) : said;
    // From here on the daemon removes the container by itself (`AutoRemove`); nobody waits for it.
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
    over: endingOf(plan, start, link.over, died),
    ended,
    dispose: async () => {
      if (!isOver) await removed();
      for (const stream of [stdin, stdout, stderr, terminal]) stream?.destroy();
      link.close();
    },
  };
}

async function endingOf(
  plan: LaunchPlan,
  start: InitStart | ContainerEnd,
  said: Promise<InitEnd>,
  died: Promise<ContainerEnd>,
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

function lostWith(plan: LaunchPlan, end: ContainerEnd): Ending {
  const words = end.kind === 'exit' ? `its container ended with ${end.status}` : end.words;
  return { kind: 'lost', problem: lost(plan.command, [words]) };
}

function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}

function output(
  connection: Duplex | undefined,
  link: InitLink,
  fd: 1 | 2,
  died: Promise<unknown>,
): Readable {
  if (connection === undefined) return Readable.from([]).resume();
  const bytes = new Unframing();
  // The daemon ends a stream only when the container has ended, a while later.
  const total = link.totals[fd].then((count) => bytes.endAfter(count));
  // It also does when the tool was lost. That is to be known first: it is not the tool that has closed its output.
  const end = (): void => void Promise.race([total, died]).then(() => bytes.end());
  connection.on('error', end);
  connection.on('end', end);
  // Of a container that ended before its tool started, it was over before anybody listened.
  if (connection.readableEnded || connection.destroyed) end();
  bytes.on('close', () => {
    if (!bytes.readableEnded) link.breakOutput(fd);
    connection.destroy();
  });
  // Asked to end `bytes` too, `pipe` would look whether that is `process.stdout`, and so make that.
  return connection.pipe(bytes, { end: false });
}

/** Bytes that init has handed on and that the daemon has not, though somebody was there to read them. */
function isCutShort(stream: Readable): boolean {
  return stream instanceof Unframing && stream.readableEnded && stream.isShort;
}

async function whenRead(stream: Readable | undefined): Promise<void> {
  if (stream === undefined) return;
  await finished(stream, { writable: false }).catch(() => undefined);
}

async function remove(container: Docker.Container): Promise<void> {
  try {
    await container.remove({ force: true, v: true });
  } catch {
    // Gone by itself, or being removed this moment; or the daemon is gone, and the next launch removes it.
  }
}

function once<T>(act: () => Promise<T>): () => Promise<T> {
  let acted: Promise<T> | undefined;
  return () => (acted ??= act());
}
