import { describe as group, expect, it } from 'vitest';
import { track, type Tasks } from '../../src/cli/progress-tasks.ts';
import { describe } from '../../src/cli/progress-words.ts';
import type { Progress } from '../../src/kernel/work.ts';

const MB = 1e6;
const SECOND = 1000;
const pull = { task: 'pull', subject: 'kit:1' } as const;

/** A pull of 100 MB that begins at 0, as it is described after the name; bytes come at these rates, ten times a second. */
function pulling(parts: readonly { readonly seconds: number; readonly rate: number }[]) {
  let tasks = begun();
  let [now, done] = [0, 0];
  for (const { seconds, rate } of parts) {
    for (const end = now + seconds * SECOND; now < end;) {
      now += SECOND / 10;
      if (rate === 0) continue;
      done += (rate * MB) / 10;
      tasks = track(tasks, bytes(done), now);
    }
  }
  return factsOf(tasks, now);
}

function begun(): Tasks {
  const started = track(new Map(), { kind: 'started', ...pull }, 0);
  return track(started, bytes(0), 0);
}

function bytes(done: number, rest: Partial<Progress> = {}): Progress {
  return { kind: 'advanced', ...pull, done, total: 100 * MB, unit: 'bytes', ...rest } as Progress;
}

function factsOf(tasks: Tasks, now: number): string {
  return Array.from(tasks.values(), (task) =>
    describe(task, now).split(' · ').slice(1).join(', '),
  )[0]!;
}

group('a pull', () => {
  it.each([
    ['has no rate in its first second', [{ seconds: 0.9, rate: 5 }], '4.5 of 100.0 MB, 4 %, 0 s'],
    ['has a rate after that', [{ seconds: 2, rate: 5 }], '10.0 of 100.0 MB, 10 %, 5.0 MB/s, 2 s'],
    [
      'is foretold when its rate is steady',
      [{ seconds: 4, rate: 5 }],
      '20.0 of 100.0 MB, 20 %, 5.0 MB/s, 16 s left',
    ],
    [
      'is as fast as it was lately',
      [
        { seconds: 2, rate: 20 },
        { seconds: 6, rate: 1 },
      ],
      '46.0 of 100.0 MB, 46 %, 1.0 MB/s, 54 s left',
    ],
    [
      'is not foretold while its rate changes',
      [
        { seconds: 4, rate: 10 },
        { seconds: 3, rate: 1 },
      ],
      '43.0 of 100.0 MB, 43 %, 4.6 MB/s, 7 s',
    ],
    [
      'comes to nothing when nothing comes',
      [
        { seconds: 4, rate: 5 },
        { seconds: 6, rate: 0 },
      ],
      '20.0 of 100.0 MB, 20 %, 0.0 MB/s, 10 s',
    ],
    [
      'begins again where it was',
      [
        { seconds: 4, rate: 5 },
        { seconds: 60, rate: 0 },
        { seconds: 5, rate: 5 },
      ],
      '45.0 of 100.0 MB, 45 %, 5.0 MB/s, 11 s left',
    ],
    ['may be slow', [{ seconds: 9, rate: 0.02 }], '0.2 of 100.0 MB, 0 %, 20 kB/s, 83 min left'],
    ['has neither when all is here', [{ seconds: 4, rate: 25 }], '100.0 of 100.0 MB, 100 %, 4 s'],
  ])('%s', (_, parts, words) => {
    expect(pulling(parts)).toBe(words);
  });

  it('of which bytes are taken back is measured anew', () => {
    const tasks = track(track(begun(), bytes(50 * MB), 4000), bytes(10 * MB), 4500);
    expect(factsOf(tasks, 5000)).toBe('10.0 of 100.0 MB, 10 %, 5 s');
  });

  it('tells of its layers, also where nobody knows how large they are', () => {
    const layers = { done: 3, total: 7 };
    const known = track(begun(), bytes(50 * MB, { layers }), 100);
    expect(factsOf(known, 100)).toBe('50.0 of 100.0 MB, 50 %, 3 of 7 layers, 0 s');
    const count = { done: 0, total: 1 };
    const unsized = { kind: 'advanced', ...pull, done: 0, unit: 'bytes', layers: count } as const;
    expect(factsOf(track(new Map(), unsized, 0), 0)).toBe('0 of 1 layer, 0 s');
    expect(factsOf(track(new Map(), { ...unsized, done: MB }, 0), 0)).toBe(
      '1.0 MB, 0 of 1 layer, 0 s',
    );
  });

  it('that waited says so until bytes come', () => {
    const line = 'the connection was reset; trying again in 2 s';
    const waiting = track(begun(), { kind: 'said', ...pull, line }, 500);
    expect(factsOf(waiting, 500)).toContain('trying again in 2 s');
    expect(factsOf(track(waiting, bytes(MB), 600), 600)).not.toContain('again');
  });
});

it('a build keeps what was said while its steps go on', () => {
  const build = { task: 'build', subject: 'bookworm: tree' } as const;
  const events: readonly Progress[] = [
    { kind: 'started', ...build },
    { kind: 'said', ...build, line: 'installing packages' },
    { kind: 'advanced', ...build, done: 3, total: 20, unit: 'steps' },
  ];
  const tasks = events.reduce<Tasks>((so, event) => track(so, event, 0), new Map());
  expect(factsOf(tasks, 125_000)).toBe('step 3 of 20, 2 min 5 s, installing packages');
});
