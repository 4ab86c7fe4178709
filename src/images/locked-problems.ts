import { versionChanges, type Change } from '../lock/compare-entries.ts';
import type { ExactPackages } from '../lock/exact.ts';
import { withoutCredentials } from './ask-http.ts';
import type { ImagesProblem } from './problems.ts';

/** A version that is locked and nowhere to be had. */
export interface GonePackage {
  readonly name: string;
  readonly version: string;
  /** The versions that there are, newest first. */
  readonly has: readonly string[];
}

/** @param from whoever had it: `the mirror`, `the npm registry` */
export function packageGone(
  from: string,
  address: string,
  gone: readonly [GonePackage, ...GonePackage[]],
): ImagesProblem {
  const [{ name, version, has }, ...others] = gone;
  const now =
    has.length === 0 ? 'and has none of that name' : `and has ${has.map(quoted).join(', ')}`;
  const more = others.length === 0 ? '' : `; so it is with ${String(others.length)} more`;
  return {
    code: 'images/package-gone',
    message: `${from} \`${withoutCredentials(address)}\` no longer has \`${name}\` \`${version}\`, which is locked, ${now}${more}`,
    hint: '`tackle update TOOLBOX` locks what there is now; with `--snapshot TIME` that stays to be had',
    ...(others.length > 0 && { detail: gone.map(inALine) }),
  };
}

function inALine({ name, version, has }: GonePackage): string {
  return `${name} ${version} is locked; there is ${has.length === 0 ? 'none' : has.join(', ')}`;
}

function quoted(text: string): string {
  return `\`${text}\``;
}

/** The same version of a package with another content. @param subject such as `libc6 2.36-9` */
export function packageDiffers(
  subject: string,
  { locked, offered }: { readonly locked: string; readonly offered: string },
): ImagesProblem {
  return {
    code: 'images/package-differs',
    message: `the package \`${subject}\` is locked as \`${locked}\`, and what there is to download is \`${offered}\``,
    hint: 'ask whoever runs the mirror or registry; if that is right, `tackle update TOOLBOX` locks it',
  };
}

/** A build by the lock that came to something else. @param subject what was built, for people */
export function rootfsDiffers(
  subject: string,
  locked: ExactPackages,
  built: ExactPackages,
): ImagesProblem {
  const different = versionChanges(locked, built).map(difference);
  const same = 'the packages are the same: what their own scripts make of them is not';
  return {
    code: 'images/rootfs-differs',
    message: `\`${subject}\` is locked as \`${locked.rootfs}\`, and what was built is \`${built.rootfs}\``,
    hint: '`tackle update TOOLBOX` locks what this machine builds; `tackle bundle` brings what another has built',
    detail: different.length === 0 ? [same] : different,
  };
}

function difference({ what, before, after }: Change): string {
  if (after === undefined) return `${what} ${before ?? ''} is locked, and is not in it`;
  if (before === undefined) return `${what} ${after} is in it, and is not locked`;
  return `${what} ${before} is locked, and ${after} is in it`;
}
