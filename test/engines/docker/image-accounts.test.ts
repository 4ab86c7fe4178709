import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dockerAt } from '../../../src/engines/docker/docker-at.ts';
import { imageAccounts } from '../../../src/engines/docker/image-accounts.ts';
import type { ImageId } from '../../../src/engines/engine.ts';
import { temporary } from '../../host/temporary.ts';
import { fakeEngine } from './fake-engine.ts';

test('the accounts of an image are asked for once, and again where the answer was lost', async () => {
  const engine = await fakeEngine({
    'POST /containers/create': { status: 201, body: { Id: 'c1' } },
    'DELETE /containers/c1': { status: 204 },
  });
  using cache = temporary();
  const ask = () =>
    imageAccounts(dockerAt(engine.address), 'sha256:12' as ImageId, 'tackle-1', cache.path);
  const creations = () => engine.asked.filter((what) => what.startsWith('POST ')).length;
  const none = { passwd: '', group: '' };
  expect([await ask(), await ask(), creations()]).toEqual([none, none, 1]);
  const [file = ''] = readdirSync(join(cache.path, 'accounts'));
  // As a machine may leave it that loses its power.
  writeFileSync(join(cache.path, 'accounts', file), '');
  expect([await ask(), await ask(), creations()]).toEqual([none, none, 2]);
});
