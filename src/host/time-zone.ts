import { statSync } from 'node:fs';
import type { AbsolutePath } from '../kernel/brand.ts';
import { pathForNode } from './path-for-node.ts';
import { realPathOf } from './real-path.ts';

/**
 * The file of the zone in force: the one that `TZ` names, else the one `/etc/localtime` leads to. Nothing
 * for a `TZ` that is empty (UTC) or spells a rule out (`CET-1CEST`), and where no file is (UTC).
 */
export function timeZoneFile(tz: string | undefined): AbsolutePath | undefined {
  const zone = tz === undefined ? '/etc/localtime' : tz.replace(/^:/, '');
  if (zone === '' || zone.split('/').includes('..')) return undefined;
  const file = realPathOf(zone.startsWith('/') ? zone : `/usr/share/zoneinfo/${zone}`);
  return file !== undefined && statSync(pathForNode(file)).isFile() ? file : undefined;
}
