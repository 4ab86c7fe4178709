import { readFileSync } from 'node:fs';
import { processesInside, type Inside } from '../../rig/inside.ts';
import type { Victim } from './round.ts';

/** Process 1 of a warm container. */
export function isAgent({ argv, ownPid }: Inside): boolean {
  return argv[1] === '--agent' && ownPid === 1;
}

/** Those of a project's warm containers. */
export function agentsOf(project: string): readonly number[] {
  return processesInside(project).flatMap((one) => (isAgent(one) ? [one.pid] : []));
}

/** Where a victim is looked for. */
export interface Field {
  readonly project: string;
  readonly launch: () => number | undefined;
  /** As it was when the launch began; to look for it takes longer than a launch. */
  readonly agent: number | undefined;
}

/** Kills whoever plays this part at the moment. Whether somebody did. */
export function strike(victim: Exclude<Victim, 'daemon'>, field: Field): boolean {
  return idsOf(victim, field).map(kill).includes(true);
}

function idsOf(victim: Exclude<Victim, 'daemon'>, field: Field): readonly number[] {
  const { project, launch, agent } = field;
  const own = [launch()].flatMap((pid) => pid ?? []);
  const agents = () => (agent === undefined ? agentsOf(project) : [agent]);
  switch (victim) {
    case 'launch':
      return own;
    case 'child':
      return own.flatMap(childrenOf);
    case 'init':
      return own.flatMap(childrenOf).flatMap(childrenOf);
    case 'agent':
      return agents();
    case 'supervisor':
      return agents().flatMap(childrenOf);
  }
}

/** proc_pid_task_children(5). */
export function childrenOf(parent: number): readonly number[] {
  try {
    const ids = readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8');
    return ids.split(' ').filter(Boolean).map(Number);
  } catch {
    return []; // It has ended.
  }
}

export function kill(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false; // It has ended.
  }
}
