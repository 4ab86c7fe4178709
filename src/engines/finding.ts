import type { EngineName, Registries } from '../config/config.ts';
import type { Result } from '../kernel/result.ts';
import type { Donor } from './donor.ts';
import type { Engine, EngineProblem } from './engine.ts';
import type { OwnContainers } from './own-containers.ts';

/** What one engine's strategy found on this machine. */
export type Finding =
  /** No trace of it: `because` is one line for people. */
  | { readonly kind: 'not-applicable'; readonly because: string }
  /** There, as far as can be seen without speaking to it; nothing of it is loaded before `open`. */
  | UsableFinding
  /** There, or asked for by name, and not to be used as it is. */
  | {
      readonly kind: 'unusable';
      readonly because: EngineProblem;
      /** Somebody has said to use this very one: no other is taken in its place. */
      readonly asked?: true;
    };

export interface UsableFinding {
  readonly kind: 'usable';
  /** Where it is, for people: an address, or the path of a program. */
  readonly at: string;
  readonly open: (settings?: EngineSettings) => Promise<Engine>;
  /** What it has for another engine; absent where none could take it. */
  readonly donor?: () => Promise<Donor>;
  /** What it has of Tackle's; absent of one that cannot say. Aborted, nothing is asked any more. */
  readonly containers?: (signal: AbortSignal) => Promise<Result<OwnContainers, EngineProblem>>;
  /** What it says it is, as `Docker Engine 27.3.1`: speaks to it, and is never asked on the way to a launch. */
  readonly version: (signal: AbortSignal) => Promise<Result<string, EngineProblem>>;
}

/** What a config says about engines besides which one. */
export interface EngineSettings {
  readonly registries?: Registries;
}

/** One way to an engine, tried in the order of the table in `discover.ts`. */
export interface Strategy {
  readonly engine: EngineName;
  readonly look: (env: Environment) => Promise<Finding>;
}

export type Environment = Readonly<Record<string, string | undefined>>;
