import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Ending } from '../../src/engines/engine.ts';
import type { Copy } from '../../src/session/copy.ts';
import { patienceWith } from '../../src/session/patience.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const EXITED: Ending = { kind: 'exited', status: 3 };
const TERMINATED: Ending = { kind: 'signaled', signal: 'SIGTERM' };

/** An output whose write waits for its reader until it is taken or given up. */
class Waiting implements Pick<Copy, 'waitsSince'> {
  waitsSince: number | undefined = performance.now();

  isTaken(): void {
    this.waitsSince = undefined;
  }

  waitsAgain(): void {
    this.waitsSince = performance.now();
  }

  stop(): void {
    this.waitsSince = undefined;
  }
}

function play() {
  const output = new Waiting();
  const given: Waiting[] = [];
  const patience = patienceWith([output], (copy) => {
    copy.stop();
    given.push(copy);
  });
  return {
    output,
    patience,
    /** Whether the output was given up within so many seconds; after an hour, for good. */
    isGivenUpWithin: (seconds: number): boolean => {
      vi.advanceTimersByTime(seconds * 1000);
      return given.includes(output);
    },
  };
}

const HOUR = 3600;

test('a tool that ends without being asked to is waited for as long as it takes', () => {
  for (const ending of [EXITED, TERMINATED]) {
    const { patience, isGivenUpWithin } = play();
    patience.over(ending);
    expect(isGivenUpWithin(HOUR)).toBe(false);
    patience.stop();
  }
});

test('a tool that lives on after a signal waits for its reader as before', () => {
  const { patience, isGivenUpWithin } = play();
  patience.hear('SIGTERM');
  expect(isGivenUpWithin(HOUR)).toBe(false);
});

test('a tool that died of a signal that was passed on is not waited for', () => {
  const { patience, isGivenUpWithin } = play();
  patience.hear('SIGTERM');
  patience.over(TERMINATED);
  expect(isGivenUpWithin(0.5)).toBe(true);
  expect(patience.diedOf).toBeUndefined();
});

test('of a write that had waited long enough before, it is given up at once', () => {
  const { patience, isGivenUpWithin } = play();
  vi.advanceTimersByTime(HOUR * 1000);
  patience.hear('SIGUSR1');
  patience.over({ kind: 'signaled', signal: 'SIGUSR1' });
  expect(isGivenUpWithin(0)).toBe(true);
});

test('a tool that died of another signal than those that were passed on is waited for', () => {
  const { patience, isGivenUpWithin } = play();
  patience.hear('SIGUSR1');
  patience.over(TERMINATED);
  expect(isGivenUpWithin(HOUR)).toBe(false);
});

test('what the reader takes in time is written, but not for long', () => {
  const { output, patience, isGivenUpWithin } = play();
  patience.hear('SIGTERM');
  patience.over(TERMINATED);
  for (let taken = 0; taken < 5; taken++) {
    expect(isGivenUpWithin(0.2)).toBe(false);
    output.isTaken();
    output.waitsAgain();
  }
  expect(isGivenUpWithin(0.1)).toBe(true);
});

test('a signal after the death of a tool is not what it died of', () => {
  const { patience, isGivenUpWithin } = play();
  patience.hear('SIGTERM');
  patience.over(TERMINATED);
  patience.hear('SIGINT');
  expect(isGivenUpWithin(0.5)).toBe(true);
  expect(patience.diedOf).toBeUndefined();
});

test('a tool that ended by itself is not waited for, if its reader was stuck since it was asked to', () => {
  const { patience, isGivenUpWithin } = play();
  vi.advanceTimersByTime(100);
  patience.hear('SIGINT');
  patience.over(EXITED);
  expect(isGivenUpWithin(0.8)).toBe(false);
  expect(isGivenUpWithin(1)).toBe(true);
  expect(patience.diedOf).toBeUndefined();
});

test('a tool that ended by itself is waited for, if its reader has taken something since', () => {
  const { output, patience, isGivenUpWithin } = play();
  vi.advanceTimersByTime(100);
  patience.hear('SIGINT');
  output.isTaken();
  vi.advanceTimersByTime(1);
  output.waitsAgain();
  patience.over(EXITED);
  expect(isGivenUpWithin(HOUR)).toBe(false);
});

test('a tool that ended by itself is waited for, if what it was sent did not ask for its end', () => {
  const { patience, isGivenUpWithin } = play();
  vi.advanceTimersByTime(100);
  patience.hear('SIGUSR1');
  patience.over(EXITED);
  expect(isGivenUpWithin(HOUR)).toBe(false);
});

test('a signal after the end is what a native tool, still writing, would have died of', () => {
  const { patience, isGivenUpWithin } = play();
  patience.over(EXITED);
  expect(isGivenUpWithin(HOUR)).toBe(false);
  patience.hear('SIGHUP');
  patience.hear('SIGTERM');
  expect(isGivenUpWithin(0.1)).toBe(true);
  expect(patience.diedOf).toBe('SIGHUP');
});

test('a signal after the end of a tool whose reader takes all changes nothing', () => {
  const { output, patience, isGivenUpWithin } = play();
  patience.over(EXITED);
  patience.hear('SIGTERM');
  output.isTaken();
  expect(isGivenUpWithin(HOUR)).toBe(false);
  expect(patience.diedOf).toBeUndefined();
});
