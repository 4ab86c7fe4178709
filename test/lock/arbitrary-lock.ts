import fc from 'fast-check';
import { canonicalRecipe } from '../../src/catalog/recipe.ts';
import type { Digest, ToolboxVersion } from '../../src/kernel/brand.ts';
import { PLATFORMS, type Platform } from '../../src/kernel/platform.ts';
import type { ExactNpmPackage, ExactPackage, ExactPackages } from '../../src/lock/exact.ts';
import type { Lock, LockEntry } from '../../src/lock/lock.ts';

const digest = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => `sha256:${Buffer.from(bytes).toString('hex')}` as Digest);
const integrity = fc
  .uint8Array({ minLength: 64, maxLength: 64 })
  .map((bytes) => `sha512-${Buffer.from(bytes).toString('base64')}`);
const version = fc.stringMatching(
  /^[0-9][0-9a-z.]{0,6}$/,
) as unknown as fc.Arbitrary<ToolboxVersion>;
const debianVersion = fc.stringMatching(/^(?:[0-9]:)?[0-9][0-9a-z.+~-]{0,8}$/);
const name = fc.stringMatching(/^[a-z0-9][a-z0-9+.-]{1,8}$/);
const npmName = fc.stringMatching(/^(?:@[a-z]{1,4}\/)?[a-z][a-z0-9._-]{0,8}$/);
const npmVersion = fc.stringMatching(/^[0-9]{1,3}\.[0-9]{1,2}\.[0-9]{1,2}$/);

const exactPackage: fc.Arbitrary<ExactPackage> = fc.record({
  name,
  version: debianVersion,
  architecture: fc.constantFrom('all', 'amd64', 'arm64'),
  digest,
});
const exactNpm: fc.Arbitrary<ExactNpmPackage> = fc.record({
  name: npmName,
  version: npmVersion,
  integrity,
});
const exactPackages: fc.Arbitrary<ExactPackages> = fc.record(
  {
    rootfs: digest,
    epoch: fc.nat({ max: 4_000_000_000 }),
    snapshot: fc.stringMatching(/^[0-9]{8}T[0-9]{6}Z$/),
    packages: fc.array(exactPackage, { maxLength: 6 }),
    npm: fc.array(exactNpm, { maxLength: 3 }),
  },
  { requiredKeys: ['rootfs', 'epoch', 'packages', 'npm'] },
);

function platforms<T>(each: fc.Arbitrary<T>): fc.Arbitrary<ReadonlyMap<Platform, T>> {
  return fc
    .dictionary(fc.constantFrom(...PLATFORMS), each)
    .map((named) => new Map(Object.entries(named) as [Platform, T][]));
}

const reference = fc
  .tuple(fc.constantFrom('docker.io/library', '127.0.0.1:5000', 'ghcr.io/a/b'), name, version)
  .map(([where, repository, tag]) => `${where}/${repository.replaceAll(/[+.-]+/g, 'x')}:${tag}`);

const image: fc.Arbitrary<LockEntry> = fc.record(
  {
    kind: fc.constant('image'),
    version,
    image: reference,
    digest,
    platforms: platforms(fc.record({ manifest: digest, config: digest })),
  },
  { requiredKeys: ['kind', 'image', 'digest', 'platforms'] },
);

const packages: fc.Arbitrary<LockEntry> = fc.record(
  {
    kind: fc.constant('packages'),
    version,
    recipe: fc
      .tuple(
        fc.constantFrom('bookworm', 'sid'),
        fc.array(fc.record({ name, version: debianVersion }, { requiredKeys: ['name'] }), {
          maxLength: 4,
        }),
        fc.array(fc.record({ name: npmName, version: npmVersion }), { maxLength: 2 }),
      )
      .map(([debian, debs, npm]) => canonicalRecipe(debian, debs, npm)),
    platforms: platforms(exactPackages),
  },
  { requiredKeys: ['kind', 'recipe', 'platforms'] },
);

const dockerfile: fc.Arbitrary<LockEntry> = fc.record({
  kind: fc.constant('dockerfile'),
  context: digest,
  bases: fc.dictionary(reference, digest).map((named) => new Map(Object.entries(named))),
});

const asked = fc
  .tuple(
    fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,6}$/),
    fc.option(version, { nil: undefined }),
    fc.constantFrom('', '', ' from image', ' from packages'),
  )
  .map(
    ([toolbox, which, source]) => `${toolbox}${which === undefined ? '' : `@${which}`}${source}`,
  );

/** Any lock that could be written down. */
export const arbitraryLock: fc.Arbitrary<Lock> = fc
  .array(fc.tuple(asked, fc.oneof(image, packages, dockerfile)), { maxLength: 5 })
  .map((entries) => new Map(entries));
