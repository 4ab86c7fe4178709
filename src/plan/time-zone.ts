import type { AbsolutePath } from '../kernel/brand.ts';
import { absolutePathOf } from '../kernel/brand.ts';
import type { HostFacts } from './host-facts.ts';
import type { BindMount } from './launch-plan.ts';
import { below, liesBelow } from '../kernel/path-within.ts';

/** How a tool learns the caller's time zone. */
export interface TimeZone {
  readonly mount?: BindMount;
  /** The value of `TZ`. */
  readonly name?: string;
}

/** Where tzdata installs; the C library looks `TZ` up here. */
const ZONES = '/usr/share/zoneinfo' as AbsolutePath;
const LOCALTIME = '/etc/localtime' as AbsolutePath;

/**
 * The zone's file is bound where the image's C library looks for it (slim images have no tzdata), and
 * `TZ` names it: the ICU of Node and Java finds a zone by name only. `/etc/localtime` itself is not
 * covered where that can be avoided: in many images it is a link to `Etc/UTC`, and a mount follows it.
 */
export function timeZone(facts: HostFacts): TimeZone {
  const asked = facts.env['TZ'];
  const file = facts.timeZoneFile;
  const name = asked ?? (file === undefined ? undefined : zoneName(file));
  const target = file === undefined ? undefined : whereLookedUp(name);
  return {
    ...(name !== undefined && { name }),
    ...(file !== undefined && target !== undefined && { mount: zoneMount(file, target) }),
  };
}

function zoneMount(source: AbsolutePath, target: AbsolutePath): BindMount {
  return { kind: 'bind', source, target, access: 'read-only', purpose: 'time-zone' };
}

/** `Europe/Berlin` of `/usr/share/zoneinfo/Europe/Berlin`; nothing for a copied `/etc/localtime`. */
function zoneName(file: AbsolutePath): string | undefined {
  return /\/zoneinfo\/(.+)$/.exec(file)?.[1];
}

/**
 * `TZ` may begin with a colon and may be a path (tzset(3)); nothing for a path somewhere else. An empty one
 * is `Universal` to the GNU C library.
 */
function whereLookedUp(name: string | undefined): AbsolutePath | undefined {
  const zone = name === '' ? 'Universal' : (name?.replace(/^:/, '') ?? LOCALTIME);
  const path = absolutePathOf(zone.startsWith('/') ? zone : below(ZONES, zone));
  return path === LOCALTIME || (path !== undefined && liesBelow(path, ZONES)) ? path : undefined;
}
