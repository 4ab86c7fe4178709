import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { Terminal, type TerminalOptions } from '../rig/pty.ts';
import { tackleEnv } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';
import { Screen, type ScreenOptions } from '../rig/tmux.ts';
import { Undo } from '../rig/undo.ts';
import { until } from '../rig/until.ts';
import { asUser, ordinaryUser } from '../rig/user.ts';
import type { CallerName } from './case.ts';
import { killMarked, MARK, markedProcesses } from './marked-processes.ts';
import type { LaunchPath } from './paths/launch-path.ts';

/** How a line of shell ended, and what it wrote. */
export interface Outcome {
  /** The exit status, or the name of the signal it died of. */
  readonly end: number | string;
  readonly out: string;
  readonly err: string;
}

export interface LineOptions {
  /** Below the project; the project itself when not said. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What stdin holds before its end; nothing when absent. */
  readonly input?: Buffer | string;
}

/**
 * Where one case is played on one path by one caller: a project directory of the caller's, and `tool` on
 * PATH. Lines are run by the host's bash with the host's own programs around `tool`.
 */
export class Stage implements AsyncDisposable {
  readonly caller: CallerName;
  readonly path: LaunchPath;
  /** Absolute, without symbolic links. */
  readonly project: string;
  /** How long one wait may take, in milliseconds. */
  readonly patience: number;
  readonly #bin: string;
  readonly #elsewhere: string;
  readonly #undo = new Undo();

  constructor(path: LaunchPath, caller: CallerName, patience: number) {
    this.path = path;
    this.caller = caller;
    this.patience = patience;
    const directory = scratch('fidelity');
    this.#undo.defer(() => directory[Symbol.dispose]());
    this.#bin = join(directory.path, 'bin');
    mkdirSync(this.#bin);
    this.#elsewhere = join(directory.path, 'elsewhere');
    this.project = path.onlyProject ?? join(directory.path, 'project');
    mkdirSync(this.project, { recursive: true });
    this.own(this.project);
    const tool = join(this.#bin, 'tool');
    writeFileSync(tool, path.prepare(this.project));
    chmodSync(tool, 0o755);
    for (const name of readdirSync(this.project)) this.own(join(this.project, name));
  }

  /** Root's own directories and files made for the caller by the test. */
  get ids(): { readonly uid: number; readonly gid: number } {
    return this.caller === 'user' ? ordinaryUser() : userInfo();
  }

  get env(): Record<string, string> {
    const home = this.caller === 'user' ? ordinaryUser().home : (tackleEnv()['HOME'] ?? '/');
    const own = this.caller === 'user' ? { XDG_CACHE_HOME: join(home, '.cache') } : {};
    const PATH = `${this.#bin}:/usr/bin:/bin`;
    const engine = this.path.env?.(this.ids.uid);
    return { ...tackleEnv(), HOME: home, PATH, ...own, ...engine, [MARK]: this.project };
  }

  /** Writes a file of the caller's into the project, and gives its path. */
  write(name: string, content: string | Buffer, mode = 0o644): string {
    const path = join(this.project, name);
    this.makeDirectory(dirname(name));
    writeFileSync(path, content);
    chmodSync(path, mode);
    this.own(path);
    return path;
  }

  makeDirectory(name: string): string {
    return this.#makeOwn(join(this.project, name));
  }

  /** A directory of the caller's that is not in the project: `<elsewhere>/name` in what is observed. */
  elsewhere(name: string): string {
    return this.#makeOwn(join(this.#elsewhere, name));
  }

  /** Makes a directory a project of its own; the project itself stays one too. */
  makeProject(directory: string): void {
    this.path.prepare(directory);
    for (const name of readdirSync(directory)) this.own(join(directory, name));
  }

  /** Puts a program of `tools/` into the project. */
  bring(name: string): void {
    this.copy(join(import.meta.dirname, 'tools', name), name);
  }

  /** Puts a command on PATH by its own name, where the path has a way to. */
  shim(name: string): void {
    this.path.shim?.(name, this.#bin);
  }

  /** Gives a file or directory to the caller. */
  own(path: string): void {
    const { uid, gid } = this.ids;
    if (userInfo().uid !== uid) chownSync(path, uid, gid);
  }

  /** Runs a line of bash to its end; its streams are pipes. */
  async sh(line: string, options: LineOptions = {}): Promise<Outcome> {
    const child = this.start(line, options);
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input);
    return this.outcome(child);
  }

  /** Starts a line of bash, in a session of its own, and gives the live child. */
  start(line: string, options: LineOptions = {}): ChildProcessWithoutNullStreams {
    const [program, ...args] = [...this.#through, 'bash', '-c', line];
    const env = { ...this.env, ...options.env };
    const cwd = join(this.project, options.cwd ?? '');
    return spawn(program, args, { cwd, env, stdio: 'pipe', detached: true });
  }

  /** Waits for a child's end, with what it wrote from now on. */
  async outcome(child: ChildProcessWithoutNullStreams): Promise<Outcome> {
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    const ended = new Promise<number | string>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (status, signal) => resolve(status ?? signal ?? 'nothing'));
    });
    const end = await this.within(ended, 'the line ended');
    const text = (chunks: readonly Buffer[]) =>
      this.withoutProject(Buffer.concat(chunks).toString());
    return { end, out: text(out), err: text(err) };
  }

  /** A line of bash in a pty of its own: `tool …` alone is the session's leader. */
  terminal(line: string, options: Partial<TerminalOptions> = {}): Terminal {
    return this.#open(['bash', '-c', line], options);
  }

  /** Runs a line of bash to its end in a terminal, and gives its status and all that it showed. */
  async onTerminal(line: string, options: Partial<TerminalOptions> = {}): Promise<object> {
    // The shell stays until all was read: what a terminal shows last may be lost with its last process.
    const whole = `${line}\nprintf '\\nended with %s\\n' "$?"; read -r`;
    await using at = this.terminal(whole, options);
    const [, status] = await at.expect(/\nended with (\d+)\n/);
    return { status, shown: this.withoutProject(at.raw) };
  }

  /** Waits for the end of what runs in a terminal, without taking for ever. */
  endOf(terminal: Terminal): Promise<object> {
    return this.within(terminal.ended, 'the end of what runs in the terminal');
  }

  /** A real interactive shell with job control, at its prompt `sh> `. Debian's `sh` never sets a terminal's modes. */
  async shell(
    kind: 'bash' | 'zsh' | 'sh',
    options: Partial<TerminalOptions> = {},
  ): Promise<Terminal> {
    // Without line editing, the terminal shows each line as it was typed, once.
    const words = {
      bash: ['bash', '--norc', '--noprofile', '--noediting', '-i'],
      zsh: ['zsh', '-f', '-i', '+Z', '+o', 'promptsp', '+o', 'promptcr'],
      sh: ['sh', '-i'],
    }[kind];
    const terminal = this.#open(words, { env: { PS1: 'sh> ' }, ...options });
    await terminal.expect('sh> ');
    return terminal;
  }

  /** A line of bash in a whole screen, as a person sees it. */
  screen(line: string, options: Partial<ScreenOptions> = {}): Promise<Screen> {
    const argv = [...this.#through, 'bash', '-c', line];
    const { project: cwd, env, patience } = this;
    return Screen.open(argv, { cwd, env, patience, ...options });
  }

  /** What the tools of this stage have left: processes of the host, containers, processes in them. */
  async remains(): Promise<readonly string[]> {
    return [...markedProcesses(this.project), ...(await this.path.remains(this.project))];
  }

  /** Whether all of that goes away by itself, in a time that nobody would call hanging. */
  async isLeftTidy(): Promise<boolean> {
    const tidy = async () => (await this.remains()).length === 0;
    return until(tidy, { within: this.patience / 2, what: 'tidiness' }).then(
      () => true,
      () => false,
    );
  }

  /** Fails with these words when it takes too long. */
  async within<T>(work: Promise<T>, what: string): Promise<T> {
    let late: NodeJS.Timeout | undefined;
    const limit = new Promise<never>((_, reject) => {
      const fail = () => reject(new Error(`not within ${this.patience} ms: ${what}`));
      late = setTimeout(fail, this.patience);
    });
    return Promise.race([work, limit]).finally(() => clearTimeout(late));
  }

  /** The text with the stage's directories, which differ from stage to stage, by one name each. */
  withoutProject(text: string): string {
    return text.replaceAll(this.project, '<project>').replaceAll(this.#elsewhere, '<elsewhere>');
  }

  /** Leaves a copy of files of the test's own in the project, the caller's. */
  copy(from: string, name: string): void {
    cpSync(from, join(this.project, name), { recursive: true });
    this.own(join(this.project, name));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    killMarked(this.project);
    await this.path.tidy(this.project);
    if (this.path.onlyProject !== undefined) empty(this.project);
    await this.#undo[Symbol.asyncDispose]();
  }

  #makeOwn(path: string): string {
    const first = mkdirSync(path, { recursive: true });
    for (let made = path; first && made.length >= first.length; made = dirname(made)) {
      this.own(made);
    }
    return path;
  }

  get #through(): readonly string[] {
    return this.caller === 'user' ? asUser(ordinaryUser()) : [];
  }

  #open(words: readonly string[], options: Partial<TerminalOptions>): Terminal {
    const [program, ...args] = [...this.#through, ...words];
    const env = { ...this.env, ...options.env };
    const { project: cwd, patience } = this;
    return new Terminal(program!, args, { cwd, patience, ...options, env });
  }
}

function empty(directory: string): void {
  // Names need not be text.
  for (const name of readdirSync(directory, 'buffer')) {
    const path = Buffer.concat([Buffer.from(`${directory}/`), name]);
    if (String(name) !== '.devcontainer') rmSync(path, { recursive: true, force: true });
  }
}
