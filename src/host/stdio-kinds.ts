import { isatty } from 'node:tty';
import type { HostFacts } from '../plan/host-facts.ts';
import { areOneOutput } from './one-output.ts';

/** What each of this process's first three descriptors is; one that is closed counts as a stream. */
export function stdioKinds(): HostFacts['stdio'] {
  const [stdin, stdout, stderr] = [kindOf(0), kindOf(1), kindOf(2)];
  const isOne = stdout === 'stream' && areOneOutput(1, 2);
  return { stdin, stdout, stderr: isOne ? 'same-as-stdout' : stderr };
}

function kindOf(descriptor: number): 'terminal' | 'stream' {
  return isatty(descriptor) ? 'terminal' : 'stream';
}
