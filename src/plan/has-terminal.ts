import type { Stdio } from './launch-plan.ts';

/** Whether the tool has a terminal: behind one of its descriptors, or as /dev/tty alone. */
export function hasTerminal({ stdin, stdout, stderr, controlling }: Stdio): boolean {
  return controlling === true || [stdin, stdout, stderr].includes('terminal');
}
