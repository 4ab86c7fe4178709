import { spawn, type IPty } from '@lydell/node-pty';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import type { TackleEnd } from './run-tackle.ts';

export interface TerminalOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly columns?: number;
  readonly rows?: number;
  /** How long one `expect` waits, in milliseconds. */
  readonly patience?: number;
  /** Sees everything the terminal is sent, as it comes. */
  readonly echo?: (text: string) => void;
}

interface Socket {
  destroy(): unknown;
  once(event: string, act: () => void): unknown;
}

/** How long the last words of a program that has ended may take to come, one after another, in milliseconds. */
const LAST_WORDS_MS = 1000;

/** Far less than fits in a terminal's queues. */
const PASTED_AT_ONCE = 512;

/** A program in a real pseudo-terminal, for a conversation: send, expect, send, expect. */
export class Terminal implements AsyncDisposable {
  readonly #pty: IPty;
  readonly #patience: number;
  readonly ended: Promise<TackleEnd>;
  #said = '';
  /** Up to here the conversation has been read. */
  #read = 0;
  #end: TackleEnd | undefined;
  #lookAgain: () => void = () => undefined;
  readonly #destroy: () => unknown;
  /** Nobody has the terminal open any more and all that it was sent was read, or it is of no use any more. */
  #isAtEnd = false;

  constructor(program: string, args: readonly string[], options: TerminalOptions) {
    const { cwd, env, columns = 80, rows = 24 } = options;
    this.#patience = options.patience ?? 30_000;
    this.#pty = spawn(program, [...args], {
      name: 'xterm-256color',
      cols: columns,
      rows,
      cwd,
      env,
    });
    const { _socket: socket } = this.#pty as unknown as { readonly _socket: Socket };
    this.#destroy = socket.destroy.bind(socket);
    for (const end of ['end', 'error']) socket.once(end, () => (this.#isAtEnd = true));
    socket.destroy = () => void this.#drained().then(this.#destroy);
    this.#pty.onData((text) => {
      this.#said += text;
      options.echo?.(text);
      this.#lookAgain();
    });
    this.ended = new Promise((resolve) => {
      this.#pty.onExit(({ exitCode, signal }) => {
        const killed = signal !== undefined && signal !== 0;
        this.#end = killed ? { status: null, signal } : { status: exitCode, signal: null };
        resolve(this.#end);
        this.#lookAgain();
      });
    });
  }

  get pid(): number {
    return this.#pty.pid;
  }

  /** Everything the terminal was sent so far, control sequences and all. */
  get raw(): string {
    return this.#said;
  }

  /** Everything the terminal was sent so far, as plain text. */
  get text(): string {
    return stripVTControlCharacters(this.#said).replaceAll('\r\n', '\n');
  }

  /** Types these characters; Enter is `\r`, Ctrl-C is `\x03`. */
  send(keys: string): void {
    this.#pty.write(keys);
  }

  /** Types any amount of them: a write waits for the program, and what the program shows is read in between. */
  async paste(keys: string): Promise<void> {
    for (let from = 0; from < keys.length; from += PASTED_AT_ONCE) {
      this.send(keys.slice(from, from + PASTED_AT_ONCE));
      await setImmediate();
    }
  }

  resize(columns: number, rows: number): void {
    this.#pty.resize(columns, rows);
  }

  kill(signal: NodeJS.Signals): void {
    this.#pty.kill(signal);
  }

  /**
   * Closes the window, and the kernel hangs the terminal up; the library's own `destroy` would send a signal,
   * too. Nothing may have been started after it: the library lets every later child inherit the terminal's master.
   */
  hangUp(): void {
    this.#destroy();
  }

  /**
   * The library stops reading 200 ms after the program's end. On a busy machine what the program wrote last may not have
   * come by then: the kernel hands it on in a thread of its own. Its end comes after it, unless somebody who lives on
   * has the terminal open.
   */
  async #drained(): Promise<void> {
    let read = this.#said.length;
    for (let since = performance.now(); performance.now() - since < LAST_WORDS_MS;) {
      if (this.#isAtEnd) return;
      await setTimeout(LAST_WORDS_MS / 50);
      if (this.#said.length > read) since = performance.now();
      read = this.#said.length;
    }
  }

  /**
   * Waits until the program says this, after what was expected before, and gives the match. Control
   * sequences are left out of what is compared.
   */
  expect(pattern: RegExp | string): Promise<RegExpExecArray> {
    const wanted = typeof pattern === 'string' ? new RegExp(escape(pattern)) : pattern;
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => {
        clearTimeout(late);
        this.#lookAgain = () => undefined;
        act();
      };
      const fail = (why: string) => settle(() => reject(new Error(this.#tell(wanted, why))));
      const late = globalThis.setTimeout(
        () => fail(`not within ${this.#patience} ms`),
        this.#patience,
      );
      this.#lookAgain = () => {
        const match = wanted.exec(this.text.slice(this.#read));
        if (match !== null) {
          this.#read += match.index + match[0].length;
          settle(() => resolve(match));
        } else if (this.#end !== undefined) fail(`it ended with ${JSON.stringify(this.#end)}`);
      };
      this.#lookAgain();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Nobody waits for what it would still say.
    this.#isAtEnd = true;
    if (this.#end === undefined) this.#pty.kill('SIGKILL');
    await this.ended;
  }

  #tell(wanted: RegExp, why: string): string {
    const { text } = this;
    return `expected the terminal to show ${wanted}: ${why}. Read so far:\n${text.slice(0, this.#read)}\n--- after that ---\n${text.slice(this.#read)}`;
  }
}

function escape(literal: string): string {
  return literal.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
