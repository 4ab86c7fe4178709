import { readdirSync, readFileSync } from 'node:fs';

/** In the environment of everything that a case starts; its value is the project's directory. */
export const MARK = 'TACKLE_FIDELITY_PROJECT';

/** The host's processes that a case has started and that still run, as `pid command`. */
export function markedProcesses(project: string): readonly string[] {
  return idsOf(project).map((id) => `process ${id}: ${read(id, 'cmdline').replaceAll('\0', ' ')}`);
}

export function killMarked(project: string): void {
  for (const id of idsOf(project)) {
    try {
      process.kill(Number(id), 'SIGKILL');
    } catch {
      // It has ended meanwhile.
    }
  }
}

function idsOf(project: string): readonly string[] {
  const mark = `${MARK}=${project}`;
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return all.filter((id) => read(id, 'environ').split('\0').includes(mark) && !isZombie(id));
}

/** Only its parent can end that, and the parent is in the list or is the test itself. */
function isZombie(id: string): boolean {
  return read(id, 'stat').replace(/^.*\)/s, '').includes(' Z ');
}

function read(id: string, file: string): string {
  try {
    return readFileSync(`/proc/${id}/${file}`, 'latin1');
  } catch {
    return '';
  }
}
