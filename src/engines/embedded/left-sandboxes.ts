import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { leftLaunches } from '../../host/runtime-dir.ts';

/** An id for a launch in a sandbox. Those of containers are hexadecimal digits alone. */
export function sandboxId(): string {
  return `s${randomBytes(5).toString('hex')}`;
}

const SANDBOXES = /^s[0-9a-f]{10}$/;

/**
 * A sandbox dies with its launcher: what a killed one left is its directory. Those of containers are the only trace
 * of what may still have to be removed, and stay.
 */
export function removeLeftSandboxes(runtime: string): void {
  for (const { directory } of leftLaunches(runtime, SANDBOXES)) {
    try {
      rmSync(directory, { recursive: true, force: true });
    } catch {
      // The launch at hand has nothing to do with it.
    }
  }
}
