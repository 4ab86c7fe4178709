import { readdirSync, readFileSync } from 'node:fs';

/** A process in a container or sandbox, as the host sees it. */
export interface Inside {
  readonly pid: number;
  readonly parent: number;
  /** In the namespace that it lives in. */
  readonly ownPid: number;
  readonly isZombie: boolean;
  readonly argv: readonly string[];
}

/** The processes that have this directory of the host's mounted: those of its containers and sandboxes. Needs root. */
export function processesInside(directory: string): readonly Inside[] {
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const root = ` ${directory} `;
  return ids.flatMap((id) => {
    // A mount's fourth field is what of its file system it shows.
    if (!read(id, 'mountinfo').includes(root)) return [];
    const found = describe(id);
    return found === undefined ? [] : [found];
  });
}

function describe(id: string): Inside | undefined {
  const status = read(id, 'status');
  const field = (name: string) => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(status)?.[1] ?? '';
  if (field('Pid') === '') return undefined;
  return {
    pid: Number(id),
    parent: Number(field('PPid')),
    ownPid: Number(field('NSpid').split(/\s+/).at(-1)),
    isZombie: field('State').startsWith('Z'),
    argv: read(id, 'cmdline').split('\0').slice(0, -1),
  };
}

/** Nothing of one that has ended meanwhile. */
function read(id: string, file: string): string {
  try {
    return readFileSync(`/proc/${id}/${file}`, 'latin1');
  } catch {
    return '';
  }
}
