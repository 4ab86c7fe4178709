import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Digest } from '../../src/kernel/brand.ts';
import type { ExactPackages } from '../../src/lock/exact.ts';
import { scratch } from '../rig/scratch.ts';
import { buildElsewhere } from './build-elsewhere.ts';
import { buildHere, recipe, remains } from './builds.ts';
import { startSnapshotServer, type SnapshotServer } from './snapshot-server.ts';

const WHEN = '20260131T120000Z';

/** Python and Node.js, with most of what their toolboxes have. */
const RECIPE = recipe(
  'bookworm',
  ['ca-certificates', 'libatomic1', 'libstdc++6', 'python3'],
  ['node-linux-{arch}@10.16.3', 'semver@5.7.2'],
);
const nought = `sha256:${'0'.repeat(64)}` as Digest;

describe('a root file system from a lock', () => {
  let exact: ExactPackages;
  let server: SnapshotServer;
  let env: Readonly<Record<string, string>>;

  beforeAll(async () => {
    server = await startSnapshotServer();
    env = { TACKLE_DEBIAN_SNAPSHOT: server.address };
    using directory = scratch('locked');
    const built = await buildHere(RECIPE, { cacheDir: directory.path, env, snapshot: WHEN });
    if (!built.ok) throw new Error(JSON.stringify(built.error));
    exact = built.value.exact;
    await built.value[Symbol.asyncDispose]();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('is known by all that is in it', () => {
    const names = exact.packages.map(({ name }) => name);
    expect(names).toEqual(names.toSorted());
    expect(names).toEqual(expect.arrayContaining(['bash', 'libatomic1', 'python3.11-minimal']));
    expect(new Set(exact.packages.map(({ architecture }) => architecture)).size).toBe(2);
    expect(exact.npm.map(({ name }) => name)).toEqual([
      expect.stringMatching(/^node-linux-(x64|arm64)$/),
      'semver',
    ]);
    for (const { integrity } of exact.npm) expect(integrity).toMatch(/^sha512-/);
  });

  it('was made of the archive as it was at the time that was asked for', () => {
    expect(exact.snapshot).toBe(WHEN);
    const paths = new Set(server.asked.map((url) => url.split('/').slice(0, 4).join('/')));
    expect([...paths].toSorted()).toEqual([
      `/archive/debian-security/${WHEN}`,
      `/archive/debian/${WHEN}`,
    ]);
  });

  it('is the same, bit for bit, wherever it is built', async () => {
    const elsewhere = await buildElsewhere(RECIPE, exact, env);
    expect(elsewhere).toMatchObject({ ok: true, value: { digest: exact.rootfs, exact } });
  });

  async function refused(change: Partial<ExactPackages>) {
    using directory = scratch('refused');
    const wanted = { ...exact, ...change };
    const built = await buildHere(RECIPE, { cacheDir: directory.path, env, exact: wanted });
    expect(remains(directory.path)).toEqual([]);
    return built;
  }

  const without = (name: string) => exact.packages.filter((one) => one.name !== name);
  const called = (name: string) => exact.packages.find((one) => one.name === name)!;

  it('is refused where a version is gone from the mirror, and says what there is', async () => {
    const bash = called('bash');
    const packages = [...without('bash'), { ...bash, version: '5.2.15-2+b1' }];
    expect(await refused({ packages })).toMatchObject({
      error: {
        code: 'images/package-gone',
        message: expect.stringContaining(
          `no longer has \`bash\` \`5.2.15-2+b1\`, which is locked, and has \`${bash.version}\``,
        ) as string,
      },
    });
  });

  it('is refused where a version is another than it was', async () => {
    const bash = called('bash');
    const packages = [...without('bash'), { ...bash, digest: nought }];
    const message = `the package \`bash ${bash.version}\` is locked as \`${nought}\`, and what there is to download is \`${bash.digest}\``;
    expect(await refused({ packages })).toMatchObject({
      error: { code: 'images/package-differs', message },
    });
    const [node, semver] = exact.npm;
    const npm = [node!, { ...semver!, integrity: 'sha512-AAAA' }];
    expect(await refused({ npm })).toMatchObject({ error: { code: 'images/package-differs' } });
  });

  it('is refused where it comes to something else', async () => {
    expect(await refused({ rootfs: nought })).toMatchObject({
      error: {
        code: 'images/rootfs-differs',
        message: expect.stringContaining(
          `\`${nought}\`, and what was built is \`${exact.rootfs}\``,
        ) as string,
        detail: ['the packages are the same: what their own scripts make of them is not'],
      },
    });
  });

  it('holds no package that is not locked', async () => {
    expect(await refused({ packages: without('libatomic1') })).toMatchObject({ ok: false });
  });

  it('is of a time that is one', async () => {
    using directory = scratch('refused');
    const options = { cacheDir: directory.path, snapshot: '2026-01-31' };
    expect(await buildHere(RECIPE, options)).toMatchObject({
      error: { code: 'images/bad-snapshot' },
    });
  });
});
