import { withoutCredentials } from './ask-http.ts';
import type { ImagesProblem } from './problems.ts';

export function npmUnreachable(registry: string, why: string): ImagesProblem {
  return {
    code: 'images/npm-unreachable',
    message: `the npm registry \`${withoutCredentials(registry)}\` cannot be reached`,
    hint: hintFor(why),
    detail: [withoutCredentials(why)],
  };
}

/** Behind a proxy that opens TLS, only a certificate authority of one's own makes the registry trusted. */
function hintFor(why: string): string {
  return /certificate/i.test(why)
    ? 'name the certificate authority of your network: `NODE_EXTRA_CA_CERTS=/path/to/ca.pem`'
    : 'check the network; another registry is named by `npm config set registry URL`';
}

export function unknownNpmPackage(name: string, registry: string): ImagesProblem {
  return {
    code: 'images/unknown-npm-package',
    message: `the npm registry \`${withoutCredentials(registry)}\` has no package \`${name}\``,
    hint: `look for it with \`npm search ${name}\``,
  };
}

/** `meant` is a version that there is, like the one that was asked for. */
export function unknownNpmVersion(name: string, version: string, meant?: string): ImagesProblem {
  return {
    code: 'images/unknown-npm-version',
    message: `the npm package \`${name}\` has no version \`${version}\``,
    hint:
      meant === undefined
        ? `see its versions with \`npm view ${name} versions\``
        : `did you mean \`${name}@${meant}\`?`,
  };
}

/** A package that is more than files to lay down. */
export function npmUnusable(subject: string, why: string): ImagesProblem {
  return {
    code: 'images/npm-unusable',
    message: `the npm package \`${subject}\` cannot be laid into an image: ${why}`,
    hint: 'use one that carries all it needs, or install it in a `dockerfile:` toolbox',
  };
}

export function npmDamaged(subject: string, why: string): ImagesProblem {
  return {
    code: 'images/npm-damaged',
    message: `what was downloaded for the npm package \`${subject}\` is not what its registry announces: ${why}`,
    hint: 'try again; if it stays so, ask whoever runs the registry or a proxy in between',
  };
}
