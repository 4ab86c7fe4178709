import type { Noted } from './noted.ts';

/** What one build or pull said, the last time that it was done. */
export interface WorkLog {
  readonly task: string;
  readonly subject: string;
  /** As ISO 8601 has it. */
  readonly began: string;
  readonly ms: number;
  readonly how: 'done' | 'failed' | 'interrupted';
  /** The last of them, where there were very many. */
  readonly lines: readonly string[];
}

/** In code units: of more, the end is kept, which tells why it failed. */
const MOST = 256 * 1024;

interface Open extends Pick<WorkLog, 'task' | 'subject'> {
  readonly at: number;
  readonly lines: string[];
  readonly end?: { readonly at: number; readonly how: WorkLog['how'] };
}

/**
 * The logs of what was begun, each by its task. One that nothing was heard of the end of has failed with all that it was for.
 *
 * @param over when that was
 */
export function logsOf(
  noted: readonly Noted[],
  over: { readonly at: number; readonly how: 'failed' | 'interrupted' },
): readonly WorkLog[] {
  const logs = new Map<string, Open>();
  for (const { at, event } of noted) {
    const { kind, task, subject } = event;
    const key = JSON.stringify([task, subject]);
    const log = logs.get(key);
    if (kind === 'started' || log === undefined) logs.set(key, { task, subject, at, lines: [] });
    else if (kind === 'said' || kind === 'logged') log.lines.push(event.line);
    else logs.set(key, { ...log, end: { at, how: kind === 'finished' ? 'done' : 'failed' } });
  }
  return [...logs.values()].map(({ task, subject, at, lines, end = over }) => ({
    ...{ task, subject, began: new Date(at).toISOString(), ms: end.at - at, how: end.how },
    lines: lastOf(lines),
  }));
}

function lastOf(lines: readonly string[]): readonly string[] {
  let room = MOST;
  const first = lines.findLastIndex((line) => (room -= line.length + 1) < 0);
  return lines.slice(first + 1);
}

/** The text of its file: what is known of it on the first line, then what was said. */
export function printLog({ lines, ...head }: WorkLog): string {
  return [JSON.stringify(head), ...lines].map((line) => `${line}\n`).join('');
}

/** Nothing for a text that is none. */
export function parseLog(text: string): WorkLog | undefined {
  const [first = '', ...lines] = text.trimEnd().split('\n');
  try {
    const { task, subject, began, ms, how } = JSON.parse(first) as Partial<WorkLog>;
    if (task === undefined || subject === undefined || how === undefined) return undefined;
    if (began === undefined || ms === undefined) return undefined;
    return { task, subject, began, ms, how, lines };
  } catch {
    return undefined;
  }
}
