import type { EngineName } from '../config/config.ts';
import type { RunningContainer } from '../engines/own-containers.ts';
import { table } from './table.ts';

/** What `tackle ps` tells; `--json` prints it as it is. */
export interface PsListing {
  readonly containers: readonly PsRow[];
}

type PsRow = Omit<RunningContainer, 'made'> & {
  readonly engine: EngineName;
  /** As ISO 8601 has it. */
  readonly made: string;
};

export function listContainers(
  containers: readonly (RunningContainer & { readonly engine: EngineName })[],
): PsListing {
  return {
    containers: containers.map(({ engine, id, toolbox, project, life, made, tools }) => ({
      ...{ engine, id, toolbox },
      ...(project !== undefined && { project }),
      ...{ life, made: new Date(made).toISOString(), tools },
    })),
  };
}

/** A line for each. @param now in milliseconds since 1970 */
export function psText(
  { containers }: PsListing,
  now: number,
  columns: number | undefined,
): string {
  if (containers.length === 0) return 'no container runs\n';
  const rows = containers.map(({ engine, toolbox, project, made, tools }) => [
    ...[engine, toolbox, ageOf(now - Date.parse(made)), project ?? ''],
    tools.length === 0 ? 'idle' : tools.join(', '),
  ]);
  return table(rows, columns);
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `12 min`, of so many milliseconds. */
function ageOf(age: number): string {
  if (age < MINUTE) return `${Math.max(0, Math.floor(age / 1000))} s`;
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min`;
  return age < 2 * DAY ? `${Math.floor(age / HOUR)} h` : `${Math.floor(age / DAY)} days`;
}
