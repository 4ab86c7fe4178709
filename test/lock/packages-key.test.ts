import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NpmRequest, PackageRequest, PackagesRecipe } from '../../src/catalog/tool.ts';
import { packagesKey } from '../../src/lock/packages-key.ts';

const request: fc.Arbitrary<PackageRequest> = fc.record(
  { name: fc.string(), version: fc.string() },
  { requiredKeys: ['name'] },
);
const npmRequest: fc.Arbitrary<NpmRequest> = fc.record({ name: fc.string(), version: fc.string() });
const recipe: fc.Arbitrary<PackagesRecipe> = fc.record({
  debian: fc.string(),
  packages: fc.array(request, { maxLength: 6 }),
  npm: fc.array(npmRequest, { maxLength: 3 }),
});

/** The same recipe, its lists in another order, as long as each list is. */
const shuffled = recipe.chain((one) =>
  fc
    .tuple(
      fc.shuffledSubarray([...one.packages], { minLength: one.packages.length }),
      fc.shuffledSubarray([...one.npm], { minLength: one.npm.length }),
    )
    .map(([packages, npm]) => ({ one, other: { ...one, packages, npm } })),
);

/** What a recipe asks for, compared as sets: an oracle that does not hash. */
function meaning({ debian, packages, npm }: PackagesRecipe): unknown {
  const asSet = (requests: readonly (PackageRequest | NpmRequest)[]) =>
    [...new Set(requests.map((of) => JSON.stringify([of.name, of.version ?? null])))].sort();
  return { debian, packages: asSet(packages), npm: asSet(npm) };
}

describe('packagesKey', () => {
  it('names a known recipe by a known digest, so that a release keeps what was built', () => {
    const known: PackagesRecipe = {
      debian: 'bookworm',
      packages: [{ name: 'python3' }, { name: 'libpython3-stdlib', version: '3.11.2-1+b1' }],
      npm: [{ name: 'node-linux-{arch}', version: '10.16.3' }],
    };
    expect(packagesKey(known, 'linux/amd64')).toMatchInlineSnapshot(
      `"sha256:32b818213b06542bd1065f938fbd24f7f852a2fcfa837955b05eaf051ed14928"`,
    );
  });

  it('does not depend on the order of packages', () => {
    fc.assert(
      fc.property(shuffled, ({ one, other }) => {
        expect(packagesKey(other, 'linux/amd64')).toBe(packagesKey(one, 'linux/amd64'));
      }),
    );
  });

  it('tells two recipes apart exactly when they ask for different things', () => {
    fc.assert(
      fc.property(recipe, recipe, (one, other) => {
        const same = packagesKey(one, 'linux/amd64') === packagesKey(other, 'linux/amd64');
        expect(same).toBe(JSON.stringify(meaning(one)) === JSON.stringify(meaning(other)));
      }),
    );
  });

  it('tells a Debian package from an npm package of the same name and version', () => {
    const wanted = [{ name: 'node', version: '10.16.3' }];
    const debian = { debian: 'bookworm', packages: wanted, npm: [] };
    const npm = { debian: 'bookworm', packages: [], npm: wanted };
    expect(packagesKey(debian, 'linux/amd64')).not.toBe(packagesKey(npm, 'linux/amd64'));
  });

  it('has another key for another platform', () => {
    fc.assert(
      fc.property(recipe, (one) => {
        expect(packagesKey(one, 'linux/arm64')).not.toBe(packagesKey(one, 'linux/amd64'));
      }),
    );
  });
});
