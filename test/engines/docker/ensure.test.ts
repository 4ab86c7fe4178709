import { expect, test } from 'vitest';
import { DOCKER } from '../../../src/engines/docker/dialect.ts';
import { dockerAt } from '../../../src/engines/docker/docker-at.ts';
import { ensure } from '../../../src/engines/docker/ensure.ts';
import { imageAccounts } from '../../../src/engines/docker/image-accounts.ts';
import type { ImageId } from '../../../src/engines/engine.ts';
import type { Digest } from '../../../src/kernel/brand.ts';
import { ok } from '../../../src/kernel/result.ts';
import { registryPin } from '../../../src/lock/registry-pin.ts';
import { temporary } from '../../host/temporary.ts';
import { QUIETLY } from '../../store/a-store.ts';
import { fakeEngine } from './fake-engine.ts';

const DIGEST = `sha256:${'a'.repeat(64)}` as Digest;
const ID = `sha256:${'b'.repeat(64)}` as ImageId;

test('the accounts of an image that is pulled are read then, and not by its first launch', async () => {
  const isPulled = () => asked.includes('POST /images/create');
  const image = `GET /images/registry.test/jq@${DIGEST}/json`;
  const { address, asked } = await fakeEngine({
    get [image]() {
      return isPulled() ? { body: { Id: ID, RootFS: {} } } : { status: 404 };
    },
    'POST /images/create': {},
    'POST /containers/create': { status: 201, body: { Id: 'c1' } },
    'DELETE /containers/c1': { status: 204 },
  });
  using here = temporary();
  const docker = dockerAt(address);
  const context = { docker, address, dialect: DOCKER, cacheDir: here.path, env: {} };
  const pin = registryPin({ registry: 'registry.test', repository: 'jq' }, DIGEST);
  expect(await ensure(context, pin, 'linux/amd64', QUIETLY)).toEqual(ok(ID));
  const before = asked.length;
  expect(asked).toContain('DELETE /containers/c1');
  await imageAccounts(docker, ID, 'tackle-1', here.path);
  expect(await ensure(context, pin, 'linux/amd64', QUIETLY)).toEqual(ok(ID));
  expect(asked.slice(before)).toEqual([image]);
});
