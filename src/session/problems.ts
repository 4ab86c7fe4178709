import type { Problem } from '../kernel/problem.ts';

export type SessionCode = 'session/cannot-read' | 'session/cannot-write';

export type SessionProblem = Problem<SessionCode>;

/** The caller's stdin broke, and the tool was not given all of it: a directory, a failing disk. */
export function cannotRead(reason: string): SessionProblem {
  return {
    code: 'session/cannot-read',
    message: `stdin cannot be read: ${reason}`,
    hint: 'for a tool that reads nothing, add `</dev/null`',
  };
}

/** What the tool wrote is not all where it was to go: a full disk, a broken device. */
export function cannotWrite(output: 'stdout' | 'stderr', reason: string): SessionProblem {
  return {
    code: 'session/cannot-write',
    message: `the tool’s ${output} cannot be written to: ${reason}`,
    hint: 'is the disk full? `df -h .` shows how much room is left',
  };
}
