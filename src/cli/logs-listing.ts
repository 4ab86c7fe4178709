import type { LaunchRecord } from './launch-record.ts';
import { seconds } from './progress-words.ts';
import { table } from './table.ts';
import { visible } from './visible-text.ts';
import type { WorkLog } from './work-log.ts';

/** What `tackle logs` tells; `--json` prints it as it is. */
export interface LogsListing {
  /** The newest first. */
  readonly work: readonly WorkLog[];
  /** Of the log that `TACKLE_LOG` names; absent where it names none. */
  readonly launches?: readonly LaunchRecord[];
}

const NOTHING = 'nothing was built or pulled lately\n';

/** A line for each build and pull, then one for each launch. */
export function logsText({ work, launches }: LogsListing, columns: number | undefined): string {
  const rows = work.map((log) => [timeOf(log.began), log.task, outcome(log), log.subject]);
  const parts = [
    rows.length === 0 ? NOTHING : table(rows, columns),
    ...(launches === undefined ? [] : [launchesText(launches, columns)]),
  ];
  return parts.join('\n');
}

function launchesText(launches: readonly LaunchRecord[], columns: number | undefined): string {
  if (launches.length === 0) return 'no launch is in the log\n';
  const rows = launches.map(({ time, command, engine, ms, end }) => [
    timeOf(time),
    command,
    engine ?? '-',
    `${ms['total'] ?? '?'} ms`.padStart(8),
    'status' in end ? `status ${end.status}` : 'signal' in end ? `${end.signal}` : end.problem,
  ]);
  return table(rows, columns);
}

/** All that each of them said, below what it was. */
export function linesText(work: readonly WorkLog[]): string {
  if (work.length === 0) return NOTHING;
  const texts = work.map(({ lines, ...log }) => {
    const head = `${log.task} ${log.subject} · ${outcome(log)} · ${timeOf(log.began)}`;
    const said = lines.length === 0 ? ['it said nothing'] : lines;
    return [visible(head), ...said.map((line) => `  ${visible(line)}`.trimEnd())].join('\n');
  });
  return texts.map((text) => `${text}\n`).join('\n');
}

function outcome({ how, ms }: Pick<WorkLog, 'how' | 'ms'>): string {
  return `${how} ${how === 'done' ? 'in' : 'after'} ${seconds(ms)}`;
}

/** To the second, of the same clock for everybody. */
function timeOf(iso: string): string {
  return `${iso.slice(0, 'YYYY-MM-DDTHH:MM:SS'.length).replace('T', ' ')} UTC`;
}
