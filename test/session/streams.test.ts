import { Writable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { MemoryProgram } from '../../src/engines/memory/program.ts';
import { run } from '../../src/session/run.ts';
import { engineOf, IMAGE, planOf, runFor, withLaunch } from './launching.ts';
import { MadeUpCaller } from './made-up-caller.ts';

/** Takes one write a turn of the loop, as a slow reader does, and keeps count. */
function slowSink(): Writable & { taken: number } {
  const sink = new Writable({
    highWaterMark: 1 << 20,
    write(chunk: Buffer, _encoding, done) {
      setImmediate(() => {
        counting.taken += chunk.length;
        done();
      });
    },
  });
  const counting = Object.assign(sink, { taken: 0 });
  return counting;
}

/** Takes nothing. */
function stuckSink(): Writable & { readonly isStuck: Promise<void> } {
  let tell = (): void => undefined;
  const isStuck = new Promise<void>((settle) => (tell = settle));
  return Object.assign(new Writable({ write: () => tell() }), { isStuck });
}

function brokenSink(code: string): Writable {
  return new Writable({
    write(_chunk, _encoding, done) {
      done(Object.assign(new Error(`${code}: it broke, write`), { code }));
    },
  });
}

const doubles: MemoryProgram = async ({ stdin, stdout, stderr }) => {
  for await (const chunk of stdin) await stdout.write(Buffer.concat([chunk, chunk]));
  await stderr.write('done');
  return 3;
};

const writesForever: MemoryProgram = async ({ stdout }) => {
  for (;;) await stdout.write('y\n');
};

const complainsForever: MemoryProgram = async ({ stderr }) => {
  for (;;) await stderr.write('y\n');
};

const readsNothing: MemoryProgram = () => 0;

test('input, outputs and the ending pass through', async () => {
  const caller = new MadeUpCaller();
  caller.stdin.end('ab');
  expect(await runFor(caller, doubles)).toEqual({ ok: true, value: { kind: 'exited', status: 3 } });
  expect(caller.said.stdout.text).toBe('abab');
  expect(caller.said.stderr.text).toBe('done');
});

test('stdout is let go of at its end, stderr kept for what there may be to say', async () => {
  const caller = new MadeUpCaller();
  caller.stdin.end('ab');
  await runFor(caller, doubles);
  expect(caller.closed).toEqual(['stdout']);
  expect(caller.released).toEqual(['stderr']);
});

test('where both outputs are one, it is kept too, and has what came on either', async () => {
  const caller = new MadeUpCaller();
  caller.stdin.end('ab');
  await runFor(caller, doubles, 'ssj');
  expect(caller.closed).toEqual([]);
  expect(caller.released).toEqual(['stdout']);
  expect(caller.said.stdout.text).toBe('ababdone');
});

test('an output that the tool closes is let go of at once, whichever it is', async () => {
  const caller = new MadeUpCaller();
  const result = runFor(caller, async ({ stdin, stdout, stderr }) => {
    const lines = stdin[Symbol.asyncIterator]();
    stderr.close();
    await lines.next();
    stdout.close();
    await lines.next();
    return 4;
  });
  await caller.isClosed('stderr');
  caller.stdin.write('go on\n');
  await caller.isClosed('stdout');
  caller.stdin.write('and end\n');
  expect(await result).toEqual({ ok: true, value: { kind: 'exited', status: 4 } });
  expect(caller.closed).toEqual(['stderr', 'stdout']);
});

test('an input that the tool closes is let go of at once, though nothing comes', async () => {
  const caller = new MadeUpCaller();
  const result = runFor(caller, async ({ closeStdin, on }) => {
    const asked = new Promise<void>((end) => on('SIGTERM', end));
    closeStdin();
    await asked;
    return 6;
  });
  await caller.isInputClosed();
  caller.signal('SIGTERM');
  expect(await result).toEqual({ ok: true, value: { kind: 'exited', status: 6 } });
  expect(caller.stdin.destroyed).toBe(true);
});

test('where both outputs are one, it is let go of when the tool has closed both', async () => {
  const caller = new MadeUpCaller();
  const result = runFor(
    caller,
    async ({ stdin, stdout, stderr }) => {
      const lines = stdin[Symbol.asyncIterator]();
      stdout.close();
      await stderr.write('still here');
      await lines.next();
      stderr.close();
      await lines.next();
      return 4;
    },
    'ssj',
  );
  await caller.said.stdout.until('still here');
  expect(caller.closed).toEqual([]);
  caller.stdin.write('go on\n');
  await caller.isClosed('stdout');
  caller.stdin.write('and end\n');
  expect(await result).toEqual({ ok: true, value: { kind: 'exited', status: 4 } });
});

test('a tool that is ended by a signal in the midst of its write is over, though nobody reads', async () => {
  const stdout = stuckSink();
  const caller = new MadeUpCaller({ stdout });
  const result = runFor(caller, writesForever);
  await stdout.isStuck;
  caller.signal('SIGTERM');
  expect(await result).toEqual({ ok: true, value: { kind: 'signaled', signal: 'SIGTERM' } });
  expect(caller.closed).toEqual(['stdout']);
});

test('a signal ends the wait for a reader when the tool itself has ended well', async () => {
  const stdout = stuckSink();
  const caller = new MadeUpCaller({ stdout });
  const result = runFor(caller, async (tool) => {
    await tool.stdout.write('one');
    return 0;
  });
  await stdout.isStuck;
  await new Promise(setImmediate);
  caller.signal('SIGTSTP');
  expect(caller.deeds).toEqual(['stopped SIGTSTP alone']);
  caller.signal('SIGHUP');
  expect(await result).toEqual({ ok: true, value: { kind: 'signaled', signal: 'SIGHUP' } });
});

test('so does a signal that is on its way when the tool ends', async () => {
  const stdout = stuckSink();
  const caller = new MadeUpCaller({ stdout });
  let end = (): void => undefined;
  const engine = engineOf(async (tool) => {
    await tool.stdout.write('one');
    await new Promise<void>((resolve) => (end = resolve));
    return 0;
  });
  const slow = withLaunch(engine, async (start) => {
    const launched = await start();
    if (!launched.ok) return launched;
    const running = launched.value;
    const signal = (name: NodeJS.Signals): void => {
      end();
      void nextTurn().then(() => running.signal(name));
    };
    return { ...launched, value: { ...running, signal } };
  });
  const result = run(slow, planOf(), IMAGE, caller);
  await stdout.isStuck;
  const stopped = new Promise<void>((settle) => (caller.whileStopped = settle));
  caller.signal('SIGTSTP');
  await stopped;
  expect(caller.deeds).toEqual(['stopped SIGTSTP alone']);
  caller.signal('SIGHUP');
  expect(await result).toEqual({ ok: true, value: { kind: 'signaled', signal: 'SIGHUP' } });
});

test('a slow reader has been handed every byte when the run is over', async () => {
  const stdout = slowSink();
  const bytes = 1 << 18;
  const caller = new MadeUpCaller({ stdout });
  await runFor(caller, async (tool) => {
    for (let at = 0; at < bytes; at += 1024) await tool.stdout.write(Buffer.alloc(1024));
    return await tool.raise('SIGTERM').then(() => 0);
  });
  expect(stdout.taken).toBe(bytes);
});

test.each(['EPIPE', 'ECONNRESET'])(
  'a reader that is gone (%s) is felt by the tool, and decides nothing else',
  async (code) => {
    const caller = new MadeUpCaller({ stdout: brokenSink(code) });
    const ending = { kind: 'signaled', signal: 'SIGPIPE' };
    expect(await runFor(caller, writesForever)).toEqual({ ok: true, value: ending });
  },
);

test.each([['stdout', writesForever] as const, ['stderr', complainsForever] as const])(
  'a file that %s may not make any larger ends the tool as it does outside',
  async (output, program) => {
    const caller = new MadeUpCaller({ [output]: brokenSink('EFBIG') });
    const ending = { kind: 'signaled', signal: 'SIGXFSZ' };
    expect(await runFor(caller, program)).toEqual({ ok: true, value: ending });
  },
);

test.each(['stdout', 'stderr'] as const)(
  'bytes that %s cannot take are a problem, though the tool ends well',
  async (output) => {
    const caller = new MadeUpCaller({ [output]: brokenSink('ENOSPC') });
    const result = await runFor(caller, async (tool) => {
      await tool[output].write('all of it');
      return 0;
    });
    expect(result).toMatchObject({
      ok: false,
      error: {
        code: 'session/cannot-write',
        message: `the tool’s ${output} cannot be written to: ENOSPC: it broke, write`,
      },
    });
  },
);

test('input that breaks is a problem, not an end', async () => {
  const caller = new MadeUpCaller();
  caller.stdin.write('ab');
  const result = runFor(caller, async ({ stdin, stdout }) => {
    for await (const chunk of stdin) {
      await stdout.write(chunk);
      caller.stdin.destroy(new Error('EIO: i/o error, read'));
    }
    return 0;
  });
  expect(await result).toMatchObject({ ok: false, error: { code: 'session/cannot-read' } });
  expect(caller.said.stdout.text).toBe('ab');
});

test('a tool that reads nothing ends while its input is still open, and lets go of it', async () => {
  const caller = new MadeUpCaller();
  caller.stdin.write('never read');
  const ending = { kind: 'exited', status: 0 };
  expect(await runFor(caller, readsNothing)).toEqual({ ok: true, value: ending });
  expect(caller.stdin.destroyed).toBe(true);
});
