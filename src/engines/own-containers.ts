import type { Result } from '../kernel/result.ts';
import type { EngineProblem } from './engine.ts';

/**
 * What an engine has on this machine that Tackle has made for this user. What other users, other programs or other
 * machines have there is never told, and never touched.
 */
export interface OwnContainers {
  readonly running: () => Promise<Result<readonly RunningContainer[], EngineProblem>>;
  /**
   * Ends one that is kept. `when idle`: unless a tool runs in it; a launch that is just coming finds another one. What
   * has gone by itself counts as ended.
   */
  readonly end: (
    container: RunningContainer,
    when: 'idle' | 'at once',
  ) => Promise<Result<'ended' | 'in use', EngineProblem>>;
  /** Those that have ended, or were never started, and are of no use to anybody. */
  readonly left: () => Promise<Result<readonly LeftContainer[], EngineProblem>>;
  readonly remove: (container: LeftContainer) => Promise<Result<undefined, EngineProblem>>;
}

export interface RunningContainer {
  readonly id: string;
  readonly toolbox: string;
  /** The directory that it was made for. */
  readonly project?: string;
  /** `kept`: for launches to come, until nobody has used it for a while; else for one launch alone. */
  readonly life: 'kept' | 'one launch';
  /** In milliseconds since 1970. */
  readonly made: number;
  /** What runs in it, as `ps` shows it. */
  readonly tools: readonly string[];
}

export interface LeftContainer {
  readonly id: string;
  readonly toolbox: string;
}
