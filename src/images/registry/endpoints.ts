import type { ImageReference } from '../../catalog/reference.ts';
import { printByTag } from '../../catalog/reference.ts';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import type { ImagesProblem } from '../problems.ts';
import { badRegistryMirror, registryUnreachable } from './problems.ts';

/** A server that is asked for an image: the registry itself, or a mirror of it. */
export interface Endpoint {
  /** Host and optional port, as people log in to it: `docker.io`, `127.0.0.1:5000`. */
  readonly registry: string;
  /** What all addresses begin with, without a slash at the end: `https://registry-1.docker.io`. */
  readonly base: string;
}

/** Registry → its mirrors, the one to ask first at the front: `{'docker.io': ['https://mirror.example.org']}`. */
export type Mirrors = Readonly<Record<string, readonly string[]>>;

const HUB = 'docker.io';
/** The Hub's registry does not live under the name that its images bear. */
const HUB_BASE = 'https://registry-1.docker.io';

/** As `URL` spells them, which knows all the ways to write an address. */
const LOOPBACK = /^(?:localhost|127\.[0-9.]+|\[::1\])$/;

/** The registry itself. Plain HTTP is spoken on this machine alone. */
export function originOf(registry: string): Endpoint {
  if (registry === HUB) return { registry, base: HUB_BASE };
  const plain = `http://${registry}`;
  const here = URL.canParse(plain) && mayAsk(new URL(plain));
  return { registry, base: here ? plain : `https://${registry}` };
}

/** Who is asked for the image, in this order: the mirrors of its registry, then the registry. */
export function endpointsFor(
  reference: ImageReference,
  mirrors: Mirrors = {},
): Result<readonly [...Endpoint[], Endpoint], ImagesProblem> {
  const { registry } = reference;
  const origin = originOf(registry);
  // A reference may name a port that no machine has.
  if (!URL.canParse(origin.base)) {
    const wanted = { registry, image: printByTag(reference) };
    return err(registryUnreachable(wanted, `there is no address \`${origin.base}\``));
  }
  const own = Object.hasOwn(mirrors, registry) ? (mirrors[registry] ?? []) : [];
  const endpoints: Endpoint[] = [];
  for (const mirror of own) {
    const url = URL.canParse(mirror) ? new URL(mirror) : undefined;
    const plain = url?.username === '' && url.password === '' && url.search + url.hash === '';
    if (url === undefined || !plain || !mayAsk(url)) return err(badRegistryMirror(mirror));
    endpoints.push({ registry: url.host, base: url.href.replace(/\/+$/, '') });
  }
  return ok([...endpoints, origin]);
}

/** The address of what a repository holds: `addressOf(endpoint, 'library/python', 'manifests/3.8')`. */
export function addressOf({ base }: Endpoint, repository: string, path: string): string {
  return `${base}/v2/${repository}/${path}`;
}

/** Whether somebody on the way could neither read nor change what is sent there. */
export function mayAsk({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname));
}

/** The same for where a server sends us; what came over TLS does not go on without it. */
export function mayFollow(from: URL, to: URL): boolean {
  return mayAsk(to) && (to.protocol === 'https:' || from.protocol === 'http:');
}
