import { readEnd } from '../host/read-end.ts';
import type { AbsolutePath } from '../kernel/brand.ts';
import { absolutePathOf } from '../kernel/brand.ts';
import { liesIn } from '../kernel/path-within.ts';
import type { Context } from './command.ts';
import type { LaunchRecord } from './launch-record.ts';

/** In bytes; a line has some hundreds. */
const READ = 256 * 1024;
const MOST = 20;

/** The last launches that the log has which `TACKLE_LOG` names, of one project or of all; nothing where it names none. */
export function loggedLaunches(
  root: AbsolutePath | undefined,
  env: Context['env'],
): readonly LaunchRecord[] | undefined {
  const file = absolutePathOf(env['TACKLE_LOG'] ?? '');
  if (file === undefined) return undefined;
  return readEnd(file, READ)
    .split('\n')
    .flatMap((line) => recordIn(line) ?? [])
    .filter((record) => root === undefined || isOf(record, root))
    .slice(-MOST);
}

/** One that came to nothing may not know its project. */
function isOf({ project, cwd }: LaunchRecord, root: AbsolutePath): boolean {
  return project === undefined ? liesIn(cwd as AbsolutePath, root) : project === root;
}

/** The first line may be the end of one, and whoever likes may have written into the file. */
function recordIn(line: string): LaunchRecord | undefined {
  try {
    const record = JSON.parse(line) as Partial<LaunchRecord> | null;
    const { time, command, cwd, ms, end } = record ?? {};
    const isOne =
      typeof time === 'string' &&
      typeof command === 'string' &&
      typeof cwd === 'string' &&
      isObject(ms) &&
      isObject(end);
    return isOne ? (record as LaunchRecord) : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
