import { expect, test } from 'vitest';
import { askApi } from './engine-api.ts';
import {
  absentRegistry,
  REGISTRY_ACCOUNT,
  startRegistry,
  startSilentRegistry,
} from './registry.ts';
import { rig } from './rig.ts';
import { scratch } from './scratch.ts';

/** URL-safe base64 with its padding: without the padding the engine reads no account at all. */
function auth(account: object): Record<string, string> {
  const text = Buffer.from(JSON.stringify(account)).toString('base64');
  return { 'X-Registry-Auth': text.replaceAll('+', '-').replaceAll('/', '_') };
}

test('the engine pulls the kit image by its digest', async () => {
  const { engine, kit } = rig();
  const [name, digest] = kit.reference.split('@');
  const path = `/images/create?fromImage=${name!}&tag=${digest!}`;
  const answer = await askApi(engine, 'POST', path);
  expect(answer).toMatchObject({ status: 200, text: expect.stringContaining(digest!) as string });
  expect(await askApi(engine, 'GET', `/images/${kit.reference}/json`)).toMatchObject({
    status: 200,
  });
});

test('a registry with authentication lets its account in and nobody else', async () => {
  using directory = scratch('registry');
  await using registry = await startRegistry(directory.path, { auth: true });
  const open = `http://${registry.address}/v2/`;
  const { username, password } = REGISTRY_ACCOUNT;
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  expect((await fetch(open)).status).toBe(401);
  expect((await fetch(open, { headers: { authorization } })).status).toBe(200);
  const login = { ...REGISTRY_ACCOUNT, serveraddress: registry.address };
  const path = `/images/create?fromImage=${registry.address}/nothing&tag=1`;
  const refused = await askApi(rig().engine, 'POST', path);
  const admitted = await askApi(rig().engine, 'POST', path, { headers: auth(login) });
  expect(refused.text).toContain('no basic auth credentials');
  expect(admitted.text).toContain('not found');
});

test('a silent registry takes a connection and says nothing; an absent one refuses it', async () => {
  await using silent = await startSilentRegistry();
  const patience = AbortSignal.timeout(300);
  await expect(fetch(`http://${silent.address}/v2/`, { signal: patience })).rejects.toMatchObject({
    name: 'TimeoutError',
  });
  await expect(fetch(`http://${await absentRegistry()}/v2/`)).rejects.toMatchObject({
    cause: { code: 'ECONNREFUSED' },
  });
});
