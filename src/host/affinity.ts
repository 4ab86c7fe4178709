import { ownStatus } from './own-status.ts';
import { systemText } from './system-text.ts';

/**
 * The processors that this process may run on, as Linux lists them (`0,2-5`); nothing when that is all of
 * them, and without `/proc`.
 */
export function affinity(): string | undefined {
  const allowed = ownStatus('Cpus_allowed_list');
  const running = systemText('/sys/devices/system/cpu/online')?.trim();
  const isAll = allowed !== undefined && running !== undefined && coversAll(allowed, running);
  return isAll ? undefined : allowed;
}

/** Whether `allowed` has every processor of `running`. It may have more: those that are switched off. */
export function coversAll(allowed: string, running: string): boolean {
  const cpus = new Set(cpusOf(allowed));
  return cpusOf(running).every((cpu) => cpus.has(cpu));
}

function cpusOf(list: string): readonly number[] {
  return list.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}
