import * as v from 'valibot';
import { parseNpmRequest, parsePackageRequest, isSuiteName } from '../catalog/package-request.ts';
import { canonicalRecipe } from '../catalog/recipe.ts';
import { parseReference, printReference } from '../catalog/reference.ts';
import { digestOf, toolboxVersionOf } from '../kernel/brand.ts';
import type { Platform } from '../kernel/platform.ts';
import type { ExactNpmPackage, ExactPackage } from './exact.ts';
import type { LockedDockerfile, LockedImage, LockedPackages } from './lock.ts';

/* What an entry of `tackle.lock` is, once the tables of its platforms are one; nothing in it is taken on trust. */

/** A text that a function reads; `what` is what it is to be, for people. */
function textOf<T>(parse: (text: string) => T | undefined, what: string) {
  return v.pipe(
    v.string(),
    v.rawTransform<string, T>(({ dataset, addIssue, NEVER }) => {
      const value = parse(dataset.value);
      if (value !== undefined) return value;
      addIssue({ message: `\`${dataset.value}\` is no ${what}` });
      return NEVER;
    }),
  );
}

const Digest = textOf(digestOf, 'digest (`sha256:` and 64 hexadecimal digits)');
const Version = textOf(toolboxVersionOf, 'version of a toolbox');
const Suite = textOf((text) => (isSuiteName(text) ? text : undefined), 'Debian suite');
const Packages = v.array(textOf(parsePackageRequest, 'package (`NAME` or `NAME=VERSION`)'));
const NpmPackages = v.array(textOf(parseNpmRequest, 'npm package (`NAME@VERSION`)'));

/** Only as it is printed: another spelling would be another text for the same. */
const Reference = textOf((text) => {
  const reference = parseReference(text);
  return reference !== undefined && printReference(reference) === text ? text : undefined;
}, 'reference of an image');

function exactPackage(text: string): ExactPackage | undefined {
  const [name = '', version = '', architecture = '', digestText = '', ...more] = text.split(' ');
  const request = parsePackageRequest(`${name}=${version}`);
  const digest = digestOf(digestText);
  const isWhole = more.length === 0 && /^[a-z0-9-]+$/.test(architecture);
  if (request?.name !== name || digest === undefined || !isWhole) return undefined;
  return { name, version, architecture, digest };
}

/** SHA-512 in base64, as npm's registry has it. */
const INTEGRITY = /^sha512-[A-Za-z0-9+/]{86}==$/;

function exactNpmPackage(text: string): ExactNpmPackage | undefined {
  const [word = '', integrity = '', ...more] = text.split(' ');
  const request = parseNpmRequest(word);
  if (request === undefined || more.length > 0 || !INTEGRITY.test(integrity)) return undefined;
  return { ...request, integrity };
}

const Manifest = v.strictObject({ manifest: Digest, config: Digest });

const Rootfs = v.strictObject({
  rootfs: Digest,
  epoch: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  snapshot: v.exactOptional(
    v.pipe(v.string(), v.regex(/^[0-9]{8}T[0-9]{6}Z$/, 'no time like `20260101T000000Z`')),
  ),
  packages: v.array(textOf(exactPackage, 'package, version, architecture and digest')),
  npm: v.optional(v.array(textOf(exactNpmPackage, 'npm package and integrity')), []),
});

function platforms<Output>(each: v.GenericSchema<unknown, Output>) {
  return v.pipe(
    v.record(v.string(), each),
    v.transform((tables) => new Map(Object.entries(tables) as [Platform, Output][])),
  );
}

export const ImageEntry = v.pipe(
  v.strictObject({
    version: v.exactOptional(Version),
    image: Reference,
    digest: Digest,
    platforms: platforms(Manifest),
  }),
  v.transform((entry): LockedImage => ({ kind: 'image', ...entry })),
);

export const PackagesEntry = v.pipe(
  v.strictObject({
    version: v.exactOptional(Version),
    debian: Suite,
    packages: Packages,
    npm: v.optional(NpmPackages, []),
    platforms: platforms(Rootfs),
  }),
  v.transform(({ debian, packages, npm, ...entry }): LockedPackages => ({
    kind: 'packages',
    recipe: canonicalRecipe(debian, packages, npm),
    ...entry,
  })),
);

export const DockerfileEntry = v.pipe(
  v.strictObject({
    context: Digest,
    bases: v.optional(v.record(Reference, Digest), {}),
  }),
  v.transform(({ context, bases }): LockedDockerfile => ({
    kind: 'dockerfile',
    context,
    bases: new Map(Object.entries(bases)),
  })),
);
