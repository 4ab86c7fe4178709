import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { askEngine } from '../../scripts/setup/engine.mjs';
import { findProgram } from '../../scripts/setup/programs.mjs';
import type { RlimitValue } from '../../src/plan/inherited.ts';
import { parseLimits } from '../../src/host/resource-limits.ts';
import { processesWith } from './processes.ts';
import { rig } from './rig.ts';
import { Undo } from './undo.ts';
import { until } from './until.ts';
import { asUser, type OrdinaryUser } from './user.ts';

/** A Podman of the tests' own: its service, images, containers and settings lie in one directory. */
export interface Podman extends AsyncDisposable {
  readonly address: { readonly socketPath: string };
  /** What makes the program, and a service that it starts, this very Podman. */
  readonly env: Readonly<Record<string, string>>;
  /** Of the resources that may be limited, those that it can limit. */
  readonly controllers: readonly string[];
}

/** One that crashes more often does so for a reason. */
const MOST_CRASHES = 3;

export interface NoPodman {
  readonly because: string;
}

/** Starts one of root's, or rootless of a user, and runs a container of the kit. Where that cannot be, says why. */
export async function startPodman(user?: OrdinaryUser): Promise<Podman | NoPodman> {
  const program = findProgram('podman');
  if (program === undefined) return { because: '`podman` is not installed' };
  // Short names: where the path is longer than 50 characters, Podman removes no container that has ended.
  const directory = mkdtempSync(join(rig().scratch, 'p'));
  const env = settings(directory, user);
  const through = user === undefined ? [] : asUser(user);
  const run = (...args: readonly string[]) => outcome([...through, program, ...args], env);
  const socketPath = join(directory, 'p.sock');
  const log = join(directory, 'log');
  await using undo = new Undo();
  undo.defer(() => removeAll(directory, user, run));
  const argv = [...through, program, 'system', 'service', '--time=0', `unix://${socketPath}`];
  const serve = (): ChildProcess => {
    const output = openSync(log, 'a');
    const stdio: StdioOptions = ['ignore', output, output];
    const service = spawn(argv[0]!, argv.slice(1), { cwd: '/', env, stdio });
    closeSync(output);
    return service;
  };
  let service = serve();
  let ended = once(service, 'exit');
  const answers = async () =>
    service.exitCode !== null || (await askEngine({ socketPath })) === 'answers';
  let crashes = 0;
  let keeping: 'not yet' | 'kept' | 'over' = 'not yet';
  undo.defer(async () => {
    keeping = 'over';
    // Of a rootless service there are two processes, and the one that listens does not end with the other.
    for (const id of processesWith((word) => word === `unix://${socketPath}`)) process.kill(id);
    await ended;
  });
  await until(answers, { within: 30_000, what: 'that podman answers' });
  if (service.exitCode !== null) return { because: readFileSync(log, 'utf8').trim() };
  keeping = 'kept';
  // One that crashes fails the test that it crashes in, and not all that come after it.
  const keep = (): void => {
    if (keeping !== 'kept' || ++crashes > MOST_CRASHES) return;
    const said = readFileSync(log, 'utf8').slice(-4000);
    process.stderr.write(`podman's service has ended, and is started again: ${said}\n`);
    rmSync(socketPath, { force: true });
    service = serve();
    ended = once(service, 'exit');
    service.once('exit', keep);
  };
  service.once('exit', keep);
  const tried = await run('run', '--rm', '--quiet', '--network=none', rig().kit.tag, 'true');
  if (tried.status !== 0) return { because: tried.said };
  const info = await run('info', '--format={{json .Host.CgroupControllers}}');
  const kept = undo.move();
  return {
    address: { socketPath },
    env,
    controllers: (JSON.parse(info.stdout) as readonly string[] | null) ?? [],
    [Symbol.asyncDispose]: () => kept[Symbol.asyncDispose](),
  };
}

/** The processes of services that launches have started, as where none listens. */
export function startedServices({ env }: Pick<Podman, 'env'>): readonly number[] {
  const runtime = join(env['XDG_RUNTIME_DIR']!, 'tackle');
  return processesWith((word) => word.startsWith(`unix://${runtime}/`));
}

/** Ends those services, which else wait half a minute for somebody to speak to. */
export async function endStartedServices(podman: Pick<Podman, 'env'>): Promise<void> {
  for (const id of startedServices(podman)) process.kill(id);
  const gone = () => startedServices(podman).length === 0;
  await until(gone, { within: 10_000, what: 'the end of the service' });
}

function settings(directory: string, user: OrdinaryUser | undefined): Record<string, string> {
  const at = (name: string) => join(directory, name);
  chmodSync(directory, 0o755);
  mkdirSync(at('r'), { mode: 0o700 });
  if (user !== undefined)
    for (const path of [directory, at('r')]) chownSync(path, user.uid, user.gid);
  const runtime = findProgram('runc') === undefined ? '' : 'runtime = "runc"\n';
  const files = {
    // crun refuses machines with both versions of cgroups.
    'containers.conf': `[containers]\ndefault_ulimits = [${ownLimits()}]\n[engine]\n${runtime}events_logger = "file"\ncgroup_manager = "cgroupfs"\n`,
    'storage.conf': `[storage]\ndriver = "overlay"\ngraphroot = "${at('graph')}"\nrootless_storage_path = "${at('graph')}"\nrunroot = "${at('s')}"\n`,
    'registries.conf': '[[registry]]\nlocation = "127.0.0.1"\ninsecure = true\n',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(at(name), text);
  return {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    HOME: user?.home ?? homedir(),
    XDG_RUNTIME_DIR: at('r'),
    CONTAINERS_CONF: at('containers.conf'),
    CONTAINERS_STORAGE_CONF: at('storage.conf'),
    CONTAINERS_REGISTRIES_CONF: at('registries.conf'),
    TACKLE_TEST_RUN: rig().run,
  };
}

/**
 * Podman's defaults are higher than what a nested machine gives, and then no container starts. Of processes it gives
 * itself no more than there can be pids.
 */
function ownLimits(): string {
  const { nofile, nproc } = parseLimits(readFileSync('/proc/self/limits', 'utf8'));
  const pids = Number(readFileSync('/proc/sys/kernel/pid_max', 'utf8'));
  const files = numberOf(nofile?.hard, 1 << 20);
  const processes = Math.min(numberOf(nproc?.hard, pids), pids);
  return `"nofile=${files}:${files}", "nproc=${processes}:${processes}"`;
}

function numberOf(limit: RlimitValue | undefined, otherwise: number): number {
  return typeof limit === 'number' ? limit : otherwise;
}

interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  /** The last line on stderr. */
  readonly said: string;
}

type Run = (...args: readonly string[]) => Promise<Outcome>;

/** A rootless Podman leaves a process that holds its user namespace, and files of subordinate ids. */
async function removeAll(
  directory: string,
  user: OrdinaryUser | undefined,
  run: Run,
): Promise<void> {
  await run('rm', '--all', '--force', '--time=0');
  if (user !== undefined) {
    await run('unshare', 'rm', '-rf', join(directory, 'graph'));
    try {
      const pid = readFileSync(join(directory, 'r/libpod/tmp/pause.pid'), 'utf8');
      process.kill(Number(pid), 'SIGKILL');
    } catch {
      // It has not been needed.
    }
  }
  rmSync(directory, { recursive: true, force: true });
}

async function outcome(argv: readonly string[], env: Record<string, string>): Promise<Outcome> {
  const child = spawn(argv[0]!, argv.slice(1), {
    cwd: '/',
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (piece: string) => (stdout += piece));
  child.stderr.setEncoding('utf8').on('data', (piece: string) => (stderr += piece));
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, stdout, said: stderr.trim().split('\n').at(-1) ?? '' };
}
