import { statSync } from 'node:fs';
import type { AbsolutePath } from '../kernel/brand.ts';
import { pathForNode } from './path-for-node.ts';
import { realPathOf } from './real-path.ts';

/**
 * The file of the zone in force: the one that `TZ` names, else the one `/etc/localtime` leads to. Nothing
 * for a `TZ` that spells a rule out (`CET-1CEST`), and where no file is (UTC). An empty `TZ` is the zone
 * `Universal` to the GNU C library, which without its file calls itself that and not UTC.
 */
export function timeZoneFile(tz: string | undefined): AbsolutePath | undefined {
  const named = tz === '' ? 'Universal' : tz?.replace(/^:/, '');
  const zone = named ?? '/etc/localtime';
  if (zone === '' || zone.split('/').includes('..')) return undefined;
  const file = realPathOf(zone.startsWith('/') ? zone : `/usr/share/zoneinfo/${zone}`);
  return file !== undefined && statSync(pathForNode(file)).isFile() ? file : undefined;
}
