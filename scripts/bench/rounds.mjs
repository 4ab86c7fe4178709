// Launches that take turns.
import { spawnSync } from 'node:child_process';
import { setImmediate } from 'node:timers/promises';

/** Longer than any launch takes; in milliseconds. */
const PATIENCE = 120_000;

/**
 * Every other round goes backwards, so that what a launch leaves to be done after its end does not always meet
 * the same one. What a launch needs beforehand does not count.
 *
 * @returns {Promise<Map<object, number[]>>} milliseconds by launch, one of each round that counts
 */
export async function takeTurns(launches, { rounds, warmUp, signal }) {
  const times = new Map(launches.map((launch) => [launch, []]));
  for (let round = -warmUp; round < rounds; round++) {
    for (const launch of round % 2 === 0 ? launches : launches.toReversed()) {
      launch.beforehand?.();
      const time = launchOnce(launch);
      if (round >= 0) times.get(launch).push(time);
      // Signals are heard of between two turns of the loop alone.
      await setImmediate();
      signal.throwIfAborted();
    }
  }
  return times;
}

function launchOnce({ title, program, args, options, prints }) {
  const start = performance.now();
  const { status, signal, error, output } = spawnSync(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: PATIENCE,
    killSignal: 'SIGKILL',
    ...options,
  });
  const time = performance.now() - start;
  const said = output?.join('') ?? '';
  if (status === 0 && said === prints) return time;
  const end = error?.message ?? (signal ? `ended by ${signal}` : `status ${status}`);
  throw new Error(`${title}: ${end}, said ${JSON.stringify(said)}`);
}
