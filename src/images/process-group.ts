import { setTimeout as wait } from 'node:timers/promises';

/** How long a builder has to clean up after itself before it is killed. */
const GRACE_MS = 5_000;
const KILLED_MS = 2_000;
const POLL_MS = 50;

/**
 * Ends every process of the group: asked first (mmdebstrap removes its own files and mounts then), then
 * killed. Returns when none is left, or none that could be ended.
 */
export async function endGroup(leader: number): Promise<void> {
  for (const [signal, patience] of [
    ['SIGTERM', GRACE_MS],
    ['SIGKILL', KILLED_MS],
  ] as const) {
    if (!send(leader, signal)) return;
    for (let waited = 0; waited < patience; waited += POLL_MS) {
      if (!send(leader, 0)) return;
      await wait(POLL_MS);
    }
  }
}

/** False when the group has no process any more. */
function send(leader: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-leader, signal);
  } catch {
    return false;
  }
}
