import { appendLine } from '../host/append-line.ts';
import { logUnusable } from '../host/problems.ts';
import { absolutePathOf } from '../kernel/brand.ts';
import type { Progress } from '../kernel/work.ts';
import type { ChosenEngine } from '../engines/discover.ts';
import { reasonsOf, timesOf } from './account-lines.ts';
import type { Context } from './command.ts';
import type {
  ImageCame,
  LaunchAccount,
  LaunchEnd,
  LaunchMade,
  Phase,
  Times,
} from './launch-account.ts';
import { recordOf } from './launch-record.ts';
import { ourStderr } from './our-stderr.ts';
import { reportProblems } from './report-problems.ts';
import { visible } from './visible-text.ts';

/** Keeps account of one launch, from here on, for stderr and for the log. Milliseconds are those since this process began. */
export class KeptAccount implements LaunchAccount {
  readonly #word: string;
  readonly #context: Context;
  /** Whether it is told on stderr. */
  readonly #isTold: boolean;
  readonly #began = new Date(performance.timeOrigin);
  readonly #times: Partial<Record<keyof Times, number>> = { startUp: performance.now() };
  /** Within the phase that is going on: what others have taken of its time. */
  #nested = 0;
  #last = 0;
  #engine: ChosenEngine | undefined;
  #came: ImageCame = 'here';
  #made: LaunchMade | undefined;

  /** @param word as it was typed: what is to be launched */
  constructor(word: string, context: Context) {
    this.#word = word;
    this.#context = context;
    const { options, env } = context;
    this.#isTold = options.verbosity === 'verbose' || env['TACKLE_LOG'] === '1';
  }

  async during<T>(phase: Phase, act: () => Promise<T>): Promise<T> {
    const outside = this.#nested;
    const since = performance.now();
    this.#nested = 0;
    try {
      return await act();
    } finally {
      const took = performance.now() - since;
      this.#times[phase] = (this.#times[phase] ?? 0) + took - this.#nested;
      this.#nested = outside + took;
    }
  }

  heed({ kind, task }: Progress): void {
    if (kind === 'finished') this.#came = task === 'build' ? 'built' : 'fetched';
  }

  found(engine: ChosenEngine): void {
    this.#engine = engine;
  }

  ready(made: LaunchMade): void {
    this.#made = made;
    this.#last = performance.now();
    const asked = {
      ...made,
      engine: this.#engine,
      came: this.#came,
      cwd: this.#context.cwd.logical,
    };
    for (const line of reasonsOf(asked)) this.#tell(line);
  }

  readonly watch = {
    created: () => this.#lap('create'),
    started: () => this.#lap('start'),
    shown: () => {
      if (this.#times.firstByte === undefined) this.#lap('firstByte');
    },
  };

  end(end: LaunchEnd): void {
    const times = { ...this.#times, total: performance.now() };
    this.#tell(timesOf(times));
    const file = absolutePathOf(this.#context.env['TACKLE_LOG'] ?? '');
    if (file === undefined) return;
    const record = recordOf({
      at: this.#began,
      word: this.#word,
      cwd: this.#context.cwd.logical,
      ...(this.#made && { made: this.#made }),
      ...(this.#engine && { engine: this.#engine }),
      came: this.#came,
      times,
      end,
    });
    const added = appendLine(file, JSON.stringify(record));
    if (added.ok) return;
    const { env, cwd } = this.#context;
    reportProblems([logUnusable(file, added.error)], { env, cwd: cwd.logical });
  }

  #lap(what: 'create' | 'start' | 'firstByte'): void {
    const now = performance.now();
    this.#times[what] = now - this.#last;
    this.#last = now;
  }

  #tell(line: string): void {
    if (this.#isTold) ourStderr().write(`tackle: ${visible(line)}\n`);
  }
}
