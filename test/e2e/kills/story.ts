import { appendFileSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { killMarked, markedProcesses } from '../../fidelity/marked-processes.ts';
import { type Inside, processesInside } from '../../rig/inside.ts';
import type { OwnEngine } from '../../rig/own-engine.ts';
import { Terminal } from '../../rig/pty.ts';
import { until } from '../../rig/until.ts';
import { ShimmedProject, type Ran } from '../shimmed-project.ts';
import { SCRIPT, STATUS, type Round, type Told } from './round.ts';
import { agentsOf, childrenOf, isAgent, kill, strike } from './strike.ts';

/** One project, and what comes of launches in it. */
export class Story implements AsyncDisposable {
  readonly project: ShimmedProject;
  readonly #daemon: OwnEngine | undefined;
  readonly #took = { warm: 0, cold: 0 };

  /** @param daemon what runs its containers; without, they are sandboxes */
  constructor(daemon: OwnEngine | undefined) {
    this.project = new ShimmedProject(
      daemon === undefined ? 'embedded' : 'docker',
      daemon === undefined ? {} : { DOCKER_HOST: daemon.host },
    );
    this.#daemon = daemon;
  }

  /** Learns how long a launch takes. */
  async begin(): Promise<void> {
    const timed = async (name: string): Promise<number> => {
      const start = performance.now();
      const ran = await this.launch(name);
      if (ran.status !== STATUS) throw new Error(`no launch: ${JSON.stringify(ran)}`);
      return performance.now() - start;
    };
    await timed('image');
    this.#makeCold();
    this.#took.cold = await timed('cold');
    const warm = [await timed('warm-1'), await timed('warm-2'), await timed('warm-3')];
    this.#took.warm = Math.min(...warm);
  }

  /** A launch that nobody disturbs. */
  launch(name: string): Promise<Ran> {
    return this.project.run('sh', ['-c', SCRIPT, name]);
  }

  async play(round: Round): Promise<Told> {
    if (round.isCold) this.#makeCold();
    const { isHit, ran } = await (round.isOnTerminal ? this.#onTerminal : this.#onPipes).call(
      this,
      round,
    );
    const { status, signal, err } = ran;
    return { ...round, isHit, status, signal, err, ...this.lines(round.name) };
  }

  /** How often the launch of this name has begun and ended. */
  lines(name: string): Pick<Told, 'begun' | 'ended'> {
    const lines = readFileSync(join(this.project.path, 'log'), 'utf8').split('\n');
    const count = (line: string) => lines.filter((each) => each === line).length;
    return { begun: count(`${name} begins`), ended: count(`${name} ends`) };
  }

  /**
   * Settles when there is nothing but agents; what is being prepared may be useful yet, and a container that a daemon was
   * making when it was killed is its own affair until it is back: `runc init` waits in it for the word to begin.
   */
  async isEmpty(within: number, daemon: 'up' | 'killed' = 'up'): Promise<void> {
    const isHalfMade = ({ argv }: Inside) => argv[0] === 'runc' && argv[1] === 'init';
    let left: readonly unknown[] = [];
    const isIt = (): boolean => {
      const { path } = this.project;
      const marked = markedProcesses(path).filter((each) => !each.includes('+prepare'));
      const inside = processesInside(path).filter((one) => !isAgent(one));
      left = [...marked, ...(daemon === 'up' ? inside : inside.filter((one) => !isHalfMade(one)))];
      return left.length === 0;
    };
    await until(isIt, { within, what: 'that nothing is left' }).catch((error: unknown) => {
      throw new Error(`${String(error)}: ${JSON.stringify(left)}`);
    });
  }

  /** What was prepared is forgotten, and the container is on its way out. */
  #makeCold(): void {
    for (const pid of agentsOf(this.project.path)) kill(pid);
    appendFileSync(join(this.project.path, 'tackle.yaml'), '#\n');
  }

  async #onPipes(round: Round): Promise<{ readonly isHit: boolean; readonly ran: Ran }> {
    const agent = agentsOf(this.project.path)[0];
    const { pid, ran } = this.project.start('sh', ['-c', SCRIPT, round.name]);
    const isHit = await this.#strike(round, () => pid, agent);
    return { isHit, ran: await ran };
  }

  async #onTerminal(round: Round): Promise<{ readonly isHit: boolean; readonly ran: Ran }> {
    const { path: cwd, env } = this.project;
    const agent = agentsOf(cwd)[0];
    const words = [this.project.shim('sh'), '-c', SCRIPT, round.name];
    // A launch that is killed leaves the terminal as it was at that moment.
    const isSeen = round.victim !== 'launch';
    const [program, ...args] = isSeen ? ['sh', '-c', AROUND, 'around', ...words] : words;
    await using terminal = new Terminal(program!, args, { cwd, env });
    if (isSeen) await terminal.expect('go\n');
    const launch = () => (isSeen ? childrenOf(terminal.pid)[0] : terminal.pid);
    const isHit = await this.#strike(round, launch, agent);
    const said = isSeen ? await terminal.expect(/=(\w+)=/) : undefined;
    const end = await terminal.ended;
    const isKilled = end.signal !== null || said?.[1] === String(128 + constants.signals.SIGKILL);
    const status = said === undefined ? end.status : Number(said[1]);
    const ended = isKilled
      ? ({ status: null, signal: 'SIGKILL' } as const)
      : { status, signal: null };
    return { isHit, ran: { ...ended, out: '', err: terminal.text } };
  }

  async #strike(
    round: Round,
    launch: () => number | undefined,
    agent: number | undefined,
  ): Promise<boolean> {
    const due = performance.now() + round.moment * this.#took[round.isCold ? 'cold' : 'warm'];
    // A timer is as coarse as what a launch takes.
    while (performance.now() < due) continue;
    const field = { project: this.project.path, launch, agent };
    if (round.victim !== 'daemon') return strike(round.victim, field);
    await this.#daemon!.stop('SIGKILL');
    return true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { path } = this.project;
    killMarked(path);
    for (const { pid } of processesInside(path)) kill(pid);
    await this.project[Symbol.asyncDispose]();
  }
}

/** Runs its words on the terminal, and says how they ended, unless the terminal is another one afterwards. */
const AROUND = [
  'modes=$(stty -g); echo go; "$@"; status=$?',
  '[ "$(stty -g)" = "$modes" ] || status=modes',
  'echo "=$status="',
].join('\n');
