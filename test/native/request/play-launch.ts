import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Writable } from 'node:stream';
import { afterAll, beforeAll } from 'vitest';
import { initWords } from '../../../src/engines/init-words.ts';
import { Capture } from '../../contract/capture.ts';
import { compileSources, sourcesIn, type Compiled } from '../builds.ts';
import { Pipe } from '../pipe.ts';

/** Where the tool's own streams are in the process that plays launch. */
const [STDIN, STDOUT, STDERR, FURTHER] = [3, 4, 5, 6];

/** Compiles `launch.c` beside the program before the tests of the block it is called in. */
export function compiledLaunch({ directory }: Compiled): string {
  const file = join(directory, 'play-launch');
  const source = join(import.meta.dirname, 'launch.c');
  beforeAll(
    () => compileSources([source, ...sourcesIn('shared')], file, ['-static', '-O1']),
    60_000,
  );
  afterAll(() => rmSync(file, { force: true }));
  return file;
}

export interface Played {
  /** A command that is given the connection as descriptor 3, or an agent's socket. */
  readonly control: readonly string[] | string;
  readonly options?: readonly string[];
  /** What the tool gets as its first three, or fewer; all of them unless it is said. */
  readonly streams?: readonly (0 | 1 | 2)[];
  /** Descriptors of this process and the numbers that the tool gets them as. */
  readonly further?: readonly { readonly from: number; readonly as: number }[];
  readonly env?: Readonly<Record<string, string>>;
  /** Instead of the numbers that are right. */
  readonly descriptors?: string;
}

export interface Heard {
  /** The process that said it, as seen from here. */
  readonly sender: number;
  readonly text: string;
}

/** A launch of `launch.c`'s, and the tool that it has requested. */
export class PlayedLaunch implements AsyncDisposable {
  readonly directory: string;
  readonly stdin: Writable;
  readonly stdout: Capture;
  readonly stderr: Capture;
  /** All that init said, once nothing more comes; `screen` is whole then, too. */
  readonly end: Promise<readonly Heard[]>;
  screen = '';
  readonly #pipes: readonly Pipe[];
  readonly #child: ChildProcess;
  readonly #heard: Heard[] = [];
  readonly #told: string[] = [];
  #isOver = false;
  #look: () => void = () => undefined;

  constructor(directory: string, child: ChildProcess, pipes: readonly [Pipe, Pipe]) {
    this.directory = directory;
    this.#child = child;
    this.#pipes = pipes;
    this.stdin = child.stdio[STDIN] as Writable;
    this.stdin.on('error', () => undefined);
    child.stdin!.on('error', () => undefined);
    this.stdout = new Capture(pipes[0].reader);
    this.stderr = new Capture(pipes[1].reader);
    createInterface({ input: child.stdout! }).on('line', (line) => this.#take(line));
    this.end = new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', () => {
        this.#isOver = true;
        this.#look();
        resolve(this.#heard);
      });
    });
  }

  #take(line: string): void {
    const [, sender, text] = /^heard (\d+) \d+ (.*)$/.exec(line) ?? [];
    if (text !== undefined) this.#heard.push({ sender: Number(sender), text });
    else if (line.startsWith('shown ')) this.screen += Buffer.from(line.slice(6), 'hex').toString();
    else this.#told.push(line);
    this.#look();
  }

  async #until<T>(look: () => T | undefined, what: string): Promise<T> {
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      if (this.#isOver) throw new Error(`ended without ${what}: ${JSON.stringify(this.#heard)}`);
      await new Promise<void>((again) => (this.#look = again));
    }
  }

  /** Settles when init has said it. */
  hears(text: string): Promise<Heard> {
    return this.#until(() => this.#heard.find((heard) => heard.text === text), text);
  }

  async shows(text: string): Promise<void> {
    await this.#until(() => this.screen.includes(text) || undefined, text);
  }

  async texts(): Promise<string[]> {
    return (await this.end).map(({ text }) => text);
  }

  /** The process group in front, as seen from here. */
  async foreground(): Promise<number> {
    const before = this.#told.length;
    this.#command('foreground');
    const line = await this.#until(() => this.#told[before], 'foreground');
    return Number(line.replace('foreground ', ''));
  }

  say(line: string): void {
    this.#command(`say ${line}`);
  }

  type(keys: string): void {
    this.#command(`type ${Buffer.from(keys).toString('hex')}`);
  }

  resize(rows: number, columns: number): void {
    this.#command(`size ${rows} ${columns}`);
  }

  /** launch's terminal goes away. */
  hangUp(): void {
    this.#command('hang-up');
  }

  /** launch goes away. */
  leave(): void {
    this.#command('leave');
  }

  /** launch is held up, until it goes on. */
  pause(): void {
    this.#child.kill('SIGSTOP');
  }

  goOn(): void {
    this.#child.kill('SIGCONT');
  }

  #command(line: string): void {
    this.#child.stdin!.write(`${line}\n`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.stdin!.end();
    await this.end;
    // What init ends lets go of them.
    await Promise.all([this.stdout.whole, this.stderr.whole]);
    for (const pipe of this.#pipes) pipe[Symbol.dispose]();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** Requests a tool; a string is a script of the shell's, a buffer what the file of words is to hold. */
export function playLaunch(
  { directory, env }: Compiled,
  program: string,
  tool: string | readonly string[] | Buffer,
  { control, options = [], streams = [0, 1, 2], further = [], ...played }: Played,
): PlayedLaunch {
  const here = mkdtempSync(join(directory, 'run-'));
  const words = join(here, 'words');
  writeFileSync(words, wordsOf(tool));
  mkdirSync(join(here, 'cwd'));
  const stdout = new Pipe(here, 'stdout');
  const stderr = new Pipe(here, 'stderr');
  const numbers = [...streams, ...further.map(({ as }) => as)].join(',');
  const sent = [
    ...streams.map((fd) => [STDIN, STDOUT, STDERR][fd]),
    ...further.map((_, at) => FURTHER + at),
  ];
  const args = [
    ...['run', ...(typeof control === 'string' ? [`@${control}`] : control), ','],
    ...['--cwd', join(here, 'cwd'), '--descriptors', played.descriptors ?? numbers],
    ...[...options, ',', words, ...sent.map(String)],
  ];
  const child = spawn(program, args, {
    cwd: here,
    env: { PATH: process.env['PATH'], ...env, ...played.env },
    stdio: [
      ...(['pipe', 'pipe', 'inherit', 'pipe'] as const),
      ...[stdout.writing, stderr.writing, ...further.map(({ from }) => from)],
    ],
  });
  stdout.closeWriting();
  stderr.closeWriting();
  return new PlayedLaunch(here, child, [stdout, stderr]);
}

export function wordsOf(tool: string | readonly string[] | Buffer): Buffer {
  if (Buffer.isBuffer(tool)) return tool;
  const argv = typeof tool === 'string' ? ['/bin/sh', '-c', tool] : tool;
  return initWords({ argv: argv as [string, ...string[]], env: {} });
}
