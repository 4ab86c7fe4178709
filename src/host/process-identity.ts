import { readFileSync, readlinkSync } from 'node:fs';

/**
 * A process beyond doubt: a pid alone is used again, and means something else in another container
 * or on another machine.
 */
export interface ProcessIdentity {
  readonly pid: number;
  /** In clock ticks since boot (`/proc/PID/stat`, field 22); 0 where there is no /proc. */
  readonly started: number;
  /** Boot and pid namespace: two processes can judge each other's pids only where this is equal. */
  readonly world: string;
}

export function identityOf(pid: number): ProcessIdentity {
  return { pid, started: startOf(pid) ?? 0, world: thisWorld() };
}

/** `elsewhere`: another boot, container or machine, whose pids mean nothing here. */
export type Liveness = 'alive' | 'dead' | 'elsewhere';

export function livenessOf(identity: ProcessIdentity): Liveness {
  if (identity.world !== thisWorld()) return 'elsewhere';
  if (!exists(identity.pid)) return 'dead';
  const started = startOf(identity.pid) ?? 0;
  return started === identity.started ? 'alive' : 'dead';
}

/** Signal 0 checks without sending; EPERM means that the process is there and somebody else's. */
function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The second field is the program's name in parentheses, which may itself hold spaces and `)`. */
function startOf(pid: number): number | undefined {
  const stat = read(() => readFileSync(`/proc/${String(pid)}/stat`, 'utf8'));
  const ticks = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  return ticks === undefined ? undefined : Number(ticks);
}

function thisWorld(): string {
  const boot = read(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
  const namespace = read(() => readlinkSync('/proc/self/ns/pid'));
  return `${boot ?? ''} ${namespace ?? ''}`;
}

function read(from: () => string): string | undefined {
  try {
    return from();
  } catch {
    return undefined;
  }
}
