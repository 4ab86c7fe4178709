import { rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { constants } from 'node:os';
import { join } from 'node:path';
import { privately } from '../host/privately.ts';
import type { DeathSignal, Ground, StopListener, TerminalModes, TerminalSize } from './engine.ts';

/**
 * The launcher's end of the link to `native/init/link.c`: a Unix socket that the container has mounted.
 * init connects once for control, once more for the bytes of the terminal if there is one, and for each stream that
 * it is to open itself.
 *
 * When this process dies, for whatever reason, the kernel closes the link, and init ends the tool.
 */
export interface InitLink {
  /** On the host; mounted at `INIT_LINK_TARGET`. */
  readonly directory: string;
  /** Settles when init has started the tool or has failed to. Never rejects. */
  readonly started: Promise<InitStart>;
  /**
   * Settles when init says how the tool ended; what it wrote may still be waiting for its readers. Never
   * rejects; stays open if init never says.
   */
  readonly over: Promise<InitEnd>;
  /** The same, once all that the tool wrote is on its way. */
  readonly ended: Promise<InitEnd>;
  /** Settles when nobody inside can read the input any more; or never. */
  readonly inputClosed: Promise<unknown>;
  /** Each settles when nothing more comes on that output, with how many bytes came in all; or never. */
  readonly totals: Readonly<Record<1 | 2, Promise<number>>>;
  readonly terminal: Promise<Socket>;
  /** Those that the link was opened with; each settles when init has connected it. */
  readonly streams: Readonly<Partial<Record<StreamName, Promise<Socket>>>>;
  /** Stops that nobody has listened to yet are told to the first listener. */
  onStop(listener: StopListener): void;
  /** A key has sent a signal to the tool's group. */
  onKeySignal(listener: (signal: NodeJS.Signals) => void): void;
  /** A signal came too late for the tool: it had ended. */
  onLate(listener: (signal: NodeJS.Signals) => void): void;
  signal(name: NodeJS.Signals): void;
  resize(size: TerminalSize): void;
  resume(ground: Ground, modes?: TerminalModes): void;
  /** Breaks an output for the tool: its next write there fails. */
  breakOutput(fd: 1 | 2): void;
  close(): void;
}

export type StreamName = 'stdin' | 'stdout' | 'stderr';

export type InitStart =
  | { readonly kind: 'started' }
  | { readonly kind: 'failed'; readonly errno: string; readonly present: boolean };

export type InitEnd =
  | { readonly kind: 'exited'; readonly status: number }
  | { readonly kind: 'signaled'; readonly signal: DeathSignal };

/** Where the link's directory and the init program are seen inside the container. */
export const INIT_LINK_TARGET = '/run/.tackle/link';
export const INIT_PROGRAM_TARGET = '/run/.tackle/init';
export const INIT_SOCKET = `${INIT_LINK_TARGET}/launcher`;

/**
 * Signals that a terminal or a shell sends to a whole process group. A launcher cannot see whether one
 * came from a key or from `kill`, and a key must reach all of a pipeline.
 */
const FOR_THE_GROUP: ReadonlySet<NodeJS.Signals> = new Set(['SIGINT', 'SIGQUIT', 'SIGHUP']);

/**
 * Opens the link in `directory`, which must exist, be private, and have a short path.
 * @param streams those that init opens itself, which then has to be told so (`initOptions`)
 */
export async function openInitLink(
  directory: string,
  streams: readonly StreamName[] = [],
): Promise<InitLink> {
  const started = deferred<InitStart>();
  const over = deferred<InitEnd>();
  const done = deferred<true>();
  const inputClosed = deferred<true>();
  const totals = { 1: deferred<number>(), 2: deferred<number>() };
  const terminal = deferred<Socket>();
  const opened = streams.map((name) => [name, deferred<Socket>()] as const);
  let control: Socket | undefined;
  const unsaid: string[] = [];
  const sent: NodeJS.Signals[] = [];
  let isToolGone = false;
  const stopListeners: StopListener[] = [];
  const keyListeners: ((signal: NodeJS.Signals) => void)[] = [];
  const lateListeners: ((signal: NodeJS.Signals) => void)[] = [];
  // A tool in the background may ask for the terminal before its launch has returned.
  const untold: Parameters<StopListener>[] = [];

  function tellStop(...stop: Parameters<StopListener>): void {
    if (stopListeners.length === 0) untold.push(stop);
    for (const tell of stopListeners) tell(...stop);
  }

  function tellLate(signal: NodeJS.Signals): void {
    for (const tell of lateListeners) tell(signal);
  }

  function tellOfLate(heard: number): void {
    isToolGone = true;
    for (const signal of sent.slice(heard)) tellLate(signal);
  }

  function hear(line: string): void {
    const said = read(line);
    if (said === undefined) return;
    if (said.kind === 'stopped') tellStop(said.signal, said.shown);
    else if (said.kind === 'typed') for (const tell of keyListeners) tell(said.signal);
    else if (said.kind === 'heard') tellOfLate(said.count);
    else if (said.kind === 'started' || said.kind === 'failed') started.resolve(said);
    else if (said.kind === 'input closed') inputClosed.resolve(true);
    else if (said.kind === 'closed') totals[said.output].resolve(said.total);
    else if (said.kind === 'done') done.resolve(true);
    else over.resolve(said);
  }

  const sockets = new Set<Socket>();
  // Each comes once: the tool can reach the socket too, and is not init.
  const awaited = new Map<string, (socket: Socket) => void>([
    ...opened.map(([name, stream]) => [name, stream.resolve] as const),
    ['terminal', terminal.resolve],
    [
      'control',
      (socket: Socket) => {
        readLines(socket, hear);
        control = socket;
        for (const line of unsaid.splice(0)) say(line);
      },
    ],
  ]);
  const server = createServer((socket) => {
    sockets.add(socket);
    // A connection that breaks is a container that is gone: the engine's own wait tells that.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    socket.once('readable', () => greet(socket));
  });

  function greet(socket: Socket): void {
    const first = (socket.read() as Buffer | null) ?? Buffer.alloc(0);
    const end = Math.max(first.indexOf('\n'), 0);
    const greeting = first.toString('latin1', 0, end);
    const welcome = awaited.get(greeting);
    awaited.delete(greeting);
    if (welcome === undefined) {
      socket.destroy();
      return;
    }
    socket.unshift(first.subarray(end + 1));
    welcome(socket);
  }

  // At once, not a moment later: a size has to be on its way before the keys that are typed after it.
  function say(line: string): void {
    if (control === undefined) unsaid.push(line);
    else if (control.writable) control.write(`${line}\n`);
  }

  await listen(server, join(directory, 'launcher'));
  return {
    directory,
    started: started.promise,
    over: over.promise,
    ended: done.promise.then(() => over.promise),
    inputClosed: inputClosed.promise,
    totals: { 1: totals[1].promise, 2: totals[2].promise },
    terminal: terminal.promise,
    streams: Object.fromEntries(opened.map(([name, stream]) => [name, stream.promise])),
    onStop: (listener) => {
      stopListeners.push(listener);
      for (const stop of untold.splice(0)) listener(...stop);
    },
    onKeySignal: (listener) => void keyListeners.push(listener),
    onLate: (listener) => void lateListeners.push(listener),
    signal: (name) => {
      sent.push(name);
      if (isToolGone) tellLate(name);
      else say(`${FOR_THE_GROUP.has(name) ? 'group' : 'signal'} ${constants.signals[name]}`);
    },
    resize: ({ rows, columns }) => say(`size ${rows} ${columns}`),
    resume: (ground, modes) => {
      if (modes !== undefined) say(`modes ${modes}`);
      say(`resume ${ground}`);
    },
    breakOutput: (fd) => say(`broken ${fd}`),
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    privately(() => server.listen(path, resolve));
  });
}

/** Longer than any line that init says. */
const LONGEST_LINE = 64;

function readLines(socket: Socket, hear: (line: string) => void): void {
  let rest = '';
  socket.setEncoding('latin1');
  socket.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) hear(line);
    if (rest.length > LONGEST_LINE) socket.destroy();
  });
}

type Said =
  | InitStart
  | InitEnd
  | { readonly kind: 'stopped'; readonly signal: NodeJS.Signals; readonly shown: number }
  | { readonly kind: 'typed'; readonly signal: NodeJS.Signals }
  | { readonly kind: 'heard'; readonly count: number }
  | { readonly kind: 'input closed' }
  | { readonly kind: 'closed'; readonly output: 1 | 2; readonly total: number }
  | { readonly kind: 'done' };

/** One line of init's; nothing for a line that init never says. */
function read(line: string): Said | undefined {
  const [, word, digits, rest] =
    /^([a-z]+)(?: (\d{1,18})(?: (\d{1,18}|missing|present))?)?$/.exec(line) ?? [];
  const number = Number(digits ?? -1);
  const count = Number(rest ?? -1);
  const signal = signalName(number);
  switch (word) {
    case undefined:
      return undefined;
    case 'started':
    case 'done':
      return { kind: word };
    case 'stopped':
      return signal && count >= 0 ? { kind: word, signal, shown: count } : undefined;
    case 'typed':
      return signal && { kind: word, signal };
    case 'heard':
      return number >= 0 ? { kind: word, count: number } : undefined;
    case 'closed':
      if (number === 0) return { kind: 'input closed' };
      if (number !== 1 && number !== 2) return undefined;
      return count >= 0 ? { kind: word, output: number, total: count } : undefined;
    case 'exited':
      return number >= 0 && number < 256 ? { kind: word, status: number } : undefined;
    case 'signaled':
      return number > 0 && number < 128 ? { kind: word, signal: signal ?? number } : undefined;
    case 'failed':
      if (rest !== 'missing' && rest !== 'present') return undefined;
      return { kind: word, errno: errnoName(number), present: rest === 'present' };
    default:
      return undefined;
  }
}

function deferred<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}

function signalName(number: number): NodeJS.Signals | undefined {
  const found = Object.entries(constants.signals).find(([, value]) => value === number);
  return found?.[0] as NodeJS.Signals | undefined;
}

function errnoName(number: number): string {
  const found = Object.entries(constants.errno).find(([, value]) => value === number);
  return found?.[0] ?? `errno ${number}`;
}
