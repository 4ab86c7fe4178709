import { askedAt, type Registries } from '../../catalog/asked-at.ts';
import type { ImageReference } from '../../catalog/reference.ts';
import { printByTag } from '../../catalog/reference.ts';
import type { Place } from '../../kernel/place.ts';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import type { ImagesProblem } from '../problems.ts';
import { registryUnreachable } from './problems.ts';

/** A server that is asked for an image: its registry, or who is asked in its place. */
export interface Endpoint {
  /** Host and optional port, as people log in to it: `docker.io`, `127.0.0.1:5000`. */
  readonly registry: string;
  /** What all addresses begin with, without a slash at the end: `https://registry-1.docker.io`. */
  readonly base: string;
  /** What the image is called there: `library/python`. */
  readonly repository: string;
  /** Where somebody has said to ask there. */
  readonly rule?: Place;
}

const HUB = 'docker.io';
/** The Hub's registry does not live under the name that its images bear. */
const HUB_BASE = 'https://registry-1.docker.io';

/** As `URL` spells them, which knows all the ways to write an address. */
const LOOPBACK = /^(?:localhost|127\.[0-9.]+|\[::1\])$/;

/** Where a registry is. Plain HTTP is spoken on this machine alone. */
export function baseOf(registry: string): string {
  if (registry === HUB) return HUB_BASE;
  const plain = `http://${registry}`;
  const here = URL.canParse(plain) && mayAsk(new URL(plain));
  return here ? plain : `https://${registry}`;
}

/** Who is asked for the image, in this order. */
export function endpointsFor(
  reference: ImageReference,
  registries?: Registries,
): Result<readonly [...Endpoint[], Endpoint], ImagesProblem> {
  const found: Endpoint[] = [];
  for (const { reference: asked, rule } of askedAt(reference, registries)) {
    const { registry, repository } = asked;
    const base = baseOf(registry);
    // A reference may name a port that no machine has.
    if (!URL.canParse(base)) {
      const wanted = { registry, image: printByTag(reference) };
      const problem = registryUnreachable(wanted, `there is no address \`${base}\``);
      return err(rule ? { ...problem, place: rule } : problem);
    }
    found.push({ registry, base, repository, ...(rule && { rule }) });
  }
  return ok(found as [...Endpoint[], Endpoint]);
}

/** The address of what the repository holds: `addressOf(endpoint, 'manifests/3.8')`. */
export function addressOf({ base, repository }: Endpoint, path: string): string {
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
