import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { askEngine } from '../../scripts/setup/engine.mjs';
import { processesWith } from './processes.ts';
import { until } from './until.ts';

/**
 * A Docker Engine of a test's own that may be stopped and started. Needs root. It has namespaces of its own: without a
 * bridge it would take down the one of the machine's engine (`docker0`), and when killed it would leave its mounts.
 */
export class OwnEngine implements AsyncDisposable {
  readonly #directory: string;
  readonly address: { readonly socketPath: string };
  #daemon: ChildProcess | undefined;
  #leavesContainers = false;

  /** @param directory where all that it has lies */
  constructor(directory: string) {
    this.#directory = directory;
    this.address = { socketPath: join(directory, 'docker.sock') };
  }

  /** For `DOCKER_HOST`. */
  get host(): string {
    return `unix://${this.address.socketPath}`;
  }

  /**
   * Settles when it answers.
   * @param containers what becomes of those that run when it stops, or is killed and started again
   */
  async start(containers: 'end' | 'live on' = 'end'): Promise<void> {
    this.#leavesContainers = containers === 'live on';
    const path = (name: string) => join(this.#directory, name);
    const places = [
      '--data-root',
      path('data'),
      '--exec-root',
      path('exec'),
      '--pidfile',
      path('pid'),
    ];
    const settings = ['--bridge=none', '--iptables=false'];
    if (this.#leavesContainers) settings.push('--live-restore');
    // One that was killed leaves them, and while nobody has waited for the processes, they look alive.
    for (const pid of ['pid', 'exec/containerd/containerd.pid']) rmSync(path(pid), { force: true });
    const log = openSync(path('log'), 'a');
    const argv = ['--net', '--mount', 'dockerd', ...places, ...settings, '--host', this.host];
    this.#daemon = spawn('unshare', argv, { stdio: ['ignore', log, log] });
    closeSync(log);
    const answers = async () => (await askEngine(this.address)) === 'answers';
    await until(answers, { within: 60_000, what: 'that dockerd answers' });
  }

  /** Gives it an image of a registry that it cannot reach itself, by way of the machine's engine. */
  async take(tag: string): Promise<void> {
    await succeeded(spawn('docker', ['pull', '--quiet', tag], { stdio: 'ignore' }));
    const saved = spawn('docker', ['save', tag], { stdio: ['ignore', 'pipe', 'inherit'] });
    const load = ['--host', this.host, 'load'];
    const loaded = spawn('docker', load, { stdio: [saved.stdout, 'ignore', 'inherit'] });
    await Promise.all([succeeded(saved), succeeded(loaded)]);
  }

  /** SIGTERM ends it with all its containers; SIGKILL leaves them to whoever starts it again. */
  async stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const daemon = this.#daemon;
    if (daemon === undefined) return;
    this.#daemon = undefined;
    const ended = once(daemon, 'exit');
    daemon.kill(signal);
    await ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // One that was killed has left its containers.
    if (this.#leavesContainers) await this.stop('SIGKILL');
    if (this.#daemon === undefined) await this.start();
    await this.stop('SIGTERM');
    // What watches over a container that was being made when the engine was killed, and which it knows nothing of.
    const containerd = join(this.#directory, 'exec/containerd/containerd.sock');
    for (const pid of processesWith((word) => word === containerd)) process.kill(pid, 'SIGKILL');
  }
}

async function succeeded(child: ChildProcess): Promise<void> {
  await once(child, 'exit');
  if (child.exitCode !== 0)
    throw new Error(`${child.spawnargs.join(' ')} ended with ${child.exitCode}`);
}
