import { expect, test } from 'vitest';
import type { MemoryProgram } from '../../src/engines/memory/program.ts';
import { ok } from '../../src/kernel/result.ts';
import { run } from '../../src/session/run.ts';
import { engineOf, IMAGE, planOf, recording } from './launching.ts';
import { MadeUpCaller } from './made-up-caller.ts';

/** Whose streams are descriptors of a process. */
class ProcessLikeCaller extends MadeUpCaller {
  letGo(): void {
    this.deeds.push('let go');
  }
}

const quits: MemoryProgram = () => 3;

const writes: MemoryProgram = async ({ stdout }) => {
  await stdout.write('written');
  return 3;
};

function engine(program: MemoryProgram, passesDescriptors: boolean) {
  return recording({ ...engineOf(program), passesDescriptors });
}

test('an engine that passes descriptors gets the caller’s own, and nothing is read or written here', async () => {
  const passing = engine(quits, true);
  const caller = new ProcessLikeCaller();
  expect(await run(passing, planOf(), IMAGE, caller)).toEqual(ok({ kind: 'exited', status: 3 }));
  expect(passing.asked).toEqual([{ descriptors: 'own', ground: 'back' }]);
  expect(caller.deeds).toEqual(['let go']);
  expect(caller.stdin.listenerCount('readable') + caller.stdin.listenerCount('data')).toBe(0);
  expect([...caller.closed, ...caller.released]).toEqual([]);
});

test('another engine gets none, and neither does one whose caller is no process', async () => {
  for (const [passes, caller] of [
    [false, new ProcessLikeCaller()],
    [true, new MadeUpCaller()],
  ] as const) {
    const one = engine(writes, passes);
    caller.stdin.end();
    await run(one, planOf(), IMAGE, caller);
    expect(one.asked).toEqual([{ ground: 'back' }]);
    expect(caller.deeds).toEqual([]);
    expect(caller.said.stdout.text).toBe('written');
  }
});
