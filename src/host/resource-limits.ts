import type { HostFacts } from '../plan/host-facts.ts';
import { systemText } from './system-text.ts';

type Rlimits = NonNullable<HostFacts['inherited']['rlimits']>;
type Resource = keyof Rlimits;
type Rlimit = NonNullable<Rlimits[Resource]>;

/** The lines of `/proc/PID/limits`, by the names that the kernel has for them (`fs/proc/base.c`). */
const RESOURCES: Readonly<Record<string, Resource>> = {
  'Max address space': 'as',
  'Max core file size': 'core',
  'Max cpu time': 'cpu',
  'Max data size': 'data',
  'Max file size': 'fsize',
  'Max file locks': 'locks',
  'Max locked memory': 'memlock',
  'Max msgqueue size': 'msgqueue',
  'Max nice priority': 'nice',
  'Max open files': 'nofile',
  'Max processes': 'nproc',
  'Max resident set': 'rss',
  'Max realtime priority': 'rtprio',
  'Max realtime timeout': 'rttime',
  'Max pending signals': 'sigpending',
  'Max stack size': 'stack',
};

/**
 * The resource limits that the caller gave to this process; nothing without `/proc`.
 *
 * Node raises its soft limit on open files to the hard one before any of our code runs
 * (`InitializeOncePerProcess` in its `node.cc`), and nothing of what it was is left in this process. The
 * parent nearly always still has it: a shell changes its own limits and its children inherit them. Where
 * the parent has another hard limit the two have parted, most likely by `ulimit -n` before an `exec`, which
 * sets both. A soft limit that was lowered alone, just before an `exec`, cannot be seen.
 */
export function resourceLimits(): Rlimits | undefined {
  const own = limitsOf('self');
  return own && withTrueNofile(own, () => limitsOf(process.ppid));
}

/** `parent` is asked when this process's own limit on open files may be Node's doing. */
export function withTrueNofile(own: Rlimits, parent: () => Rlimits | undefined): Rlimits {
  const { nofile } = own;
  if (nofile === undefined || nofile.soft !== nofile.hard) return own;
  const theirs = parent()?.nofile;
  return theirs?.hard === nofile.hard ? { ...own, nofile: theirs } : own;
}

/** `/proc/PID/limits` as values. What is unlimited, soft and hard, is left out, and so are unknown lines. */
export function parseLimits(text: string): Rlimits {
  const limits: Partial<Record<Resource, Rlimit>> = {};
  for (const line of text.split('\n')) {
    const [, name = '', soft = '', hard = ''] =
      /^(Max .*?) {2,}(\d+|unlimited) +(\d+|unlimited)\b/.exec(line) ?? [];
    const resource = RESOURCES[name];
    if (resource === undefined) continue;
    const limit = { soft: valueOf(soft), hard: valueOf(hard) };
    if (limit.soft !== 'unlimited' || limit.hard !== 'unlimited') limits[resource] = limit;
  }
  return limits;
}

/** What a number of JavaScript cannot say exactly (2^53 and more) limits nothing. */
function valueOf(text: string): Rlimit['soft'] {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : 'unlimited';
}

/** Everybody may read the limits of every process that `/proc` shows. */
function limitsOf(process: 'self' | number): Rlimits | undefined {
  const text = systemText(`/proc/${process}/limits`);
  return text === undefined ? undefined : parseLimits(text);
}
