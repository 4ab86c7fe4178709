import { readFileSync } from 'node:fs';
import { constants } from 'node:os';

/**
 * Which of these signals were ignored when this process was started, as `nohup` and `trap ''` do it. They
 * have to stay ignored: listening to one would wake it. (`SigIgn` of `/proc/self/status`, proc(5); none
 * where there is no such file.)
 */
export function ignoredSignals(among: readonly NodeJS.Signals[]): ReadonlySet<NodeJS.Signals> {
  const bits = BigInt(`0x${/^SigIgn:\s*([0-9a-f]+)$/m.exec(status())?.[1] ?? '0'}`);
  return new Set(among.filter((name) => (bits >> BigInt(constants.signals[name] - 1)) & 1n));
}

function status(): string {
  try {
    return readFileSync('/proc/self/status', 'latin1');
  } catch {
    return '';
  }
}
