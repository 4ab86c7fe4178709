import { expect, test } from 'vitest';
import type { Running } from '../../src/engines/engine.ts';
import type { MemoryProgram } from '../../src/engines/memory/program.ts';
import { lost, noAnswer } from '../../src/engines/problems.ts';
import { err } from '../../src/kernel/result.ts';
import { run } from '../../src/session/run.ts';
import { Queue } from '../contract/queue.ts';
import { engineOf, IMAGE, planOf, recording, withLaunch } from './launching.ts';
import { MadeUpCaller, MadeUpTerminal } from './made-up-caller.ts';

const PROBLEM = noAnswer('unix:///var/run/docker.sock', '`DOCKER_HOST`');

const quits: MemoryProgram = () => 0;

/** Tells of the signals it gets, and ends at SIGTERM. */
const tellsOfSignals: MemoryProgram = async ({ on, stdout }) => {
  const over = new Promise<void>((end) => on('SIGTERM', end));
  for (const name of ['SIGINT', 'SIGUSR1'] as const) on(name, () => void stdout.write(`${name} `));
  await over;
  await stdout.write('SIGTERM');
  return 9;
};

const readsALine: MemoryProgram = async ({ stdin, stdout }) => {
  for await (const line of stdin) {
    await stdout.write(line);
    break;
  }
  return 0;
};

test('the keyboard is raw from before the launch, and as it was after it: so the tool finds it', async () => {
  const terminal = new MadeUpTerminal();
  const engine = recording(engineOf(quits));
  const watched = withLaunch(engine, (start) => {
    terminal.deeds.push('launched');
    return start();
  });
  await run(watched, planOf('ttt'), IMAGE, new MadeUpCaller({ terminal }));
  expect(terminal.deeds).toEqual(['raw', 'launched', 'restored']);
  const size = { rows: 24, columns: 80 };
  expect(engine.asked).toEqual([{ size, modes: terminal.modes, ground: 'fore' }]);
});

test.each(['tst', 'stt', 'sst', 'tss'] as const)(
  'with descriptors %s the keyboard is left to the others of the pipeline',
  async (descriptors) => {
    const terminal = new MadeUpTerminal();
    const engine = recording(engineOf(quits));
    const caller = new MadeUpCaller({ terminal });
    caller.stdin.end();
    await run(engine, planOf(descriptors), IMAGE, caller);
    expect(terminal.deeds).toEqual([]);
    expect(engine.asked).toEqual([{ size: { rows: 24, columns: 80 }, ground: 'back' }]);
  },
);

test('in the background the tool starts there too', async () => {
  const terminal = new MadeUpTerminal('back');
  const engine = recording(engineOf(quits));
  await run(engine, planOf('ttt'), IMAGE, new MadeUpCaller({ terminal }));
  expect(terminal.deeds).toEqual([]);
  expect(engine.asked).toMatchObject([{ ground: 'back' }]);
});

test('a launch that fails gives everything back, the input unread', async () => {
  const terminal = new MadeUpTerminal();
  const caller = new MadeUpCaller({ terminal });
  const engine = withLaunch(engineOf(quits), () => Promise.resolve(err(PROBLEM)));
  expect(await run(engine, planOf('ttt'), IMAGE, caller)).toEqual({ ok: false, error: PROBLEM });
  expect(terminal.deeds).toEqual(['raw', 'restored']);
  expect(caller.isHeard).toBe(false);
  expect(caller.stdin.destroyed).toBe(false);
});

test('a launch that throws gives the terminal back before anybody hears of it', async () => {
  const terminal = new MadeUpTerminal();
  const caller = new MadeUpCaller({ terminal });
  const engine = withLaunch(engineOf(quits), () => Promise.reject(new Error('a bug')));
  await expect(run(engine, planOf('ttt'), IMAGE, caller)).rejects.toThrow('a bug');
  expect(terminal.deeds).toEqual(['raw', 'restored']);
  expect(caller.isHeard).toBe(false);
});

test('a tool that the engine loses gives the terminal back', async () => {
  const terminal = new MadeUpTerminal();
  const ending = { kind: 'lost', problem: lost('tool', ['its container ended with 137']) } as const;
  const engine = withLaunch(engineOf(quits), async (start) => {
    const launched = await start();
    if (!launched.ok) return launched;
    const running: Running = { ...launched.value, ended: Promise.resolve(ending) };
    return { ok: true, value: running };
  });
  const result = await run(engine, planOf('ttt'), IMAGE, new MadeUpCaller({ terminal }));
  expect(result).toEqual({ ok: true, value: ending });
  expect(terminal.deeds).toEqual(['raw', 'restored']);
});

test('signals are kept until there is a tool, and reach it in their order', async () => {
  const caller = new MadeUpCaller();
  caller.stdin.end();
  const engine = withLaunch(engineOf(tellsOfSignals), (start) => {
    for (const name of ['SIGUSR1', 'SIGINT'] as const) caller.signal(name);
    return start();
  });
  const result = run(engine, planOf(), IMAGE, caller);
  await caller.said.stdout.until('SIGINT');
  caller.signal('SIGTERM');
  expect(await result).toEqual({ ok: true, value: { kind: 'exited', status: 9 } });
  expect(caller.said.stdout.text).toBe('SIGUSR1 SIGINT SIGTERM');
});

test('what is typed during the launch is the tool’s', async () => {
  const terminal = new MadeUpTerminal();
  const engine = withLaunch(engineOf(readsALine), async (start) => {
    terminal.keys.write('ahe');
    await new Promise(setImmediate);
    terminal.keys.write('ad\r');
    return start();
  });
  await run(engine, planOf('ttt'), IMAGE, new MadeUpCaller({ terminal }));
  expect(terminal.shown.text).toContain('ahead\r\nahead\r\n');
});

test.each([
  { where: 'a terminal of its own', terminal: new MadeUpTerminal(), shown: 'a\r\nb' },
  { where: 'one that others write to', terminal: new MadeUpTerminal('fore', true), shown: 'a\nb' },
  { where: 'the background', terminal: new MadeUpTerminal('back'), shown: 'a\nb' },
])('a newline becomes CR-NL once on its way: in $where', async ({ terminal, shown }) => {
  const writes: MemoryProgram = async ({ stdout }) => {
    await stdout.write('a\nb');
    return 0;
  };
  await run(engineOf(writes), planOf('ttt'), IMAGE, new MadeUpCaller({ terminal }));
  expect(terminal.shown.text).toBe(shown);
});

test.each([
  { what: 'two signals', signals: ['SIGTERM', 'SIGINT'], keys: '', ending: 'SIGINT' },
  { what: 'Ctrl-C typed twice', signals: [], keys: '\x03\x03', ending: 'SIGINT' },
  { what: 'Ctrl-C, then Ctrl-\\', signals: [], keys: '\x03\x1c', ending: 'SIGQUIT' },
] as const)(
  '$what: a launch that hangs is over, and whatever comes of it later',
  async ({ signals, keys, ending: signal }) => {
    const terminal = new MadeUpTerminal();
    const caller = new MadeUpCaller({ terminal });
    const daemon = new Queue<'answers'>();
    const launch = new Queue<'disposed of'>();
    const engine = withLaunch(engineOf(quits), async (start) => {
      for (const name of signals) caller.signal(name);
      terminal.keys.write(keys);
      await daemon.take();
      const launched = await start();
      if (!launched.ok) return launched;
      return {
        ok: true,
        value: {
          ...launched.value,
          dispose: () => Promise.resolve().then(() => launch.put('disposed of')),
        },
      };
    });
    const result = await run(engine, planOf('ttt'), IMAGE, caller);
    expect(result).toEqual({ ok: true, value: { kind: 'signaled', signal } });
    // A raw terminal sends no signals: the job would not hear of the keys.
    const told = keys === '' ? [] : [`job ${signal}`];
    expect(terminal.deeds).toEqual(['raw', ...told, 'restored']);
    daemon.put('answers');
    expect(await launch.take()).toBe('disposed of');
  },
);
