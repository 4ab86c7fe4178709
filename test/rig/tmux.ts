import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { join } from 'node:path';
import { scratch } from './scratch.ts';

const exec = promisify(execFile);

export interface ScreenOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly columns?: number;
  readonly rows?: number;
  /** How long one `waitFor` waits, in milliseconds. */
  readonly patience?: number;
}

/**
 * A program in a whole terminal screen, as a person sees it: tmux keeps the screen, and its control
 * mode tells of every change.
 */
export class Screen implements AsyncDisposable {
  readonly #socket: string;
  readonly #directory: Disposable;
  readonly #watcher: ChildProcess;
  readonly #patience: number;
  #changed: () => void = () => undefined;

  static async open(argv: readonly string[], options: ScreenOptions): Promise<Screen> {
    const directory = scratch('tmux');
    const socket = join(directory.path, 'socket');
    const { cwd, env, columns = 80, rows = 24 } = options;
    const size = ['-x', String(columns), '-y', String(rows)];
    const settings = join(directory.path, 'tmux.conf');
    writeFileSync(settings, 'set -g remain-on-exit on\nset -g status off\n');
    const start = ['-f', settings, 'new-session', '-d', ...size, '-c', cwd, '--', ...argv];
    await exec('tmux', ['-S', socket, ...start], { env });
    return new Screen(socket, directory, options.patience ?? 30_000);
  }

  private constructor(socket: string, directory: Disposable, patience: number) {
    this.#socket = socket;
    this.#directory = directory;
    this.#patience = patience;
    const attach = ['-S', socket, '-C', 'attach', '-f', 'ignore-size'];
    this.#watcher = spawn('tmux', attach, { stdio: ['pipe', 'pipe', 'ignore'] });
    this.#watcher.stdout?.on('data', () => this.#changed());
  }

  /** Presses keys by tmux's names: `Enter`, `C-c`, `Up`; anything else is typed as it is. */
  async press(...keys: readonly string[]): Promise<void> {
    await this.#tmux('send-keys', ...keys);
  }

  /** Types text as it is. */
  async type(text: string): Promise<void> {
    await this.#tmux('send-keys', '-l', '--', text);
  }

  async resize(columns: number, rows: number): Promise<void> {
    await this.#tmux('resize-window', '-x', String(columns), '-y', String(rows));
  }

  /** Closes the pane, and with it the terminal. */
  async closePane(): Promise<void> {
    await this.#tmux('kill-pane');
  }

  /** The screen's lines as they look now, without trailing blank lines. */
  async show(): Promise<string> {
    return (await this.#tmux('capture-pane', '-p')).trimEnd();
  }

  /** Waits until the screen looks like this, looking again at every change, and gives the screen. */
  async waitFor(pattern: RegExp): Promise<string> {
    const deadline = performance.now() + this.#patience;
    for (;;) {
      const change = new Promise<void>((resolve) => (this.#changed = resolve));
      const screen = await this.show();
      if (pattern.test(screen)) return screen;
      const left = deadline - performance.now();
      if (left <= 0) throw new Error(`the screen never showed ${pattern}; it shows:\n${screen}`);
      await within(left, change);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.#watcher, 'exit');
    await this.#tmux('kill-server').catch(() => '');
    if (this.#watcher.exitCode === null && this.#watcher.signalCode === null) await ended;
    this.#directory[Symbol.dispose]();
  }

  async #tmux(...args: readonly string[]): Promise<string> {
    return (await exec('tmux', ['-S', this.#socket, ...args])).stdout;
  }
}

async function within(milliseconds: number, event: Promise<void>): Promise<void> {
  let late: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => (late = setTimeout(resolve, milliseconds)));
  await Promise.race([event, limit]);
  clearTimeout(late);
}
