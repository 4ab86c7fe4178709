import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** In the environment of everything that a case starts; its value is the project's directory. */
export const MARK = 'TACKLE_FIDELITY_PROJECT';

/** The host's processes that a case has started and that still run, as `pid command`. */
export function markedProcesses(project: string): readonly string[] {
  return idsOf(project).map((id) => `process ${id}: ${read(id, 'cmdline').replaceAll('\0', ' ')}`);
}

export function killMarked(project: string): void {
  for (const id of [...idsOf(project), ...idsOfBeginning(project)]) {
    try {
      process.kill(Number(id), 'SIGKILL');
    } catch {
      // It has ended meanwhile.
    }
  }
}

function idsOf(project: string): readonly string[] {
  const mark = `${MARK}=${project}`;
  return ids().filter((id) => read(id, 'environ').split('\0').includes(mark) && !isZombie(id));
}

/** In the midst of its execve a process has no variables yet, and is known by where it is alone. */
function idsOfBeginning(project: string): readonly string[] {
  return ids().filter(
    (id) => read(id, 'environ') === '' && directoryOf(id) === project && !isZombie(id),
  );
}

function ids(): readonly string[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
}

function directoryOf(id: string): string | undefined {
  try {
    return readlinkSync(`/proc/${id}/cwd`);
  } catch {
    return undefined;
  }
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
