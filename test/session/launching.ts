import type { Engine, ImageId, LaunchOptions, Running } from '../../src/engines/engine.ts';
import { openMemoryEngine } from '../../src/engines/memory/memory-engine.ts';
import type { MemoryProgram } from '../../src/engines/memory/program.ts';
import type { AbsolutePath, Digest } from '../../src/kernel/brand.ts';
import type { LaunchPlan, Stdio, StreamKind } from '../../src/plan/launch-plan.ts';
import { run } from '../../src/session/run.ts';
import type { MadeUpCaller } from './made-up-caller.ts';

export const IMAGE = 'sha256:kit' as ImageId;

/** The three descriptors in one word: `sst` has a terminal for its stderr alone, `ssj` has it joined with stdout. */
export type Descriptors = `${'s' | 't'}${'s' | 't'}${'s' | 't'}` | 'ssj';

/** An engine on which every command is this program. */
export function engineOf(program: MemoryProgram): Engine {
  return openMemoryEngine({ programs: { tool: program } });
}

export function planOf(descriptors: Descriptors = 'sss'): LaunchPlan {
  const kinds = { s: 'stream', t: 'terminal', j: 'same-as-stdout' } as const;
  const [stdin, stdout, stderr] = Array.from(
    descriptors,
    (letter) => kinds[letter as keyof typeof kinds],
  ) as [StreamKind, StreamKind, Stdio['stderr']];
  return {
    format: 1,
    command: 'tool',
    toolbox: 'kit',
    image: { kind: 'local', name: 'kit', id: IMAGE as string as Digest },
    platform: 'linux/amd64',
    argv: ['tool'],
    env: {},
    cwd: '/' as AbsolutePath,
    user: {
      uid: 1000,
      gid: 1000,
      groups: [],
      name: 'casey',
      group: 'casey',
      home: '/home/casey' as AbsolutePath,
      umask: 0o022,
    },
    inherited: {},
    mounts: [],
    stdio: { stdin, stdout, stderr },
    network: 'none',
    share: [],
    limits: { pids: 512 },
    security: {
      capabilities: [],
      noNewPrivileges: true,
      readOnlyRoot: true,
      seccomp: 'default',
    },
    isolation: 'fresh',
  };
}

/** Runs the program for the caller. */
export function runFor(
  caller: MadeUpCaller,
  program: MemoryProgram,
  descriptors: Descriptors = 'sss',
): ReturnType<typeof run> {
  return run(engineOf(program), planOf(descriptors), IMAGE, caller);
}

/** The engine, with a word to say about each launch and each tool it starts. */
export function withLaunch(
  engine: Engine,
  launch: (start: () => ReturnType<Engine['launch']>) => ReturnType<Engine['launch']>,
): Engine {
  return { ...engine, launch: (...args) => launch(() => engine.launch(...args)) };
}

/** An engine that writes down how it was asked to launch, and where it was told to let its tools go on. */
export function recording(engine: Engine): Engine & {
  readonly asked: LaunchOptions[];
  readonly resumed: string[];
} {
  const asked: LaunchOptions[] = [];
  const resumed: string[] = [];
  const listening = (running: Running): Running => ({
    ...running,
    resume(ground, modes) {
      resumed.push(modes === undefined ? ground : `${ground} ${modes}`);
      running.resume(ground, modes);
    },
  });
  return {
    ...engine,
    asked,
    resumed,
    async launch(plan, image, options) {
      asked.push(options);
      const launched = await engine.launch(plan, image, options);
      return launched.ok ? { ...launched, value: listening(launched.value) } : launched;
    },
  };
}
