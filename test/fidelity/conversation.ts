import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import type { LineOptions, Outcome, Stage } from './stage.ts';

/** A line of bash that runs, its streams pipes: hear what it says, answer, send signals, and see it end. */
export class Conversation {
  readonly #stage: Stage;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #ended: Promise<number | string>;
  #out = '';
  #err = '';
  /** Up to here `#out` has been read. */
  #read = 0;
  #lookAgain: () => void = () => undefined;

  constructor(stage: Stage, line: string, options: LineOptions = {}) {
    this.#stage = stage;
    this.#child = stage.start(line, options);
    const { stdin, stdout, stderr } = this.#child;
    stdin.on('error', () => undefined);
    stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#out += text;
      this.#lookAgain();
    });
    stderr.setEncoding('utf8').on('data', (text: string) => (this.#err += text));
    this.#ended = new Promise((resolve) => {
      this.#child.on('close', (status, signal) => resolve(status ?? signal ?? 'nothing'));
    });
  }

  /** Of the line's first process, which leads a session and a process group; `exec tool …` keeps it. */
  get pid(): number {
    return this.#child.pid!;
  }

  /** Waits until stdout says this, after what was expected before; fails when the line ends instead. */
  async expect(text: string): Promise<void> {
    const said = new Promise<void>((resolve) => {
      this.#lookAgain = () => {
        const at = this.#out.indexOf(text, this.#read);
        if (at < 0) return;
        this.#read = at + text.length;
        this.#lookAgain = () => undefined;
        resolve();
      };
      this.#lookAgain();
    });
    const silent = this.#ended.then((end) => {
      throw new Error(`it ended with ${end} and without ${JSON.stringify(text)}: ${this.#err}`);
    });
    await this.#stage.within(Promise.race([said, silent]), `it says ${JSON.stringify(text)}`);
  }

  send(text: string): void {
    this.#child.stdin.write(text);
  }

  /** Sends a signal to the line's first process alone; one that has ended has an outcome to tell. */
  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Sends a signal to every process of the line's group. */
  killGroup(signal: NodeJS.Signals): void {
    process.kill(-this.pid, signal);
  }

  /** Waits for its end, and gives all that it wrote. */
  async outcome(): Promise<Outcome> {
    const end = await this.#stage.within(this.#ended, 'the line ended');
    const [out, err] = [this.#out, this.#err].map((text) => this.#stage.withoutProject(text));
    return { end, out: out!, err: err! };
  }
}
