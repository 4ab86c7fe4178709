import { writeLog } from '../host/log-files.ts';
import type { Context } from './command.ts';
import type { Noted } from './noted.ts';
import { logsOf, printLog } from './work-log.ts';

/** Keeps what builds and pulls said for `tackle logs`. Where that cannot be, it is lost: nothing depends on it. */
export function keepLogs(
  noted: readonly Noted[],
  isInterrupted: boolean,
  env: Context['env'],
): void {
  const over = { at: Date.now(), how: isInterrupted ? 'interrupted' : 'failed' } as const;
  try {
    for (const log of logsOf(noted, over))
      writeLog(`${log.task} ${log.subject}`, printLog(log), env);
  } catch {
    // A full disk, or a cache that is for reading alone.
  }
}
