import type { Tool } from '../catalog/tool.ts';
import type { Config } from '../config/config.ts';
import type { ChosenEngine } from '../engines/discover.ts';
import type { DeathSignal } from '../engines/engine.ts';
import type { Progress } from '../kernel/work.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import type { LaunchWatch } from '../session/watch.ts';

/** What a launch does before its tool is created, each measured without what it has another one do. */
export type Phase = 'config' | 'trust' | 'plan' | 'engine' | 'image';

/** In milliseconds. What did not come about is absent; so is the first byte of a tool that writes to no stream of ours. */
export type Times = Readonly<
  Partial<Record<Phase | 'startUp' | 'create' | 'start' | 'firstByte', number>>
> & { readonly total: number };

/** How the image came to be here: it was, or this launch has seen to it. */
export type ImageCame = 'here' | 'fetched' | 'built';

/**
 * Who keeps account of a launch, where `--verbose` or `TACKLE_LOG` asks for one: why it goes as it goes, and what takes how
 * long. `keep-account.ts` is one, and is loaded only then.
 */
export interface LaunchAccount {
  during<T>(phase: Phase, act: () => Promise<T>): Promise<T>;
  /** Hears what is reported, and so what had to be pulled or built. */
  heed(event: Progress): void;
  found(engine: ChosenEngine): void;
  /** Everything is there. What there is to say is said now: once the tool runs it is not talked over. */
  ready(made: LaunchMade): void;
  readonly watch: LaunchWatch;
  end(end: LaunchEnd): void;
}

/** What is to be run, and out of what it was made. */
export interface LaunchMade {
  readonly plan: LaunchPlan;
  readonly tool: Tool;
  readonly config: Config;
}

export type LaunchEnd =
  | { readonly status: number }
  | { readonly signal: DeathSignal }
  /** Of what went wrong, by its code. */
  | { readonly problem: string };

/** Does it, and has the account know how long it takes, if there is one. */
export function during<T>(
  account: LaunchAccount | undefined,
  phase: Phase,
  act: () => Promise<T>,
): Promise<T> {
  return account === undefined ? act() : account.during(phase, act);
}
