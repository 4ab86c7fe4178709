import { expect, test } from 'vitest';
import { buildOnce } from '../../../src/engines/docker/build-once.ts';
import { DOCKER } from '../../../src/engines/docker/dialect.ts';
import type { DockerContext } from '../../../src/engines/docker/docker-context.ts';
import { ok } from '../../../src/kernel/result.ts';
import type { Digest } from '../../../src/kernel/brand.ts';
import type { PackagesPin } from '../../../src/lock/pin.ts';
import { temporary } from '../../host/temporary.ts';
import { QUIETLY } from '../../store/a-store.ts';

const ROOTFS = `sha256:${'a'.repeat(64)}` as Digest;
const RECIPE = { debian: 'bookworm', packages: [], npm: [] };
const EXACT = { rootfs: ROOTFS, epoch: 0, packages: [], npm: [] };
const PIN: PackagesPin = { kind: 'packages', recipe: RECIPE, key: ROOTFS, exact: EXACT };

/** An engine that has something else by the name of what is locked, and nobody else's name for it. */
function engineWithAnother(cacheDir: string) {
  const done: string[] = [];
  const image = {
    inspect: () => Promise.resolve({ Id: 'another', RootFS: { Layers: ['other'] }, RepoTags: [] }),
    remove: () => Promise.resolve(done.push('removed')),
  };
  const docker = { getImage: () => image };
  const context = { docker, dialect: DOCKER, cacheDir, env: {} } as unknown as DockerContext;
  const build = () => {
    done.push('built');
    return Promise.resolve(ok(undefined));
  };
  return { done, context, build };
}

test('what has the name of what is locked and is something else is built over', async () => {
  using here = temporary();
  const { done, context, build } = engineWithAnother(here.path);
  const anew = { subject: 'jq', anew: true };
  expect(await buildOnce(context, PIN, anew, QUIETLY, build)).toEqual(ok(undefined));
  expect(done).toEqual(['built', 'removed']);
});

test('where it only has to be there, it is refused', async () => {
  using here = temporary();
  const { done, context, build } = engineWithAnother(here.path);
  expect(
    await buildOnce(context, PIN, { subject: 'jq', anew: false }, QUIETLY, build),
  ).toMatchObject({ ok: false, error: { code: 'engine/image-differs' } });
  expect(done).toEqual([]);
});
