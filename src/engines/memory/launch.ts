import { PassThrough } from 'node:stream';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { hasTerminal } from '../../plan/has-terminal.ts';
import type { LaunchPlan } from '../../plan/launch-plan.ts';
import type { Ending, Running, TerminalSize } from '../engine.ts';
import { Life } from './life.ts';
import type { MemoryOutput, MemoryProgram, MemoryTool, NotExecutable } from './program.ts';
import type { MemoryTerminal } from './terminal.ts';
import { openTerminal, writeTo } from './terminal.ts';

/** Runs a program of the table as if it were a process; nothing means that there is no such file. */
export function launchProgram(
  program: MemoryProgram | NotExecutable | undefined,
  plan: LaunchPlan,
  size: TerminalSize,
): Running {
  const life = new Life();
  const keyListeners: ((signal: NodeJS.Signals) => void)[] = [];
  const lateListeners: ((signal: NodeJS.Signals) => void)[] = [];
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const terminal = hasTerminal(plan.stdio)
    ? openTerminal(size, (signal) => {
        if (signal !== 'SIGTSTP') for (const tell of keyListeners) tell(signal);
        life.deliver(signal);
      })
    : undefined;
  const streams = [stdin, stdout, stderr, terminal?.outside].filter((one) => one !== undefined);
  streams.forEach((stream) => stream.on('error', () => undefined));
  if (plan.stdio.stdout === 'terminal') stdout.end().resume();
  if (plan.stdio.stderr !== 'stream') stderr.end().resume();

  const tool = toolOf(plan, life, { stdin, stdout, stderr, terminal });
  void start(program, tool, life);
  return {
    stdin,
    stdout,
    stderr,
    ...(terminal && { terminal: terminal.outside }),
    signal: (name) => {
      if (life.over) for (const tell of lateListeners) tell(name);
      else life.deliver(name);
    },
    resize: (newSize) => {
      if (terminal === undefined) return;
      terminal.size = newSize;
      life.deliver('SIGWINCH');
    },
    resume: () => life.deliver('SIGCONT'),
    onStop: (listener) => life.onStop((signal) => listener(signal, terminal?.shownInAll ?? 0)),
    onKeySignal: (listener) => void keyListeners.push(listener),
    onLate: (listener) => void lateListeners.push(listener),
    over: life.ended,
    ended: life.ended.then(async (ending) => {
      stdout.end();
      stderr.end();
      terminal?.hangUp();
      await Promise.all([stdout, stderr, terminal?.outside].map(whenRead));
      stdin.destroy();
      return ending;
    }),
    dispose: () => {
      life.deliver('SIGKILL');
      streams.forEach((stream) => stream.destroy());
      return Promise.resolve();
    },
  };
}

async function start(
  program: MemoryProgram | NotExecutable | undefined,
  tool: MemoryTool,
  life: Life,
): Promise<void> {
  const name = tool.argv[0];
  if (program === undefined) life.end({ kind: 'not-found', program: name });
  else if (typeof program === 'function') life.end(await outcomeOf(program, tool));
  else life.end({ kind: 'not-executable', program: name, reason: program.notExecutable });
}

/** A program that throws ends as a Node program would: the error on stderr, status 1. */
async function outcomeOf(program: MemoryProgram, tool: MemoryTool): Promise<Ending> {
  try {
    return { kind: 'exited', status: (await program(tool)) & 0xff };
  } catch (error) {
    await tool.stderr.write(`${String(error)}\n`);
    return { kind: 'exited', status: 1 };
  }
}

interface Descriptors {
  readonly stdin: PassThrough;
  readonly stdout: PassThrough;
  readonly stderr: PassThrough;
  readonly terminal: MemoryTerminal | undefined;
}

function toolOf(plan: LaunchPlan, life: Life, descriptors: Descriptors): MemoryTool {
  const { stdio } = plan;
  const { stdin, stdout, stderr, terminal } = descriptors;
  const kinds = [stdio.stdin, stdio.stdout, stdio.stderr] as const;
  const streams = [stdin, stdout, stdio.stderr === 'same-as-stdout' ? stdout : stderr] as const;
  const open = new Set([1, 2]);
  const writeToReader = async (stream: PassThrough, bytes: Buffer): Promise<void> => {
    await writeTo(stream, bytes);
    if (stream.destroyed) life.deliver('SIGPIPE');
  };
  const output = (descriptor: 1 | 2): MemoryOutput => ({
    write: async (data) => {
      await life.running();
      if (!open.has(descriptor)) return;
      const bytes = Buffer.from(data);
      if (kinds[descriptor] === 'terminal' && terminal) await terminal.show(bytes);
      else await writeToReader(streams[descriptor], bytes);
      await life.running();
    },
    close: () => {
      open.delete(descriptor);
      const stream = streams[descriptor];
      if (![1, 2].some((other) => open.has(other) && streams[other] === stream)) stream.end();
    },
  });
  return {
    argv: plan.argv,
    env: plan.env,
    cwd: plan.cwd,
    stdin: stdio.stdin === 'terminal' && terminal ? terminal.input : stdin,
    closeStdin: () => void stdin.destroy(),
    stdout: output(1),
    stderr: output(2),
    isTerminal: (descriptor) => kinds[descriptor] === 'terminal',
    size: () => terminal?.size,
    makeRaw: () => {
      if (terminal) terminal.raw = true;
    },
    on: (signal, handler) => life.catch(signal, handler),
    raise: async (signal) => {
      life.deliver(signal);
      await life.running();
    },
  };
}

/** Settles when the last byte was handed over, or nobody will ask for it any more. */
async function whenRead(stream: Readable | undefined): Promise<void> {
  if (stream === undefined) return;
  await finished(stream, { writable: false }).catch(() => undefined);
}
