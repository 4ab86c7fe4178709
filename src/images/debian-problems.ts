import { withoutCredentials } from './ask-http.ts';
import type { ImagesProblem } from './problems.ts';

type Said = readonly string[];

export function badMirror(mirror: string): ImagesProblem {
  return {
    code: 'images/bad-mirror',
    message: `\`${withoutCredentials(mirror)}\` is no Debian mirror`,
    hint: 'set `TACKLE_DEBIAN_MIRROR` to something like `http://deb.debian.org/debian`, or unset it',
  };
}

export function mirrorUnreachable(mirror: string, said: Said): ImagesProblem {
  return {
    code: 'images/mirror-unreachable',
    message: `the Debian mirror \`${withoutCredentials(mirror)}\` cannot be reached`,
    hint: 'check the network, or name another mirror with `TACKLE_DEBIAN_MIRROR`',
    detail: said.map(withoutCredentials),
  };
}

/** The mirror's signature is none, or none that this machine's keys know. */
export function mirrorUntrusted(suite: string, said: Said): ImagesProblem {
  return {
    code: 'images/mirror-untrusted',
    message: `the packages of \`${suite}\` are not signed by a key that this machine trusts`,
    hint: 'get the newest keys with `sudo apt-get update && sudo apt-get install debian-archive-keyring`',
    detail: said,
  };
}

export function badSnapshot(time: string): ImagesProblem {
  return {
    code: 'images/bad-snapshot',
    message: `\`${time}\` is no point in time of the archive`,
    hint: 'write it in UTC, like `20260131T000000Z`',
  };
}

/**
 * A Release file past its `Valid-Until`, or from after now: the mirror is no longer updated, or this clock is wrong.
 */
export function mirrorStale(suite: string, isEarly: boolean, said: Said): ImagesProblem {
  const what = isEarly ? 'is not valid before a time that is yet to come' : 'is out of date';
  return {
    code: 'images/mirror-stale',
    message: `by this machine's clock, the mirror's list of \`${suite}\` ${what}`,
    hint: isEarly
      ? 'the clock is most likely slow: check it with `date`'
      : 'check the clock with `date`, or name another mirror with `TACKLE_DEBIAN_MIRROR`',
    detail: said,
  };
}

export function unknownSuite(suite: string, mirror: string, meant?: string): ImagesProblem {
  return {
    code: 'images/unknown-suite',
    message: `the mirror \`${withoutCredentials(mirror)}\` has no Debian suite \`${suite}\``,
    hint:
      meant === undefined || meant === suite
        ? 'suites have names like `bookworm`; very old ones have left the mirrors'
        : `did you mean \`${meant}\`?`,
  };
}

export function unknownPackage(name: string, suite: string, meant?: string): ImagesProblem {
  return {
    code: 'images/unknown-package',
    message: `Debian \`${suite}\` has no package \`${name}\``,
    hint:
      meant === undefined
        ? `look for its name at https://packages.debian.org/${suite}/`
        : `did you mean \`${meant}\`?`,
  };
}

/** `known`: the versions that there are, newest first, where that could be found out. */
export function unknownPackageVersion(
  name: string,
  version: string,
  suite: string,
  known: readonly string[] = [],
): ImagesProblem {
  return {
    code: 'images/unknown-package-version',
    message: `Debian \`${suite}\` has the package \`${name}\`, but not its version \`${version}\``,
    hint:
      known.length === 0
        ? `see what it has at https://packages.debian.org/${suite}/${name}`
        : `write ${known.map((one) => `\`${name}=${one}\``).join(' or ')}`,
  };
}

export function unmetDependencies(suite: string, said: Said): ImagesProblem {
  return {
    code: 'images/unmet-dependencies',
    message: `these packages of \`${suite}\` cannot be installed together`,
    hint: 'a package at a fixed version may need others at a fixed version; try without `=VERSION`',
    detail: said,
  };
}
