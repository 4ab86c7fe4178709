import { bug } from './problems.ts';
import { reportProblems } from './report-problems.ts';
import { VERSION } from './version.ts';

/**
 * The end after an error that nobody expected: gives the terminal back, says what happened, and exits
 * with 125, by `process.exit`: after a bug nobody knows what still holds the event
 * loop, and a launcher that hangs is worse than one that stops.
 */
export function endAfterBug(error: unknown, argv: readonly string[]): void {
  if (process.stdin.isTTY && process.stdin.isRaw) process.stdin.setRawMode(false);
  const verbose = argv.includes('--verbose') || argv.includes('-v');
  const status = reportProblems([bug(error, VERSION, verbose)], { env: process.env, cwd: '/' });
  // eslint-disable-next-line no-restricted-properties
  process.exit(status);
}
