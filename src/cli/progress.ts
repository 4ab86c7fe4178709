import type { Verbosity } from './command.ts';
import { LinesOfProgress } from './progress-in-lines.ts';
import type { ProgressDisplay, ProgressStream } from './progress-display.ts';
import { RedrawnProgress } from './progress-on-terminal.ts';

const SILENCE: ProgressDisplay = {
  report: () => undefined,
  stopping: () => undefined,
  close: () => undefined,
};

/**
 * Shows work that takes time: on a terminal a line for each task, redrawn and then erased; elsewhere, and
 * with `--verbose`, a line when it begins, now and then, and when it is done; with `--quiet` nothing.
 */
export function progressDisplay(
  stream: ProgressStream,
  verbosity: Verbosity,
  env: Readonly<Record<string, string | undefined>>,
): ProgressDisplay {
  if (verbosity === 'quiet') return SILENCE;
  const canErase = stream.isTTY === true && env['TERM'] !== 'dumb';
  return canErase && verbosity === 'normal'
    ? new RedrawnProgress(stream)
    : new LinesOfProgress(stream, verbosity === 'verbose');
}
