import type { Process } from '../../host/processes.ts';
import { ownerOfHome } from '../../plan/toolbox-home.ts';
import { INIT_PROGRAM_TARGET } from '../init-link.ts';
import type { RunningContainer } from '../own-containers.ts';

/**
 * The sandboxes of a user's launches, of whichever way they were started: the argument list of bubblewrap says what was
 * mounted, and so which toolbox it is and for which project. Pure.
 */
export function sandboxesIn(
  processes: readonly Process[],
  uid: number,
): readonly RunningContainer[] {
  const own = processes.filter((one) => one.uid === uid && isSandbox(one));
  const pids = new Set(own.map(({ pid }) => pid));
  // Without rights it forks before it executes init.
  return own.filter(({ parent }) => !pids.has(parent)).flatMap((one) => described(one, processes));
}

function isSandbox({ words }: Process): boolean {
  const [program = ''] = words;
  return /(^|\/)bwrap$/.test(program) && words[words.indexOf('--') + 1] === INIT_PROGRAM_TARGET;
}

function described(
  { pid, started, words }: Process,
  processes: readonly Process[],
): readonly RunningContainer[] {
  const sources = words.filter((_, at) => /^--(ro-)?bind$/.test(words[at - 1] ?? ''));
  const owner = ownerOfHome(sources);
  if (owner === undefined) return [];
  const init = initBelow(pid, processes);
  const tools = processes.filter(({ parent }) => parent === init?.pid);
  return [
    {
      ...{ id: String(pid), ...owner, life: 'one launch', made: started },
      tools: tools.map((tool) => tool.words.join(' ')),
    },
  ];
}

/** Nothing before it is executed. */
function initBelow(pid: number, processes: readonly Process[]): Process | undefined {
  const children = processes.filter(({ parent }) => parent === pid);
  const init = children.find(({ words }) => words[0] === INIT_PROGRAM_TARGET);
  return (
    init ?? children.filter(isSandbox).flatMap((child) => initBelow(child.pid, processes) ?? [])[0]
  );
}
