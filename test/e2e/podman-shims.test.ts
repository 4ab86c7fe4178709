import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { PsListing } from '../../src/cli/ps-listing.ts';
import { CALLERS, callerCalled, type Caller } from '../rig/callers.ts';
import { readApi } from '../rig/engine-api.ts';
import { endStartedServices, startedServices, startPodman, type Podman } from '../rig/podman.ts';
import { rig } from '../rig/rig.ts';
import { TACKLE, tackleEnv } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';
import { until } from '../rig/until.ts';

/* Shims on Podman: root's, and rootless, where the agent has a user namespace of its own and its caller's id in it. */

const KIT = () => `image: '${rig().kit.tag}', network: none, commands: [sh]`;

/** A project with shims beside it, for a caller of this Podman. */
class Project implements Disposable {
  readonly #place = scratch('podman-shims');
  readonly #caller: Caller;
  readonly #env: Record<string, string | undefined>;

  constructor(caller: Caller, env: Readonly<Record<string, string>>) {
    this.#caller = caller;
    this.#env = {
      ...tackleEnv(),
      TACKLE_ENGINE: 'podman',
      ...env,
      XDG_CACHE_HOME: this.at('cache'),
    };
    caller.own(this.#place.path);
    this.configure('');
    this.#run([TACKLE, 'shims', 'install', '--dir', this.at('shims'), 'sh']);
    this.#countNode();
  }

  at(name: string): string {
    return join(this.#place.path, name);
  }

  get owner(): number {
    return statSync(this.#place.path).uid;
  }

  configure(more: string): void {
    writeFileSync(this.at('tackle.yaml'), `toolboxes: {kit: {${KIT()}${more}}}\n`);
  }

  /** The end of a script that the shim `sh` runs, and what it wrote. */
  sh(script: string, env: Record<string, string> = {}): readonly unknown[] {
    return this.#run([this.at('shims/sh'), '-c', script], env);
  }

  /** One that says `there`, and ends with its stdin. */
  start(): ChildProcess {
    const { through, env: own } = this.#caller.launching();
    const script = 'echo there; read -r word; exit 4';
    const [program, ...words] = [...through, this.at('shims/sh'), '-c', script] as const;
    const env = { ...own, ...this.#env };
    return spawn(program, words, {
      cwd: this.#place.path,
      env,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
  }

  /** How Tackle itself ended there, and what it said. */
  tackle(...words: readonly string[]): readonly unknown[] {
    return this.#run([TACKLE, ...words], { DOCKER_HOST: 'unix:///nowhere.sock' });
  }

  /** What Node was started for since the last time somebody asked. */
  started(): readonly string[] {
    if (!existsSync(this.at('started'))) return [];
    const lines = readFileSync(this.at('started'), 'utf8').trim().split('\n');
    rmSync(this.at('started'));
    return lines;
  }

  #run(argv: readonly string[], env: Record<string, string> = {}): readonly unknown[] {
    const { through, env: own } = this.#caller.launching();
    const [program = '', ...words] = [...through, ...argv];
    const { status, signal, stdout, stderr } = spawnSync(program, words, {
      cwd: this.#place.path,
      env: { ...own, ...this.#env, ...env },
    });
    return [status ?? signal, `${stdout.toString()}${stderr.toString()}`];
  }

  #countNode(): void {
    const [node, wrapped] = [this.at('shims/.tackle/node'), this.at('node')];
    const script = `echo "$2" >>'${this.at('started')}'\nexec '${process.execPath}' "$@"`;
    writeFileSync(wrapped, `#!/bin/sh\n${script}\n`);
    chmodSync(wrapped, 0o755);
    rmSync(node);
    symlinkSync(wrapped, node);
  }

  [Symbol.dispose](): void {
    this.#place[Symbol.dispose]();
  }
}

/** Also such as have ended. */
async function containersOf({ address }: Podman): Promise<number> {
  return (await readApi<readonly unknown[]>(address, '/containers/json?all=1')).length;
}

async function tryShims(caller: Caller, podman: Podman, env: Record<string, string>) {
  using project = new Project(caller, { ...podman.env, ...env });
  const before = await containersOf(podman);
  const asks = 'id -u; tr "\\0" " " </proc/1/cmdline | cut -d" " -f1-2; >made; exit 3';
  const first = project.sh(asks);
  expect(first).toEqual([3, `${project.owner}\n/run/.tackle/init --agent\n`]);
  expect(project.started()).toEqual(['+prepare']);
  expect(statSync(project.at('made')).uid).toBe(project.owner);

  // From here on nobody is asked for anything.
  await endStartedServices(podman);
  expect(project.sh('echo two; kill -TERM $$')).toEqual(['SIGTERM', 'two\n']);
  expect(project.started()).toEqual([]);
  expect(startedServices(podman)).toEqual([]);
  expect(await containersOf(podman)).toBe(before + 1);

  // Podman removes a container that has ended by itself, with a service or without.
  project.configure(', limits: {pids: 100}');
  expect(project.sh('echo three', { TACKLE_IDLE_SECONDS: '1' })).toEqual([0, 'three\n']);
  expect(project.started()).toEqual(['+prepare']);
  await endStartedServices(podman);
  const gone = async () => (await containersOf(podman)) === before + 1;
  await until(gone, { within: 30_000, what: 'the end of the container' });
}

async function tryPsAndDown(caller: Caller, podman: Podman, env: Record<string, string>) {
  using project = new Project(caller, { ...podman.env, ...env });
  const listed = () => {
    const [status, text] = project.tackle('ps', '--json');
    expect(status).toBe(0);
    return (JSON.parse(String(text)) as PsListing).containers;
  };
  expect(listed()).toEqual([]);
  const tool = project.start();
  await once(tool.stdout!, 'data');
  expect(listed()).toMatchObject([
    { engine: 'podman', toolbox: 'kit', life: 'kept', tools: [expect.stringMatching(/^sh -c/)] },
  ]);
  const stays = project.tackle('down');
  expect(stays).toEqual([0, expect.stringMatching(/kit of \S+ stays: `sh -c/)]);
  tool.stdin!.end();
  expect(await once(tool, 'close')).toEqual([4, null]);
  expect(listed()).toMatchObject([{ life: 'kept', tools: [] }]);
  expect(project.tackle('down')).toEqual([0, expect.stringMatching(/^ended kit of /)]);
  expect(project.tackle('ps')).toEqual([0, 'no container runs\n']);
}

test.for(
  CALLERS.flatMap((who) => [
    { what: 'shims run tools in warm containers', who, act: tryShims },
    { what: 'ps lists them and down ends them', who, act: tryPsAndDown },
  ]),
)('$what, for $who', { timeout: 180_000 }, async ({ who, act }, { skip }) => {
  const caller = callerCalled(who);
  const podman = await startPodman(caller.user);
  if ('because' in podman) return skip(podman.because);
  await using _podman = podman;
  try {
    await act(caller, podman, {});
    await act(caller, podman, { CONTAINER_HOST: `unix://${podman.address.socketPath}` });
  } finally {
    await endStartedServices(podman);
  }
});
