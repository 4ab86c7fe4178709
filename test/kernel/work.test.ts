import { expect, test } from 'vitest';
import { oneOfSeveral, stepsOf, type Progress, type Work } from '../../src/kernel/work.ts';

function seen() {
  const events: Progress[] = [];
  const signal = new AbortController().signal;
  const work: Work = { signal, report: (event) => void events.push(event) };
  return { events, work };
}

const pull = { task: 'pull', subject: 'kit:1' } as const;
const build = { task: 'build', subject: 'kit:1' } as const;

test('of several, what was begun and not finished has failed, whether it ends or throws', async () => {
  const { events, work } = seen();
  const begin = async ({ report }: Work) => {
    for (const each of [pull, build]) report({ kind: 'started', ...each });
    report({ kind: 'finished', ...pull });
    await Promise.resolve();
    return 'came';
  };
  expect(await oneOfSeveral(work, begin)).toBe('came');
  expect(events.at(-1)).toEqual({ kind: 'failed', ...build });
  expect(events).toHaveLength(4);
  const thrown = oneOfSeveral(work, async (inner) => {
    await begin(inner);
    throw new Error('a fault');
  });
  await expect(thrown).rejects.toThrow('a fault');
  expect(events.slice(7)).toEqual([{ kind: 'failed', ...build }]);
});

test('of the steps of a task only how far it is gets through', () => {
  const { events, work } = seen();
  const { report } = stepsOf(work, pull);
  const far = { kind: 'advanced', ...pull, done: 1, unit: 'bytes' } as const;
  report({ kind: 'started', ...pull });
  report(far);
  report({ ...far, ...build });
  report({ kind: 'failed', ...pull });
  report({ kind: 'finished', ...pull });
  expect(events).toEqual([far]);
});
