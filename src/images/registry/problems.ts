import type { Digest } from '../../kernel/brand.ts';
import { withoutCredentials } from '../ask-http.ts';
import type { Problem } from '../../kernel/problem.ts';
import type { ImagesProblem } from '../problems.ts';

/** Lines that a server or a program said; shown below the message. */
type Said = readonly string[];

/** What is being fetched, in the words of messages: `docker.io`, `docker.io/library/python:3.8`. */
export interface Wanted {
  readonly registry: string;
  readonly image: string;
}

function detailed(problem: ImagesProblem, said: Said): ImagesProblem {
  return said.length === 0 ? problem : { ...problem, detail: said };
}

/** Nobody answers there. */
export function registryUnreachable({ registry, image }: Wanted, why: string): ImagesProblem {
  return {
    code: 'images/registry-unreachable',
    message: `the registry \`${registry}\` cannot be reached, and \`${image}\` is not on this machine`,
    hint: /certificate/i.test(why)
      ? 'name the certificate authority of your network: `NODE_EXTRA_CA_CERTS=/path/to/ca.pem`'
      : 'check the network, then try again',
    detail: [withoutCredentials(why)],
  };
}

/** It answers, and every time its answer ends half-way. */
export function registryBrokeOff({ registry, image }: Wanted, why: string): ImagesProblem {
  return {
    code: 'images/registry-broke-off',
    message: `the connection to the registry \`${registry}\` broke again and again while \`${image}\` was fetched`,
    hint: 'check the network, then try again',
    detail: [withoutCredentials(why)],
  };
}

/** An error of its own, every time: status 500 and above. */
export function registryFailing(
  { registry, image }: Wanted,
  status: number,
  said: Said = [],
): ImagesProblem {
  return detailed(
    {
      code: 'images/registry-failing',
      message: `the registry \`${registry}\` is out of order: asked for \`${image}\`, it answers ${status}`,
      hint: 'try again later',
    },
    said,
  );
}

/** 429. `wait` is what it asks for, in milliseconds. */
export function registryBusy(
  { registry, image }: Wanted,
  wait: number | undefined,
  said: Said = [],
): ImagesProblem {
  const later =
    wait === undefined ? 'later' : `in ${Math.ceil(wait / 1000)} seconds, as it asks for`;
  return detailed(
    {
      code: 'images/registry-busy',
      message: `the registry \`${registry}\` takes no more requests for now, and \`${image}\` is not on this machine`,
      hint: `try again ${later}; \`docker login ${registry}\` may raise your limit`,
    },
    said,
  );
}

/** 401 and 403. */
export function registryDenied({ registry, image }: Wanted, said: Said = []): ImagesProblem {
  return detailed(
    {
      code: 'images/registry-denied',
      message: `the registry \`${registry}\` refuses to give \`${image}\``,
      hint: `log in with \`docker login ${registry}\``,
    },
    said,
  );
}

/** 404. */
export function imageNotFound({ registry, image }: Wanted, said: Said = []): ImagesProblem {
  return detailed(
    {
      code: 'images/image-not-found',
      message: `the image \`${image}\` does not exist, or \`${registry}\` hides it from those who are not logged in`,
      hint: `check the name and the tag; for a private image, \`docker login ${registry}\``,
    },
    said,
  );
}

/** 404 for a digest that it had once. */
export function imageGone(
  { registry, image }: Wanted,
  digest: Digest,
  said: Said = [],
): ImagesProblem {
  return detailed(
    {
      code: 'images/image-not-found',
      message: `\`${registry}\` no longer has \`${image}\` as it is locked, by the digest \`${digest}\``,
      hint: 'take what the registry has now: `tackle update`',
    },
    said,
  );
}

/** What a registry says that it does not have, it had once: the digest was written down then. */
export function orGone<P extends Problem>(
  problem: P,
  digest: Digest,
  wanted: Wanted,
): P | ImagesProblem {
  if (!problem.code.endsWith('/image-not-found')) return problem;
  const { detail, place } = problem;
  return { ...imageGone(wanted, digest, detail), ...(place && { place }) };
}

/** No registry speaks like that: `why` is a whole sentence's rest, such as `it answers with HTML`. */
export function registryOddAnswer(
  { registry, image }: Wanted,
  why: string,
  said: Said = [],
): ImagesProblem {
  return detailed(
    {
      code: 'images/registry-odd-answer',
      message: `\`${registry}\`, asked for \`${image}\`, does not answer as a registry does: ${why}`,
      hint: 'check the name; a proxy or a login page may stand in between',
    },
    said,
  );
}

/** The bytes are not those that were announced: `part` is `the layer sha256:…`. */
export function imageDamaged({ image }: Wanted, part: string, why: string): ImagesProblem {
  return {
    code: 'images/image-damaged',
    message: `${part} of \`${image}\` is not what its digest promises: ${why}`,
    hint: 'try again; if it stays so, ask whoever runs the registry or a proxy in between',
  };
}

export function imageNotForPlatform(
  { image }: Wanted,
  platform: string,
  there: readonly string[],
): ImagesProblem {
  const names = there.map((name) => `\`${name}\``).join(', ');
  return {
    code: 'images/image-not-for-platform',
    message:
      names === ''
        ? `the image \`${image}\` is not made for \`${platform}\``
        : `the image \`${image}\` is not made for \`${platform}\`, only for ${names}`,
    hint: 'use another image or another version',
  };
}

export function imageTooOld({ image }: Wanted): ImagesProblem {
  return {
    code: 'images/image-too-old',
    message: `the image \`${image}\` has a manifest of schema 1, which registries gave up years ago`,
    hint: 'use a newer version of it, or ask its makers to push it again',
  };
}

/** Whole and undamaged, and nothing that can be run. */
export function imageUnusable({ image }: Wanted, why: string): ImagesProblem {
  return {
    code: 'images/image-unusable',
    message: `\`${image}\` cannot be used as an image: ${why}`,
    hint: 'use another image or another version',
  };
}

/** What the user keeps for the registry cannot be read: `why` says by whom and what is wrong. */
export function credentialsUnusable(registry: string, why: string, said: Said = []): ImagesProblem {
  return detailed(
    {
      code: 'images/credentials-unusable',
      message: `what you are logged in to \`${registry}\` with cannot be read: ${why}`,
      hint: 'look at `auths`, `credHelpers` and `credsStore` in `~/.docker/config.json`',
    },
    said,
  );
}
