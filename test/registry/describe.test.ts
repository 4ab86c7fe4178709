import { expect, it } from 'vitest';
import { describeImage } from '../../src/engines/ask-registry.ts';
import { temporary } from '../host/temporary.ts';
import { startRegistry } from '../rig/registry.ts';
import { client, problemOf, referenceAt, SeenWork, valueOf } from './errand.ts';
import { registryOf, REPOSITORY, startServer } from './fault-server.ts';
import { Pusher } from './push.ts';
import { noise, sampleImage, sampleIndex, type SampleImage } from './sample-image.ts';

const twice = noise(700, 3);
const amd64 = sampleImage({
  layers: [twice, noise(40, 4), twice],
  created: '2024-05-06T07:08:09Z',
});
const arm64 = sampleImage({ architecture: 'arm64', layers: [noise(9, 5)] });
const riscv64 = sampleImage({ architecture: 'riscv64' });

function exactOf({ manifest, config }: SampleImage) {
  return { manifest: manifest.digest, config: config.digest };
}

/** What is said of an image in a registry that has nothing else. */
async function described(image: SampleImage) {
  await using server = await startServer(registryOf({}, [image]));
  const { client: registry, work } = client();
  return await registry.describe(referenceAt(server.address), image.manifest.digest, work);
}

it('says of each platform what it is, how large and how old', async () => {
  using directory = temporary();
  await using server = await startRegistry(directory.path);
  const pusher = new Pusher(server.address, REPOSITORY);
  await pusher.push(amd64);
  await pusher.push(arm64);
  await pusher.push(riscv64);
  const all = { 'linux/amd64': amd64, 'linux/riscv64': riscv64, 'linux/arm64/v8': arm64 };
  const index = sampleIndex(all, 'without attestation');
  await pusher.pushManifest(index, '1');
  const reference = referenceAt(server.address);
  const work = new SeenWork();
  const found = valueOf(await describeImage(reference, index.digest, {}, work));
  expect(Object.fromEntries(found)).toEqual({
    'linux/amd64': {
      exact: exactOf(amd64),
      size: 740,
      created: new Date('2024-05-06T07:08:09Z'),
    },
    'linux/arm64': { exact: exactOf(arm64), size: 9 },
  });
  expect(work.events.map(({ kind, task }) => `${kind} ${task}`)).toEqual([
    'started look up',
    'finished look up',
  ]);
});

it('knows of an image without an index what machine it is for', async () => {
  expect([...valueOf(await described(arm64)).keys()]).toEqual(['linux/arm64']);
  expect(problemOf(await described(riscv64)).code).toBe('images/image-not-for-platform');
});

it.each(['1970-01-01T00:00:00Z', '1980-01-01T00:00:01Z', '0001-01-01T00:00:00Z', 'yesterday'])(
  'says no age of an image made on %s',
  async (created) => {
    const found = valueOf(await described(sampleImage({ created })));
    expect(found.get('linux/amd64')).not.toHaveProperty('created');
  },
);

it.each(['the image', 'its image for a platform'])('says when %s has gone', async (what) => {
  const index = sampleIndex({ 'linux/amd64': amd64, 'linux/arm64': arm64 });
  const answer = what === 'the image' ? registryOf({}, [amd64]) : registryOf({ 1: index }, [amd64]);
  await using server = await startServer(answer);
  const { client: registry, work } = client();
  const problem = problemOf(
    await registry.describe(referenceAt(server.address), index.digest, work),
  );
  expect(problem).toMatchObject({
    code: 'images/image-not-found',
    hint: expect.stringContaining('tackle update') as string,
  });
  expect(problem.message).toContain(index.digest);
});
