import { closeSync, constants, openSync } from 'node:fs';
import { isatty } from 'node:tty';
import type { HostFacts } from '../plan/host-facts.ts';
import { areOneOutput } from './one-output.ts';

/** What each of this process's first three descriptors is; one that is closed counts as a stream. */
export function stdioKinds(): HostFacts['stdio'] {
  const [stdin, stdout, stderr] = [kindOf(0), kindOf(1), kindOf(2)];
  const isOne = stdout === 'stream' && areOneOutput(1, 2);
  const areStreams = ![stdin, stdout, stderr].includes('terminal');
  return {
    ...{ stdin, stdout, stderr: isOne ? 'same-as-stdout' : stderr },
    ...(areStreams && isControlled() && { controlling: true }),
  };
}

/** Without a controlling terminal /dev/tty is there, and does not open (ENXIO). */
function isControlled(): boolean {
  try {
    closeSync(openSync('/dev/tty', constants.O_RDWR | constants.O_NOCTTY));
    return true;
  } catch {
    return false;
  }
}

function kindOf(descriptor: number): 'terminal' | 'stream' {
  return isatty(descriptor) ? 'terminal' : 'stream';
}
