import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../../rig/until.ts';
import type { Compiled } from '../builds.ts';

/** Runs a command as PID 1 of its own processes, as a container does; a non-root user needs user namespaces. */
export const AS_PROCESS_ONE: readonly string[] = [
  'unshare',
  ...(process.getuid?.() === 0 ? [] : ['--user', '--map-current-user']),
  ...['--pid', '--fork', '--kill-child', '--mount-proc'],
];

const [command, ...args] = AS_PROCESS_ONE;
/** Why no process 1 can be had here; empty where it can. */
export const refusal = spawnSync(command!, [...args, 'true'], { encoding: 'utf8' }).stderr;

export class Agent implements AsyncDisposable {
  readonly path: string;
  /** How it ended. */
  readonly end: Promise<number | null>;
  readonly #directory: string;
  readonly #child: ChildProcess;

  constructor(directory: string, path: string, child: ChildProcess) {
    this.#directory = directory;
    this.path = path;
    this.#child = child;
    this.end = new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (status) => resolve(status));
    });
  }

  /** Its process id, as seen from here. */
  get pid(): number {
    return childrenOf(this.#child.pid!)[0]!;
  }

  get children(): readonly number[] {
    return childrenOf(this.pid);
  }

  get descriptors(): readonly string[] {
    return readdirSync(`/proc/${this.pid}/fd`);
  }

  /** In kilobytes. */
  get resident(): number {
    const status = readFileSync(`/proc/${this.pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+)/m.exec(status)![1]);
  }

  /** Settles when nothing of a launch is left. */
  async isIdle(): Promise<void> {
    await until(() => this.children.length === 0, { within: 30_000, what: 'idleness' });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.end;
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

export interface AgentOrder {
  readonly idle?: number;
  readonly tidy?: readonly string[];
  /** Where its socket is to be; nobody waits for it then. */
  readonly path?: string;
  /** A command in front of the agent's, within its process namespace. */
  readonly under?: readonly string[];
}

/** An agent that can be connected to. */
export async function startAgent(
  { directory, program, env }: Compiled,
  { idle = 1000, tidy = [], path, under = [] }: AgentOrder = {},
): Promise<Agent> {
  const here = mkdtempSync(join(directory, 'agent-'));
  const socket = path ?? join(here, 'socket');
  const [command, ...args] = [
    ...[...AS_PROCESS_ONE, ...under, program, '--agent', socket, '--idle', String(idle)],
    ...tidy.flatMap((name) => ['--tidy', name]),
  ];
  const child = spawn(command!, args, {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const agent = new Agent(here, socket, child);
  if (path === undefined) {
    await until(() => existsSync(socket), { within: 30_000, what: 'the socket' });
  }
  return agent;
}

export function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text.split(' ').filter(Boolean).map(Number);
}
