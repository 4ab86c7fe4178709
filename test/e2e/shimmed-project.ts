import { spawn, spawnSync, type ChildProcess, type StdioOptions } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { Capture } from '../contract/capture.ts';
import { MARK } from '../fidelity/marked-processes.ts';
import { Pipe } from '../native/pipe.ts';
import { rig } from '../rig/rig.ts';
import { TACKLE, tackleEnv } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';
import { endWarmContainers } from '../rig/warm-containers.ts';

/** How one of its commands ended, and what it wrote. */
export interface Ran {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

/** One that runs. */
export interface Started {
  readonly pid: number;
  readonly out: Capture;
  readonly ran: Promise<Ran>;
}

/** A project whose commands live in the rig's kit image and are on hand as shims; all that Tackle keeps lies beside it. */
export class ShimmedProject implements AsyncDisposable {
  /** The project's root. */
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;
  readonly #place = scratch('shimmed');
  #pipes = 0;

  constructor(engine: 'docker' | 'embedded', more: Readonly<Record<string, string>> = {}) {
    const at = (name: string) => join(this.#place.path, name);
    this.path = at('project');
    this.env = {
      ...tackleEnv(),
      TACKLE_ENGINE: engine,
      TACKLE_IMAGE_STORE: join(rig().scratch, 'fast-path-store'),
      XDG_CACHE_HOME: at('cache'),
      XDG_RUNTIME_DIR: at('run'),
      [MARK]: this.path,
      ...more,
    };
    mkdirSync(this.path);
    mkdirSync(at('run'), { mode: 0o700 });
    const config = `image: '${rig().kit.tag}', network: none, commands: [sh, cat]`;
    writeFileSync(join(this.path, 'tackle.yaml'), `toolboxes:\n  kit: {${config}}\n`);
    spawnSync(TACKLE, ['shims', 'install', '--dir', at('shims'), 'sh', 'cat'], { env: this.env });
  }

  /** The shim of the command. */
  shim(command: 'sh' | 'cat'): string {
    return join(this.#place.path, 'shims', command);
  }

  /** What is written down for launches. */
  get prepared(): string {
    return join(this.#place.path, 'cache/tackle/prepared');
  }

  /** Where its sockets lie. */
  get runtime(): string {
    return join(this.#place.path, 'run');
  }

  /** Starts a command of the project, at its root. */
  start(command: 'sh' | 'cat', args: readonly string[]): Started {
    const pipes = ['out', 'err'].map(
      (name) => new Pipe(this.#place.path, `${name}-${++this.#pipes}`),
    );
    const [out, err] = pipes.map(({ reader }) => new Capture(reader));
    const stdio: StdioOptions = ['ignore', ...pipes.map(({ writing }) => writing)];
    const child = spawn(this.shim(command), args, { cwd: this.path, env: this.env, stdio });
    return { pid: child.pid!, out: out!, ran: ranOf(child, pipes, [out!, err!]) };
  }

  /** Runs it to its end. */
  run(command: 'sh' | 'cat', args: readonly string[]): Promise<Ran> {
    return this.start(command, args).ran;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await endWarmContainers({ engine: rig().engine, scratch: this.#place.path });
    this.#place[Symbol.dispose]();
  }
}

/** Whoever has started it keeps the pipes open until it ends, as a shell with a pipeline around it does. */
async function ranOf(
  child: ChildProcess,
  pipes: readonly Pipe[],
  [out, err]: readonly [Capture, Capture],
): Promise<Ran> {
  await once(child, 'exit');
  for (const pipe of pipes) pipe.closeWriting();
  const [said, complained] = await Promise.all([out.whole, err.whole]);
  return {
    status: child.exitCode,
    signal: child.signalCode,
    out: said.toString(),
    err: complained.toString(),
  };
}
