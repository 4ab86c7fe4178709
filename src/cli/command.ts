import type { EngineName, SourceKind } from '../config/config.ts';
import type { DeathSignal } from '../engines/engine.ts';
import type { Located } from '../kernel/place.ts';
import type { Directory } from '../plan/host-facts.ts';
import type { AnyProblem } from './any-problem.ts';
import type { LaunchAccount } from './launch-account.ts';

/** Tackle's own options: they stand before the command word. */
export interface GlobalOptions {
  readonly engine?: Located<EngineName>;
  readonly source?: Located<SourceKind>;
  readonly frozen?: Located<boolean>;
  /** `--fresh`. */
  readonly fresh?: true;
  /** `--no-pager`. */
  readonly noPager?: true;
  readonly verbosity: Verbosity;
}

export type Verbosity = 'quiet' | 'normal' | 'verbose';

/** What stood after the command word. */
export interface Given {
  /** For a command whose words belong to a tool, verbatim. */
  readonly words: readonly string[];
  /** By long name, without the dashes: `{ json: true, as: 'docker' }`. */
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
}

/** Where and for whom a command is run. */
export interface Context {
  readonly options: GlobalOptions;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: Directory;
  /** Of the launch that it is, where one is kept. */
  readonly account?: LaunchAccount;
}

/** How a command came out; `exit-status.ts` turns it into the end of this process. */
export type Outcome =
  /** `atOnce`: somebody waits for this process, and nothing of it is under way any more. */
  | { readonly kind: 'exited'; readonly status: number; readonly atOnce?: true }
  | { readonly kind: 'signaled'; readonly signal: DeathSignal }
  | { readonly kind: 'failed'; readonly problems: readonly AnyProblem[] };

export const done: Outcome = { kind: 'exited', status: 0 };

export function failed(...problems: readonly AnyProblem[]): Outcome {
  return { kind: 'failed', problems };
}

/** What a command's file exports. */
export interface CommandModule {
  readonly main: CommandMain;
}

export type CommandMain = (given: Given, context: Context) => Promise<Outcome>;
