// What a warm container's agent holds while nothing runs.
import { readdirSync, readFileSync } from 'node:fs';
import { pidOf, warmContainers } from './containers.mjs';

/** @returns of the agent of this project's warm container: resident bytes, descriptors and children; nothing without one */
export function agentOf(cli, project) {
  const [container] = warmContainers(cli, project);
  if (container === undefined) return undefined;
  const pid = pidOf(cli, container);
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const kib = Number(/^Rss: +(\d+) kB$/m.exec(rollup)?.[1]);
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return {
    resident: kib * 1024,
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
    children: children === '' ? 0 : children.split(' ').length,
  };
}
