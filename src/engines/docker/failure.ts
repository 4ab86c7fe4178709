import type { ImageReference } from '../../catalog/reference.ts';
import type { Problem } from '../../kernel/problem.ts';
import type { EngineProblem } from '../engine.ts';
import {
  failed,
  imageNotFound,
  noAnswer,
  noSpace,
  permissionDenied,
  registryDenied,
  registryUnreachable,
} from '../problems.ts';
import { printAddress } from './address.ts';
import type { Dialect } from './dialect.ts';
import type { DockerContext } from './docker-context.ts';

/** What dockerode rejects with: a system error of the socket, or an answer with an error status. */
interface Failure {
  readonly code?: string;
  readonly syscall?: string;
  readonly statusCode?: number;
  readonly json?: { readonly message?: string } | Buffer | null;
  readonly message: string;
}

/** Whom was asked. */
type Asked = Pick<DockerContext, 'address' | 'dialect'>;

/** What was being done when it failed: `` create the container of `python` ``. */
export interface Attempt {
  readonly task: string;
  /** The image in question, when the registry may have to do with it. */
  readonly reference?: ImageReference;
}

/**
 * The daemon's words that tell registry failures apart. The API gives all of them status 404 or 500,
 * so there is nothing else to go by; words that are not listed become `engine/failed`, with the words.
 */
const REGISTRY_WORDS = [
  {
    words:
      /manifest unknown|name unknown|not found|does not exist|no such image|invalid repository/i,
    problem: imageNotFound,
  },
  {
    words: /unauthorized|denied|no basic auth|authentication required|forbidden|toomanyrequests/i,
    problem: registryDenied,
  },
  {
    words:
      /dial tcp|no such host|connection refused|i\/o timeout|deadline exceeded|Client\.Timeout|TLS handshake|network is unreachable|server gave HTTP response|x509|\bEOF\b|proxyconnect|unexpected HTTP status: 5/i,
    problem: registryUnreachable,
  },
] as const;

/**
 * Of this machine's own doing, whatever the words that follow look like: a layer that cannot be unpacked is
 * `permission denied`, an image for other platforms is `not found`.
 */
const NOT_THE_REGISTRY = /failed to register layer|no matching manifest for/i;

const SOCKET_CODES = new Set([
  ...['ECONNREFUSED', 'ENOENT', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'],
  ...['ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'],
]);

/** The words of a rejected API call, without dockerode's frame around them. */
export function wordsOf(error: unknown): string {
  const failure = error as Failure;
  if (failure.json && !Buffer.isBuffer(failure.json) && failure.json.message)
    return failure.json.message;
  // Of an answer that is read as a stream, dockerode keeps the words alone: `(HTTP code 500) server error - …`.
  return failure.message.replace(/^\(HTTP code \d+\) [a-z ]+ - /, '');
}

/** Whether the daemon answered that there is no such thing. */
export function isMissing(error: unknown): boolean {
  return (error as Failure).statusCode === 404;
}

/**
 * Whether a container did not start because of the limits it asks for: runc says `error setting rlimit`,
 * crun `` setrlimit `RLIMIT_NOFILE` ``. The status is 500, as of most failures to start.
 */
export function isAboutLimits({ detail = [] }: Problem): boolean {
  return detail.some((line) => /rlimit/i.test(line));
}

/** Turns whatever an API call rejected with into a problem. */
export function problemOf(error: unknown, asked: Asked, attempt: Attempt): EngineProblem {
  const { address, dialect } = asked;
  const { code = '', syscall, statusCode } = error as Failure;
  if (syscall === 'connect' && (code === 'EACCES' || code === 'EPERM')) {
    return permissionDenied(
      address.kind === 'socket' ? address.path : printAddress(address),
      dialect.engine,
    );
  }
  if (statusCode === undefined && SOCKET_CODES.has(code)) {
    return noAnswer(printAddress(address), address.saidBy, [code], dialect.engine);
  }
  return problemOfWords(wordsOf(error), dialect, attempt);
}

/** The same for an error that arrives in the middle of a progress stream, as words alone. */
export function problemOfWords(
  words: string,
  { engine }: Dialect,
  { task, reference }: Attempt,
): EngineProblem {
  const said = words.trim().split('\n');
  if (/no space left on device|disk quota exceeded/i.test(words))
    return noSpace(task, said, engine);
  if (reference && !NOT_THE_REGISTRY.test(words)) {
    for (const { words: pattern, problem } of REGISTRY_WORDS) {
      if (pattern.test(words)) return problem(reference, said, engine);
    }
  }
  return failed(task, said);
}
