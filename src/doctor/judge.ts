import type { Facts } from './facts.ts';
import { judgeEngines } from './judge-engines.ts';
import { judgeInstallation } from './judge-installation.ts';
import { judgeKernel } from './judge-kernel.ts';
import { judgeNetwork } from './judge-network.ts';
import { judgeProject } from './judge-project.ts';
import { judgeRoom } from './judge-room.ts';
import type { Line } from './line.ts';

/** What is well and what is not, in the order in which a launch depends on it. Pure. */
export function judge(facts: Facts): readonly Line[] {
  return [
    ...judgeInstallation(facts),
    ...judgeEngines(facts),
    ...judgeKernel(facts),
    ...judgeRoom(facts),
    ...judgeNetwork(facts),
    ...judgeProject(facts),
  ];
}
