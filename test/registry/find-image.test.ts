import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { Digest } from '../../src/kernel/brand.ts';
import { client, problemOf, referenceAt, rules, valueOf } from './errand.ts';
import { registryOf, startServer, type Answer, type Seen } from './fault-server.ts';
import {
  descriptor,
  digestOfBytes,
  DOCKER,
  OCI,
  part,
  sampleImage,
  sampleIndex,
  type Part,
} from './sample-image.ts';

const amd64 = sampleImage();
const arm64 = sampleImage({ architecture: 'arm64', layers: [Buffer.from('arm')] });
const index = sampleIndex({ 'linux/amd64': amd64, 'linux/arm64/v8': arm64 });
const whole = registryOf({ 1: index, single: amd64.manifest }, [amd64, arm64]);

/** The registry, but for the requests that `fault` answers. */
function but(fault: (seen: Seen, response: ServerResponse) => boolean): Answer {
  return (seen, response) => {
    if (!fault(seen, response)) whole(seen, response);
  };
}

const status =
  (code: number, headers: Record<string, string> = {}, body = ''): Answer =>
  (_, response) => {
    response.writeHead(code, headers);
    response.end(body);
  };

const body =
  (type: string, text: string | Buffer): Answer =>
  (_, response) => {
    response.writeHead(200, { 'content-type': type });
    response.end(text);
  };

/** What comes of asking a registry that always answers like this, by tag and by digest. */
async function askedOf(answer: Answer, digest: Digest = index.digest) {
  await using server = await startServer(answer);
  const asked = client();
  const reference = referenceAt(server.address);
  const resolved = await asked.client.resolve(reference, asked.work);
  const found = await asked.client.manifestFor(reference, digest, 'linux/amd64', asked.work);
  return { ...asked, resolved, found, seen: server.seen };
}

describe('a tag', () => {
  it('is looked up by HEAD', async () => {
    await using server = await startServer(whole);
    const { client: registry, work } = client();
    expect(await registry.resolve(referenceAt(server.address), work)).toEqual({
      ok: true,
      value: index.digest,
    });
    expect(server.seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'HEAD /v2/team/tool/manifests/1',
    ]);
    expect(server.seen[0]!.headers.accept).toContain(`${OCI}.index.v1+json`);
    expect(server.seen[0]!.headers.accept).not.toContain('manifest.v1+prettyjws');
  });

  it('needs no asking where the reference has a digest', async () => {
    const { client: registry, work } = client();
    const reference = { ...referenceAt('127.0.0.1:1'), digest: index.digest };
    expect(valueOf(await registry.resolve(reference, work))).toBe(index.digest);
  });

  it.each([
    [
      'knows no HEAD',
      but(({ method }, response) => {
        if (method !== 'HEAD') return false;
        response.writeHead(405).end();
        return true;
      }),
    ],
    [
      'names no digest',
      but(({ method }, response) => {
        if (method !== 'HEAD') return false;
        response.writeHead(200, { 'content-type': index.mediaType }).end();
        return true;
      }),
    ],
    ['names none ever', body(index.mediaType, index.bytes)],
  ])('is looked up by GET where a registry %s', async (_, answer) => {
    const { resolved, seen } = await askedOf(answer);
    expect(valueOf(resolved)).toBe(index.digest);
    expect(seen.slice(0, 2).map(({ method }) => method)).toEqual(['HEAD', 'GET']);
  });

  it('is not believed when the body is another than the digest that comes with it', async () => {
    const { resolved } = await askedOf((_, response) => {
      const headers = { 'docker-content-digest': amd64.manifest.digest };
      response.writeHead(200, { 'content-type': 'application/json', ...headers });
      response.end(index.bytes);
    });
    const { code, message } = problemOf(resolved);
    expect(code).toBe('images/image-damaged');
    expect(message).toContain(amd64.manifest.digest);
    expect(message).toContain(index.digest);
  });
});

describe('an image', () => {
  it('of an index is that for the platform', async () => {
    await using server = await startServer(whole);
    const { client: registry, work } = client();
    const at = (platform: 'linux/amd64' | 'linux/arm64') =>
      registry.manifestFor(referenceAt(server.address), index.digest, platform, work);
    expect(valueOf(await at('linux/amd64'))).toEqual({
      manifestDigest: amd64.manifest.digest,
      config: descriptor(amd64.config),
      configText: amd64.config.bytes.toString(),
      layers: amd64.layers.map((layer) => ({
        ...descriptor(layer),
        compression: 'none',
        diffId: layer.digest,
      })),
    });
    expect(valueOf(await at('linux/arm64')).manifestDigest).toBe(arm64.manifest.digest);
    expect(work.events.map(({ kind }) => kind)).toEqual([
      ...['started', 'finished', 'started', 'finished'],
    ]);
  });

  it.each(['oci', 'docker'] as const)('without an index, in the %s format', async (format) => {
    const image = sampleImage({ format });
    const { found } = await askedOf(registryOf({}, [image]), image.manifest.digest);
    expect(valueOf(found).layers.map(({ digest }) => digest)).toEqual(
      image.layers.map(({ digest }) => digest),
    );
  });

  it('for other platforms is refused, and they are named', async () => {
    const odd = sampleIndex({
      'linux/arm/v7': arm64,
      'windows/amd64': amd64,
      'linux/amd64/v3': amd64,
    });
    const { found } = await askedOf(registryOf({}, [amd64]), odd.digest);
    expect(problemOf(found).code).toBe('images/image-not-found');
    const there = await askedOf(registryOf({ 1: odd }, [amd64]), odd.digest);
    expect(problemOf(there.found)).toMatchObject({
      code: 'images/image-not-for-platform',
      message: expect.stringMatching(
        /not made for `linux\/amd64`, only for `linux\/arm\/v7`, `windows\/amd64`, `linux\/amd64\/v3`$/,
      ) as string,
    });
  });

  it('is refused when only its configuration says that it is for another platform', async () => {
    const { found } = await askedOf(registryOf({}, [arm64]), arm64.manifest.digest);
    expect(problemOf(found)).toMatchObject({
      code: 'images/image-not-for-platform',
      message: expect.stringMatching(/only for `linux\/arm64`$/) as string,
    });
  });
});

describe('a registry that refuses', () => {
  const errors = JSON.stringify({ errors: [{ code: 'DENIED', message: 'not for you' }] });

  it.each([
    [401, 'images/registry-denied'],
    [403, 'images/registry-denied'],
    [404, 'images/image-not-found'],
    [418, 'images/registry-odd-answer'],
  ])('%d at once', async (code, problem) => {
    const { resolved, found, seen, pace } = await askedOf(status(code, {}, errors));
    expect(problemOf(resolved).code).toBe(problem);
    expect(problemOf(found)).toMatchObject({ code: problem, detail: ['DENIED: not for you'] });
    expect(seen.length).toBe(2);
    expect(pace.rests).toEqual([]);
  });

  it.each([
    [429, 'images/registry-busy'],
    [500, 'images/registry-failing'],
    [503, 'images/registry-failing'],
  ])('%d is asked again, ever later, and not for ever', async (code, problem) => {
    const { resolved, seen, pace, work } = await askedOf(status(code));
    expect(problemOf(resolved).code).toBe(problem);
    expect(seen.length).toBe(8);
    expect(pace.rests).toEqual([750, 1500, 3000, 750, 1500, 3000]);
    expect(work.lines[0]).toContain('trying again in 1 s');
  });

  it('for a moment is asked again when it wants to be', async () => {
    let busy = 2;
    const { resolved, found, pace } = await askedOf(
      but((_, response) => {
        if (busy-- <= 0) return false;
        response.writeHead(429, { 'retry-after': '9' }).end();
        return true;
      }),
    );
    expect(valueOf(resolved)).toBe(index.digest);
    expect(valueOf(found).manifestDigest).toBe(amd64.manifest.digest);
    expect(pace.rests).toEqual([9000, 9000]);
  });

  it('for an hour is not waited for', async () => {
    const { resolved, pace } = await askedOf(status(429, { 'retry-after': '3600' }));
    expect(problemOf(resolved)).toMatchObject({
      code: 'images/registry-busy',
      hint: expect.stringContaining('in 3600 seconds') as string,
    });
    expect(pace.rests).toEqual([]);
  });
});

describe('a connection', () => {
  it('that is reset is made again', async () => {
    let resets = 3;
    const { resolved } = await askedOf(
      but((_, response) => {
        if (resets-- <= 0) return false;
        response.destroy();
        return true;
      }),
    );
    expect(valueOf(resolved)).toBe(index.digest);
  });

  it('that is refused is not', async () => {
    const server = await startServer(whole);
    await server[Symbol.asyncDispose]();
    const { client: registry, work, pace } = client();
    const resolved = await registry.resolve(referenceAt(server.address), work);
    expect(problemOf(resolved)).toMatchObject({
      code: 'images/registry-unreachable',
      detail: [expect.stringContaining('ECONNREFUSED')],
    });
    expect(pace.rests).toEqual([]);
  });

  it('on which nobody answers is given up, and made again', async () => {
    const { client: registry, work, pace } = client();
    await using server = await startServer(() => pace.runOut());
    const resolved = await registry.resolve(referenceAt(server.address), work);
    expect(problemOf(resolved)).toMatchObject({
      code: 'images/registry-unreachable',
      detail: ['no answer within 30 seconds'],
    });
    expect(server.seen.length).toBe(4);
  });

  it('is left at once when the caller gives up', async () => {
    const { client: registry, work, pace } = client();
    await using server = await startServer(() => work.controller.abort());
    const resolved = await registry.resolve(referenceAt(server.address), work);
    expect(problemOf(resolved).code).toBe('images/interrupted');
    expect(pace.rests).toEqual([]);
  });

  it('that stalls within a manifest is made again', async () => {
    const { client: registry, work, pace } = client();
    let stalls = 1;
    await using server = await startServer(
      but(({ method }, response) => {
        if (method === 'HEAD' || stalls-- <= 0) return false;
        response.writeHead(200, { 'content-type': index.mediaType });
        response.write(index.bytes.subarray(0, 100), () => pace.runOut());
        return true;
      }),
    );
    const reference = referenceAt(server.address);
    const found = await registry.manifestFor(reference, index.digest, 'linux/amd64', work);
    expect(valueOf(found).manifestDigest).toBe(amd64.manifest.digest);
    expect(pace.rests).toEqual([750]);
  });

  it('that always ends half-way is named', async () => {
    const { found, pace } = await askedOf((_, response) => {
      response.writeHead(200, { 'content-type': index.mediaType, 'content-length': 4000 });
      response.write(index.bytes.subarray(0, 100), () => response.destroy());
    });
    expect(problemOf(found).code).toBe('images/registry-broke-off');
    expect(pace.rests.length).toBeGreaterThan(2);
  });
});

describe('an answer that is no manifest', () => {
  const image = (fields: object): Part =>
    part(
      { ...(JSON.parse(amd64.manifest.bytes.toString()) as object), ...fields },
      `${OCI}.manifest.v1+json`,
    );
  const layer = descriptor(amd64.layers[0]!);

  it.each([
    ['HTML', 'text/html; charset=utf-8', '<html>log in</html>', /answers with HTML/],
    ['HTML under a false name', index.mediaType, '<html>log in</html>', /not JSON/],
    [
      'JSON of another kind',
      'application/json',
      '{"errors": []}',
      /of the type `application\/json`/,
    ],
    ['half of one', index.mediaType, index.bytes.subarray(0, 200), /not JSON/],
    ['nothing', index.mediaType, '', /not JSON/],
    ['a list', index.mediaType, '[]', /not JSON/],
    ['one of two types', `${OCI}.manifest.v1+json`, index.bytes, /two things/],
    ['an empty one', '', `{"mediaType":"${OCI}.manifest.v1+json"}`, /lacks/],
  ])('%s', async (_, type, text, words) => {
    const bytes = Buffer.from(text);
    const { resolved, found } = await askedOf(body(type, bytes), digestOfBytes(bytes));
    for (const result of [resolved, found]) {
      expect(problemOf(result)).toMatchObject({
        code: 'images/registry-odd-answer',
        message: expect.stringMatching(words) as string,
      });
    }
  });

  it.each([
    [
      'a manifest and an index at once',
      image({ manifests: [] }),
      'registry-odd-answer',
      /two things/,
    ],
    [
      'a Helm chart',
      image({ config: { ...layer, mediaType: 'application/vnd.cncf.helm.config.v1+json' } }),
      'image-unusable',
      /helm/,
    ],
    [
      'a foreign layer',
      image({ layers: [{ ...layer, mediaType: `${DOCKER}.image.rootfs.foreign.diff.tar.gzip` }] }),
      'image-unusable',
      /does not hold/,
    ],
    [
      'a layer at other addresses',
      image({ layers: [{ ...layer, urls: ['https://example.org'] }] }),
      'image-unusable',
      /does not hold/,
    ],
    [
      'a layer of an unknown kind',
      image({ layers: [{ ...layer, mediaType: 'application/x-lzma' }] }),
      'image-unusable',
      /x-lzma/,
    ],
    [
      'a digest of another kind',
      image({ layers: [{ ...layer, digest: `sha512:${'a'.repeat(128)}` }] }),
      'image-unusable',
      /sha512/,
    ],
    [
      'a negative size',
      image({ layers: [{ ...layer, size: -1 }] }),
      'registry-odd-answer',
      /lacks/,
    ],
    [
      'other layers than its configuration',
      image({ layers: [layer] }),
      'image-unusable',
      /other layers/,
    ],
    [
      'an index of an index',
      sampleIndex({ 'linux/amd64': { ...amd64, manifest: index } }),
      'image-unusable',
      /index of indexes/,
    ],
  ])('but %s', async (_, manifest, code, words) => {
    const { found } = await askedOf(
      registryOf({ 1: manifest, 2: index }, [amd64, arm64]),
      manifest.digest,
    );
    expect(problemOf(found)).toMatchObject({
      code: `images/${code}`,
      message: expect.stringMatching(words) as string,
    });
  });

  it.each([
    ['its type', `${DOCKER}.distribution.manifest.v1+prettyjws`, '{}'],
    ['its own words', 'application/json', '{"schemaVersion": 1}'],
  ])('of schema 1 by %s', async (_, type, text) => {
    const { resolved, found } = await askedOf(body(type, text), digestOfBytes(Buffer.from(text)));
    expect(problemOf(resolved).code).toBe('images/image-too-old');
    expect(problemOf(found).code).toBe('images/image-too-old');
  });

  it('whose end never comes is not read any further than a manifest goes', async () => {
    const { found, pace } = await askedOf(({ method }, response) => {
      response.writeHead(200, { 'content-type': index.mediaType });
      if (method === 'HEAD') return void response.end();
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, ' ')));
      };
      response.on('drain', more);
      more();
    });
    expect(problemOf(found)).toMatchObject({
      code: 'images/registry-odd-answer',
      message: expect.stringContaining('more than 4194304 bytes') as string,
    });
    expect(pace.rests).toEqual([]);
  });

  it('with another digest than was asked for', async () => {
    const { found } = await askedOf(body(index.mediaType, index.bytes), arm64.manifest.digest);
    const { code, message } = problemOf(found);
    expect(code).toBe('images/image-damaged');
    expect(message).toContain(`\`${index.digest}\` instead of \`${arm64.manifest.digest}\``);
  });

  it('with a damaged configuration', async () => {
    const { found } = await askedOf(
      but(({ path }, response) => {
        if (!path.endsWith(amd64.config.digest)) return false;
        response.end('{}');
        return true;
      }),
    );
    expect(problemOf(found)).toMatchObject({
      code: 'images/image-damaged',
      message: expect.stringContaining('the configuration') as string,
    });
  });
});

describe('mirrors', () => {
  const broken: readonly (readonly [string, Answer])[] = [
    ['has no such image', status(404)],
    ['refuses', status(403)],
    ['is out of order', status(500)],
    ['answers with HTML', body('text/html', '<html>')],
    ['has a damaged one', body(index.mediaType, amd64.manifest.bytes)],
  ];

  it.each(broken)('the next is asked when one %s', async (_, answer) => {
    await using bad = await startServer(answer);
    await using good = await startServer(whole);
    await using origin = await startServer(status(500));
    const registries = rules({ [origin.address]: [bad.address, good.address, origin.address] });
    const { client: registry, work } = client({ registries });
    const reference = referenceAt(origin.address);
    const found = await registry.manifestFor(reference, index.digest, 'linux/amd64', work);
    expect(valueOf(found).manifestDigest).toBe(amd64.manifest.digest);
    expect(bad.seen.length).toBeGreaterThan(0);
    expect(origin.seen).toEqual([]);
  });

  it('what the last says is the problem, by its name and with its rule', async () => {
    await using mirror = await startServer(status(403));
    await using origin = await startServer(status(404));
    const registries = rules({ [origin.address]: [`${mirror.address}/hub`, origin.address] });
    const { client: registry, work } = client({ registries });
    const resolved = await registry.resolve(referenceAt(origin.address), work);
    expect(problemOf(resolved)).toMatchObject({
      code: 'images/image-not-found',
      place: { file: 'config.yaml', line: 2 },
    });
    expect(mirror.seen.map(({ path }) => path)).toEqual(['/v2/hub/team/tool/manifests/1']);
    expect(origin.seen.length).toBe(1);
  });

  it('the registry itself is not asked unless a rule says so', async () => {
    await using mirror = await startServer(status(403));
    await using origin = await startServer(whole);
    const registries = rules({ [`${origin.address}/team`]: [`${mirror.address}/of/teams`] });
    const { client: registry, work } = client({ registries });
    const resolved = await registry.resolve(referenceAt(origin.address), work);
    expect(problemOf(resolved)).toMatchObject({
      code: 'images/registry-denied',
      message: `the registry \`${mirror.address}\` refuses to give \`${origin.address}/team/tool:1\``,
      hint: `log in with \`docker login ${mirror.address}\``,
      place: { file: 'config.yaml', line: 1 },
    });
    expect(mirror.seen.map(({ path }) => path)).toEqual(['/v2/of/teams/tool/manifests/1']);
    expect(origin.seen).toEqual([]);
  });
});
