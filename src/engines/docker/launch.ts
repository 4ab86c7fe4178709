import type Docker from 'dockerode';
import type { Duplex } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import type { LaunchPlan } from '../../plan/launch-plan.ts';
import type { EngineProblem, Running } from '../engine.ts';
import { CountedOutput } from '../counted-output.ts';
import type { InitLink, StreamName } from '../init-link.ts';
import { runningTool, type CarrierEnd } from '../running.ts';
import { attach, exitStatus } from './client.ts';
import type { DockerContext } from './docker-context.ts';
import { problemOf, wordsOf } from './failure.ts';
import { Unframing } from './frames.ts';

/** How long init's last word may take to arrive after the daemon reported the container's end. */
const GRACE_MS = 250;

/**
 * Runs a container that was created, in the one order that loses nothing: attach, register the wait,
 * start, hear from init.
 */
export async function launchContainer(
  { docker, address, dialect }: DockerContext,
  plan: LaunchPlan,
  container: Docker.Container,
  link: InitLink,
): Promise<Result<Running, EngineProblem>> {
  const attempt = { task: `start \`${plan.command}\`` };
  const waiting = new AbortController();
  let connections: Connections = {};
  try {
    const isAttached = dialect.streams === 'attached';
    if (isAttached) connections = await attachStreams(docker, container.id, plan);
    const died = containerEnd(docker, container.id, link, waiting);
    await container.start();
    if (!isAttached) connections = await streamsOnLink(link, died);
    const { stdin, stdout, stderr } = connections;
    const output = (connection: Duplex, fd: 1 | 2): CountedOutput =>
      carry(connection, isAttached ? new Unframing() : new CountedOutput(), link.totals[fd], died);
    const carrier = {
      ...(stdin && { stdin }),
      ...(stdout && { stdout: output(stdout, 1) }),
      ...(stderr && { stderr: output(stderr, 2) }),
      died,
      remove: () => remove(container),
    };
    return ok(await runningTool(plan, carrier, link));
  } catch (error) {
    // A container that never starts never ends: what waits for it would keep this process alive.
    waiting.abort();
    for (const stream of Object.values(connections)) stream.destroy();
    await remove(container);
    link.close();
    return err(problemOf(error, { address, dialect }, attempt));
  }
}

/**
 * What the daemon says of the container's end, for when init could not say anything. Given up once init
 * has told: the daemon's answer comes tens of milliseconds later, and nobody waits for it.
 */
async function containerEnd(
  docker: Docker,
  id: string,
  link: InitLink,
  waiting: AbortController,
): Promise<CarrierEnd> {
  const told = new Promise<void>((settle) => {
    void link.ended.then(() => settle());
    void link.started.then(({ kind }) => kind === 'failed' && settle());
  });
  void told.then(() => waiting.abort());
  const end = await exitStatus(docker, id, waiting.signal).then(
    (status): CarrierEnd => ({ kind: 'exit', status }),
    (error: unknown): CarrierEnd => ({ kind: 'unknown', words: wordsOf(error) }),
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

/** Those that the plan has. */
export function streamsOf({ stdio }: LaunchPlan): readonly StreamName[] {
  return (['stdin', 'stdout', 'stderr'] as const).filter((name) => stdio[name] === 'stream');
}

/**
 * Those that init has opened, which is the first thing it does; none where it died of something before. The tool may
 * have ended by the time that the engine answers.
 */
async function streamsOnLink({ streams }: InitLink, died: Promise<unknown>): Promise<Connections> {
  const opened = Object.entries(streams).map(async ([name, stream]) => [name, await stream]);
  const all = Promise.all(opened).then((entries) => Object.fromEntries(entries) as Connections);
  return await Promise.race([all, died.then(() => setImmediate({}))]);
}

/** All of the plan's streams, or none: one that failed takes the others with it. */
async function attachStreams(docker: Docker, id: string, plan: LaunchPlan): Promise<Connections> {
  const names = streamsOf(plan);
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

function carry(
  connection: Duplex,
  bytes: CountedOutput,
  announced: Promise<number>,
  died: Promise<unknown>,
): CountedOutput {
  // The daemon ends a stream only when the container has ended, a while later, and also when the tool was lost. That
  // is to be known first: it is not the tool that has closed its output.
  const end = (): void => void Promise.race([announced, died]).then(() => bytes.end());
  connection.on('error', end);
  connection.on('end', end);
  // Of a container that ended before its tool started, it was over before anybody listened.
  if (connection.readableEnded || connection.destroyed) end();
  bytes.on('close', () => connection.destroy());
  // Asked to end `bytes` too, `pipe` would look whether that is `process.stdout`, and so make that.
  return connection.pipe(bytes, { end: false });
}

async function remove(container: Docker.Container): Promise<void> {
  try {
    await container.remove({ force: true, v: true });
  } catch {
    // Gone by itself, or being removed this moment; or the daemon is gone, and the next launch removes it.
  }
}
