import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RegistryClient } from '../../src/images/registry/client.ts';
import { basic } from '../../src/images/registry/credentials.ts';
import type { Digest } from '../../src/kernel/brand.ts';
import { ok } from '../../src/kernel/result.ts';
import { temporary } from '../host/temporary.ts';
import { REGISTRY_ACCOUNT, startRegistry, type Registry } from '../rig/registry.ts';
import { accounts, client, problemOf, referenceAt, rules, SeenWork, valueOf } from './errand.ts';
import { startServer, REPOSITORY } from './fault-server.ts';
import { Pusher } from './push.ts';
import { layerDescriptor, noise, sampleImage, sampleIndex } from './sample-image.ts';

/** Larger than what one read gives, so that the layers come in pieces. */
const amd64 = sampleImage({
  layers: [noise(400_000, 1), noise(70_000, 2), noise(9, 3), noise(1, 4)],
});
const arm64 = sampleImage({ architecture: 'arm64', format: 'docker', layers: [noise(1000, 5)] });
const { username, password } = REGISTRY_ACCOUNT;

describe.each([false, true])('a real registry (with a password: %s)', (auth) => {
  const directory = temporary();
  let server: Registry;
  let index: ReturnType<typeof sampleIndex>;

  beforeAll(async () => {
    server = await startRegistry(directory.path, { auth });
    const headers = auth ? { authorization: basic(username, password) } : {};
    const pusher = new Pusher(server.address, REPOSITORY, headers);
    await pusher.push(amd64, 'amd64');
    await pusher.push(arm64);
    // Registries take an index only when they have all that it names.
    index = sampleIndex({ 'linux/amd64': amd64, 'linux/arm64/v8': arm64 }, 'without attestation');
    await pusher.pushManifest(index, '1');
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    directory[Symbol.dispose]();
  });

  const known = () =>
    client({
      credentials: accounts({ [server.address]: { kind: 'password', username, password } }).find,
    });

  /** All layers, by digest. */
  async function layersOf(
    registry: RegistryClient,
    digest: Digest,
    platform: 'linux/amd64' | 'linux/arm64',
  ) {
    const reference = referenceAt(server.address);
    const work = new SeenWork();
    const found = valueOf(await registry.manifestFor(reference, digest, platform, work));
    const got = new Map<string, Buffer>();
    const pulled = await registry.pullLayers(
      reference,
      found.layers,
      async ({ digest: name }, bytes) => {
        got.set(name, await buffer(bytes));
        return ok(undefined);
      },
      work,
    );
    expect(pulled).toEqual(ok(undefined));
    return { found, got };
  }

  it.each(['linux/amd64', 'linux/arm64'] as const)(
    'gives the image of a tag, for %s',
    async (platform) => {
      const { client: registry, work } = known();
      const digest = valueOf(await registry.resolve(referenceAt(server.address), work));
      expect(digest).toBe(index.digest);
      const image = platform === 'linux/amd64' ? amd64 : arm64;
      const { found, got } = await layersOf(registry, digest, platform);
      expect(found.manifestDigest).toBe(image.manifest.digest);
      expect(found.configText).toBe(image.config.bytes.toString());
      expect([...got.keys()].toSorted()).toEqual(
        image.layers.map((layer) => layer.digest).toSorted(),
      );
      for (const layer of image.layers)
        expect(got.get(layer.digest)?.equals(layer.bytes)).toBe(true);
    },
  );

  it('gives an image without an index, by tag and by digest', async () => {
    const { client: registry, work } = known();
    const reference = referenceAt(server.address, 'amd64');
    const { digest } = amd64.manifest;
    expect(valueOf(await registry.resolve(reference, work))).toBe(digest);
    expect((await layersOf(registry, digest, 'linux/amd64')).got.size).toBe(4);
  });

  it('gives the rest of a layer', async () => {
    const layer = amd64.layers[0]!;
    let breaks = 1;
    await using half = await startServer((_, response) => {
      if (breaks-- <= 0) return void response.writeHead(404).end();
      response.writeHead(200, { 'content-length': layer.bytes.length });
      response.write(layer.bytes.subarray(0, 150_000), () => response.destroy());
    });
    const { find } = accounts({ [server.address]: { kind: 'password', username, password } });
    const registries = rules({ [server.address]: [half.address, server.address] });
    const { client: registry, work } = client({ credentials: find, registries });
    const stream = registry.openBlob(referenceAt(server.address), layerDescriptor(layer), work);
    expect((await buffer(valueOf(stream))).equals(layer.bytes)).toBe(true);
  });

  it('has no other tag', async () => {
    const { client: registry, work } = known();
    const resolved = await registry.resolve(referenceAt(server.address, 'other'), work);
    expect(problemOf(resolved).code).toBe('images/image-not-found');
  });

  it.runIf(auth)('refuses those who are not logged in, or wrongly', async () => {
    const reference = referenceAt(server.address);
    const wrong = accounts({ [server.address]: { kind: 'password', username, password: 'x' } });
    for (const { client: registry, work } of [client(), client({ credentials: wrong.find })]) {
      const found = await registry.manifestFor(reference, index.digest, 'linux/amd64', work);
      expect(problemOf(found)).toMatchObject({
        code: 'images/registry-denied',
        detail: [expect.stringContaining('UNAUTHORIZED')],
      });
    }
  });
});
