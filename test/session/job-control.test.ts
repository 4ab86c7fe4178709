import { Duplex, Transform } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Running } from '../../src/engines/engine.ts';
import type { MemoryProgram } from '../../src/engines/memory/program.ts';
import { run } from '../../src/session/run.ts';
import { Queue } from '../contract/queue.ts';
import { engineOf, IMAGE, planOf, recording, withLaunch } from './launching.ts';
import { MadeUpCaller, MadeUpTerminal } from './made-up-caller.ts';

const DONE = { ok: true, value: { kind: 'exited', status: 0 } };

/** Says how it goes on after each line, until it reads `q`. */
const readsUntilQuit: MemoryProgram = async ({ stdin, stdout }) => {
  await stdout.write('ready\n');
  for await (const line of stdin) {
    if (line.toString() === 'q\n') break;
    await stdout.write(`read ${line.toString()}`);
  }
  return 0;
};

/** Stops itself, as the kernel stops a tool that wants the terminal. */
function stopsOnceBy(signal: NodeJS.Signals): MemoryProgram {
  return async (tool) => {
    await tool.raise(signal);
    return 0;
  };
}

/** What the tool shows takes ten turns of the loop to get here. */
function withSlowScreen(running: Running): Running {
  const slowly = new Transform({
    transform(chunk, _encoding, done) {
      void tenTurns().then(() => done(null, chunk));
    },
  });
  const terminal = Duplex.from({
    writable: running.terminal!,
    readable: running.terminal!.pipe(slowly),
  });
  return { ...running, terminal };
}

async function tenTurns(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await nextTurn();
}

function play(terminal: MadeUpTerminal, program: MemoryProgram) {
  const caller = new MadeUpCaller({ terminal });
  const engine = recording(engineOf(program));
  return { caller, engine, start: (plan = planOf('ttt')) => run(engine, plan, IMAGE, caller) };
}

test('Ctrl-Z gives the terminal back before the caller stops, and fg takes it again', async () => {
  const terminal = new MadeUpTerminal();
  const { caller, engine, start } = play(terminal, readsUntilQuit);
  const result = start();
  await terminal.shown.until('ready');
  terminal.keys.write('\x1a');
  // The tool reads this when it goes on, and not before.
  caller.whileStopped = () => void terminal.keys.write('q\r');
  expect(await result).toEqual(DONE);
  expect(terminal.deeds).toEqual(['raw', 'restored', 'stopped SIGTSTP', 'raw', 'restored']);
  expect(engine.resumed).toEqual(['fore']);
});

test('after Ctrl-Z and bg the tool goes on in the background, the keys left alone', async () => {
  const terminal = new MadeUpTerminal();
  const { caller, engine, start } = play(terminal, stopsOnceBy('SIGTSTP'));
  caller.whileStopped = () => terminal.putIn('back');
  expect(await start()).toEqual(DONE);
  expect(terminal.deeds).toEqual(['raw', 'restored', 'stopped SIGTSTP']);
  expect(engine.resumed).toEqual(['back']);
});

test.each(['SIGTTIN', 'SIGTTOU'] as const)(
  'a tool that asks for the terminal (%s) gets it at once where the caller has it',
  async (signal) => {
    const terminal = new MadeUpTerminal();
    const { caller, engine, start } = play(terminal, stopsOnceBy(signal));
    caller.stdin.end();
    expect(await start(planOf('stt'))).toEqual(DONE);
    expect(terminal.deeds).toEqual(['raw', 'restored']);
    expect(engine.resumed).toEqual([`fore ${terminal.modes}`]);
  },
);

test('a tool that asks in the background stops the caller’s job, and fg gives it the keys', async () => {
  const terminal = new MadeUpTerminal('back');
  const { caller, engine, start } = play(terminal, stopsOnceBy('SIGTTIN'));
  caller.whileStopped = () => terminal.putIn('fore');
  expect(await start()).toEqual(DONE);
  expect(terminal.deeds).toEqual(['stopped SIGTTIN', 'raw', 'restored']);
  expect(engine.resumed).toEqual([`fore ${terminal.modes}`]);
});

test('the caller’s job hears of Ctrl-C and Ctrl-\\, which its raw terminal does not make signals of', async () => {
  const terminal = new MadeUpTerminal();
  const { start } = play(terminal, (tool) => {
    tool.on('SIGINT', () => void tool.stdout.write('interrupted\n'));
    return readsUntilQuit(tool);
  });
  const result = start();
  await terminal.shown.until('ready');
  terminal.keys.write('\x03');
  await terminal.shown.until('interrupted');
  terminal.keys.write('\x1c');
  expect(await result).toEqual({ ok: true, value: { kind: 'signaled', signal: 'SIGQUIT' } });
  expect(terminal.deeds).toEqual(['raw', 'job SIGINT', 'job SIGQUIT', 'restored']);
});

test('a job stopped by its pager’s Ctrl-Z leaves the keys to the pager after fg', async () => {
  const terminal = new MadeUpTerminal();
  const { caller, engine, start } = play(terminal, stopsOnceBy('SIGTSTP'));
  expect(await start(planOf('tst'))).toEqual(DONE);
  expect(caller.deeds).toEqual(['stopped SIGTSTP']);
  expect(engine.resumed).toEqual(['back']);
});

test('without a terminal, a tool that is stopped stops the caller, and both go on', async () => {
  const caller = new MadeUpCaller();
  caller.stdin.end();
  const engine = recording(engineOf(stopsOnceBy('SIGSTOP')));
  expect(await run(engine, planOf(), IMAGE, caller)).toEqual(DONE);
  expect(caller.deeds).toEqual(['stopped SIGSTOP']);
  expect(engine.resumed).toEqual(['fore']);
});

test('what a tool showed before its stop is seen first, however long it is on its way', async () => {
  const terminal = new MadeUpTerminal();
  const caller = new MadeUpCaller({ terminal });
  const engine = engineOf(async (tool) => {
    await tool.stdout.write('up\n');
    await tool.raise('SIGTSTP');
    return 0;
  });
  const slow = withLaunch(engine, async (start) => {
    const launched = await start();
    return launched.ok ? { ...launched, value: withSlowScreen(launched.value) } : launched;
  });
  let seen = '';
  caller.whileStopped = () => void (seen = terminal.shown.text);
  expect(await run(slow, planOf('ttt'), IMAGE, caller)).toEqual(DONE);
  expect(seen).toBe('up\r\n');
});

test('a stop that came to the launcher is answered by it alone: the rest of the job was told, too', async () => {
  const terminal = new MadeUpTerminal();
  const { caller, start } = play(terminal, readsUntilQuit);
  const stopped = new Queue<void>();
  caller.whileStopped = () => stopped.put();
  const result = start();
  await terminal.shown.until('ready');
  caller.signal('SIGTSTP');
  await stopped.take();
  terminal.keys.write('\x1a');
  await stopped.take();
  terminal.keys.write('q\r');
  expect(await result).toEqual(DONE);
  expect(caller.deeds.filter((deed) => deed.startsWith('stopped'))).toEqual([
    'stopped SIGTSTP alone',
    'stopped SIGTSTP',
  ]);
});

test('a SIGCONT after a SIGSTOP sets the modes anew: a shell has set its own', async () => {
  const terminal = new MadeUpTerminal();
  const { caller, engine, start } = play(terminal, readsUntilQuit);
  const result = start();
  await terminal.shown.until('ready');
  caller.signal('SIGCONT');
  terminal.keys.write('q\r');
  expect(await result).toEqual(DONE);
  expect(terminal.deeds).toEqual(['raw', 'restored', 'raw', 'restored']);
  expect(engine.resumed).toEqual(['fore']);
});

test('a tool that ends while the caller is stopped is not given the terminal again', async () => {
  const terminal = new MadeUpTerminal();
  const { caller, engine, start } = play(terminal, stopsOnceBy('SIGTSTP'));
  const shell = new Queue<void>();
  caller.whileStopped = () => {
    caller.signal('SIGKILL');
    return shell.take();
  };
  expect(await start()).toEqual({ ok: true, value: { kind: 'signaled', signal: 'SIGKILL' } });
  shell.put();
  await new Promise(setImmediate);
  expect(terminal.deeds).toEqual(['raw', 'restored', 'stopped SIGTSTP']);
  expect(engine.resumed).toEqual([]);
});

test('from its first time in front on, the modes are the tool’s own affair', async () => {
  const terminal = new MadeUpTerminal();
  const { caller, engine, start } = play(terminal, async (tool) => {
    for (const signal of ['SIGTTIN', 'SIGTSTP'] as const) await tool.raise(signal);
    return 0;
  });
  caller.stdin.end();
  expect(await start(planOf('stt'))).toEqual(DONE);
  expect(engine.resumed).toEqual([`fore ${terminal.modes}`, 'fore']);
});

test('a resize reaches the tool, also one that nobody told while it was stopped', async () => {
  const terminal = new MadeUpTerminal();
  const sizes = new Queue<string>();
  const tellsSizes: MemoryProgram = async (tool) => {
    tool.on('SIGWINCH', () => sizes.put(`${tool.size()?.rows} ${tool.size()?.columns}`));
    await tool.stdout.write('ready\n');
    await readsUntilQuit(tool);
    return 0;
  };
  const { caller, start } = play(terminal, tellsSizes);
  const result = start();
  await terminal.shown.until('ready');
  caller.resizeTo({ rows: 50, columns: 132 });
  expect(await sizes.take()).toBe('50 132');
  caller.whileStopped = () => caller.resizeTo({ rows: 10, columns: 20 });
  terminal.keys.write('\x1a');
  expect(await sizes.take()).toBe('10 20');
  terminal.keys.write('q\r');
  expect(await result).toEqual(DONE);
});

test('a key typed after a resize finds the new size, also before the signal tells of it', async () => {
  const terminal = new MadeUpTerminal();
  const { start } = play(terminal, async (tool) => {
    await tool.stdout.write('ready\n');
    await readsUntilQuit(tool);
    await tool.stdout.write(`quit at ${tool.size()?.rows} ${tool.size()?.columns}\n`);
    return 0;
  });
  const result = start();
  await terminal.shown.until('ready');
  terminal.resizeUnheard({ rows: 50, columns: 132 });
  terminal.keys.write('q\r');
  expect(await result).toEqual(DONE);
  expect(terminal.shown.text).toContain('quit at 50 132');
});

test('a SIGWINCH without a new size is passed on, one that comes after its size is not', async () => {
  const terminal = new MadeUpTerminal();
  const heard: string[] = [];
  const { caller, start } = play(terminal, async (tool) => {
    tool.on('SIGWINCH', () => heard.push(`${tool.size()?.rows} ${tool.size()?.columns}`));
    return readsUntilQuit(tool);
  });
  const result = start();
  await terminal.shown.until('ready');
  caller.signal('SIGWINCH');
  terminal.resizeUnheard({ rows: 50, columns: 132 });
  terminal.keys.write('a key\r');
  await terminal.shown.until('read a key');
  caller.signal('SIGWINCH');
  terminal.keys.write('q\r');
  expect(await result).toEqual(DONE);
  expect(heard).toEqual(['24 80', '50 132']);
});

test('a terminal that hangs up ends the tool’s input, after the SIGHUP that comes with it', async () => {
  const terminal = new MadeUpTerminal();
  const heard: string[] = [];
  const { caller, start } = play(terminal, async (tool) => {
    tool.on('SIGHUP', () => heard.push('SIGHUP'));
    await readsUntilQuit(tool);
    heard.push('end of input');
    return 0;
  });
  const result = start();
  await terminal.shown.until('ready');
  terminal.keys.end();
  terminal.keys.on('end', () => setImmediate(() => caller.signal('SIGHUP')));
  expect(await result).toEqual(DONE);
  expect(heard).toEqual(['SIGHUP', 'end of input']);
});

test('a long paste waits for a tool that is slow to read, and arrives whole', async () => {
  const terminal = new MadeUpTerminal();
  const paste = Buffer.alloc(300_000, 'paste ');
  let read = 0;
  const { start } = play(terminal, async (tool) => {
    tool.makeRaw();
    await tool.stdout.write('ready');
    for await (const chunk of tool.stdin) {
      read += chunk.length;
      await new Promise(setImmediate);
      if (read === paste.length) break;
    }
    return 0;
  });
  const result = start();
  await terminal.shown.until('ready');
  for (let at = 0; at < paste.length; at += 1000)
    terminal.keys.write(paste.subarray(at, at + 1000));
  expect(await result).toEqual(DONE);
  expect(read).toBe(paste.length);
});
