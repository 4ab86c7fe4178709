import type { AbsolutePath } from '../kernel/brand.ts';
import { absolutePathOf } from '../kernel/brand.ts';
import type { HostFacts } from '../plan/host-facts.ts';
import { ownAccount } from './account.ts';
import type { Environment } from './environment.ts';
import { systemText } from './system-text.ts';
import { currentUmask } from './umask.ts';

/** Whoever runs this process. The home is `HOME`, as for every program the caller starts, else passwd's. */
export function callingUser(uid: number, gid: number, env: Environment): HostFacts['user'] {
  const { name, home } = account(uid);
  const names = groupNames();
  const groups = [...new Set(process.getgroups?.() ?? [])]
    .filter((group) => group !== gid)
    .sort((a, b) => a - b);
  return {
    uid,
    gid,
    groups,
    groupNames: Object.fromEntries(
      groups.flatMap((group) => {
        const known = names.get(group);
        return known === undefined ? [] : [[group, known]];
      }),
    ),
    name,
    group: names.get(gid) ?? name,
    home: absolutePathOf(env['HOME'] ?? '') ?? home ?? (`/home/${name}` as AbsolutePath),
    umask: currentUmask(),
  };
}

function account(uid: number): { readonly name: string; readonly home?: AbsolutePath } {
  const known = ownAccount();
  if (known === undefined) return { name: uid === 0 ? 'root' : 'user' };
  const home = absolutePathOf(known.homedir);
  return { name: known.username, ...(home !== undefined && { home }) };
}

/** Of `/etc/group` alone: asking every directory service (getgrgid) can take seconds on a large network. */
function groupNames(): ReadonlyMap<number, string> {
  const lines = (systemText('/etc/group') ?? '').split('\n').reverse();
  return new Map(
    lines.flatMap((line) => {
      const [name, , gid] = line.split(':');
      return name === undefined || name === '' || gid === undefined ? [] : [[Number(gid), name]];
    }),
  );
}
