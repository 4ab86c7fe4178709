import type { Ending } from '../engines/engine.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { Break } from './copy.ts';
import type { SessionProblem } from './problems.ts';
import { cannotWrite } from './problems.ts';

/** What became of each output; nothing where all of it was handed over. */
export interface Breaks {
  readonly stdout?: Break | undefined;
  readonly stderr?: Break | undefined;
}

/**
 * How a launch ended, of which the tool's own end may not be all.
 * @param diedOf the signal that a native tool would have died of, still writing
 */
export function outcomeOf(
  ending: Ending,
  { stdout, stderr }: Breaks,
  diedOf: NodeJS.Signals | undefined,
): Result<Ending, SessionProblem> {
  if (hasFeltFull(ending, stdout, stderr)) return ok({ kind: 'signaled', signal: 'SIGXFSZ' });
  const problem = problemOf('stdout', stdout) ?? problemOf('stderr', stderr);
  if (problem) return err(problem);
  return ok(diedOf === undefined ? ending : { kind: 'signaled', signal: diedOf });
}

/**
 * A file that may not grow any more (`ulimit -f`) sends its writer SIGXFSZ. The tool's writes go to a pipe, and
 * it felt that as broken.
 */
function hasFeltFull(ending: Ending, ...outputs: readonly (Break | undefined)[]): boolean {
  const isFull = outputs.some((broken) => broken?.error.code === 'EFBIG');
  return isFull && ending.kind === 'signaled' && ending.signal === 'SIGPIPE';
}

/** Where nobody reads any more, the tool has felt it (`copy`), and its ending says what it made of it. */
function problemOf(
  output: 'stdout' | 'stderr',
  broken: Break | undefined,
): SessionProblem | undefined {
  if (broken?.end !== 'sink' || READER_IS_GONE.has(broken.error.code ?? '')) return undefined;
  return cannotWrite(output, broken.error.message);
}

/** Of a pipe, of a socket, of a stream of Node's after either of them, and of a copy that was stopped. */
const READER_IS_GONE = new Set(['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED', 'ECANCELED']);
