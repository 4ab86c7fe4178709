import { readdirSync, readFileSync } from 'node:fs';

/** A process of this machine, as far as this one sees it. */
export interface Process {
  readonly pid: number;
  readonly parent: number;
  /** Whose it is. */
  readonly uid: number;
  readonly words: readonly string[];
  /** In milliseconds since 1970. */
  readonly started: number;
}

/** What `/proc` counts time in, on every machine that Linux runs on: sysconf(3), `_SC_CLK_TCK`. */
const TICK_MS = 10;

/** All that there are, without those that end meanwhile. */
export function processesHere(): readonly Process[] {
  const [, booted = '0'] = /^btime (\d+)$/m.exec(readFileSync('/proc/stat', 'utf8')) ?? [];
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => processAt(Number(pid), Number(booted) * 1000) ?? []);
}

function processAt(pid: number, booted: number): Process | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
    const numberOf = (name: string) =>
      Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? -1);
    // The second field is the program's name, which may have anything in it.
    const ticks = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
    const started = booted + ticks * TICK_MS;
    return { pid, parent: numberOf('PPid'), uid: numberOf('Uid'), words, started };
  } catch {
    return undefined;
  }
}
