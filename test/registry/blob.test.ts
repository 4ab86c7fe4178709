import { EventEmitter, once } from 'node:events';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { BlobFailure } from '../../src/images/registry/open-blob.ts';
import type { Problem } from '../../src/kernel/problem.ts';
import { err, ok, type Result } from '../../src/kernel/result.ts';
import { client, problemOf, referenceAt, rules, SeenWork, valueOf } from './errand.ts';
import { registryOf, startServer, type Answer } from './fault-server.ts';
import { layerDescriptor, noise, sampleImage } from './sample-image.ts';

const image = sampleImage({ layers: [noise(5000, 1)] });
const layer = image.layers[0]!;
const { bytes } = layer;
const whole = registryOf({}, [image]);

/** What the problem of a stream is; fails when there is none. */
async function failureOf(stream: Readable): Promise<Problem> {
  const failed = await buffer(stream).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(failed instanceof BlobFailure)) expect.fail(`no failure, but ${String(failed)}`);
  return failed.problem;
}

/** A layer as it comes from a server that answers like this. */
async function opened<T>(answer: Answer, use: (stream: Readable) => Promise<T>) {
  const asked = client();
  await using server = await startServer(answer);
  const stream = asked.client.openBlob(
    referenceAt(server.address),
    layerDescriptor(layer),
    asked.work,
  );
  const value = await use(valueOf(stream));
  return {
    ...asked,
    value,
    seen: server.seen,
    ranges: server.seen.map(({ headers }) => headers.range),
  };
}

/** Breaks off after so many bytes of what is asked for, a number of times. */
function breaksOff(after: number, times: number, how: 'announced' | 'unannounced'): Answer {
  let left = times;
  return (seen, response) => {
    if (left-- <= 0) {
      whole(seen, response);
      return;
    }
    const from = Number(/\d+/.exec(seen.headers.range ?? '0')?.[0]);
    const rest = bytes.subarray(from);
    if (from > 0) {
      response.writeHead(206, { 'content-range': `bytes ${from}-4999/5000` });
    } else if (how === 'announced') response.writeHead(200, { 'content-length': 5000 });
    response.write(rest.subarray(0, after), () => {
      if (how === 'announced' || from > 0) response.destroy();
      else response.end();
    });
  };
}

describe('a blob', () => {
  it('comes as it is', async () => {
    const { value, ranges, seen } = await opened(whole, buffer);
    expect(value.equals(bytes)).toBe(true);
    expect(ranges).toEqual([undefined]);
    // Compressed for the way it could neither be resumed nor compared.
    expect(seen[0]!.headers['accept-encoding']).toBe('identity');
  });

  it.each(['announced', 'unannounced'] as const)(
    'is resumed where the connection broke (length %s)',
    async (how) => {
      const { value, ranges, pace } = await opened(breaksOff(1000, 3, how), buffer);
      expect(value.equals(bytes)).toBe(true);
      expect(ranges).toEqual([undefined, 'bytes=1000-', 'bytes=2000-', 'bytes=3000-']);
      expect(pace.rests).toEqual([750, 1500, 3000]);
    },
  );

  it('is given up when the connection breaks again and again', async () => {
    const { value, seen } = await opened(breaksOff(100, 99, 'announced'), failureOf);
    expect(value.code).toBe('images/registry-broke-off');
    expect(seen.length).toBe(4);
  });

  it('is begun anew by a server without ranges, and what is known is passed over', async () => {
    let breaks = 2;
    const { value, ranges } = await opened((_, response) => {
      response.writeHead(200, { 'content-length': 5000 });
      if (breaks-- <= 0) response.end(bytes);
      else response.write(bytes.subarray(0, 2000 * (2 - breaks)), () => response.destroy());
    }, buffer);
    expect(value.equals(bytes)).toBe(true);
    expect(ranges.slice(0, 2)).toEqual([undefined, 'bytes=2000-']);
  });

  it('that stalls is resumed', async () => {
    const asked = client();
    let stalls = 1;
    await using server = await startServer((seen, response) => {
      if (stalls-- <= 0) {
        whole(seen, response);
        return;
      }
      response.writeHead(200, { 'content-length': 5000 });
      response.write(bytes.subarray(0, 700));
    });
    const reference = referenceAt(server.address);
    const stream = valueOf(asked.client.openBlob(reference, layerDescriptor(layer), asked.work));
    const [first] = (await once(stream, 'data')) as [Buffer];
    expect(first.length).toBe(700);
    const rest = buffer(stream);
    asked.pace.runOut();
    expect((await rest).equals(bytes.subarray(700))).toBe(true);
    expect(server.seen.map(({ headers }) => headers.range)).toEqual([undefined, 'bytes=700-']);
    expect(asked.work.lines).toEqual(['nothing came for 30 seconds; trying again in 1 s']);
  });

  it('is waited for as long as the registry asks to', async () => {
    let busy = 1;
    const { value, pace } = await opened((seen, response) => {
      if (busy-- <= 0) {
        whole(seen, response);
        return;
      }
      response.writeHead(429, { 'retry-after': '11' }).end();
    }, buffer);
    expect(value.equals(bytes)).toBe(true);
    expect(pace.rests).toEqual([11_000]);
  });

  const answers: readonly (readonly [string, string, RegExp, Answer])[] = [
    ['of another content', 'image-damaged', /it is `sha256:/, (_, r) => r.end(noise(5000, 9))],
    [
      'that is longer',
      'image-damaged',
      /longer than 5000/,
      (_, r) => {
        r.write(bytes);
        r.write('more');
      },
    ],
    [
      'that is announced to be longer',
      'image-damaged',
      /9999 bytes long and not 5000/,
      (_, r) => {
        r.writeHead(200, { 'content-length': 9999 }).write(bytes);
      },
    ],
    [
      'that is shorter',
      'image-damaged',
      /12 bytes long and not 5000/,
      (_, r) => {
        r.writeHead(200, { 'content-length': 12 }).end('twelve bytes');
      },
    ],
    [
      'that is a page',
      'registry-odd-answer',
      /HTML/,
      (_, r) => {
        r.writeHead(200, { 'content-type': 'text/html' }).end('<html>');
      },
    ],
    [
      'that is another part of it',
      'registry-odd-answer',
      /another range/,
      (_, r) => {
        r.writeHead(206, { 'content-range': 'bytes 1-4999/5000' }).end(bytes.subarray(1));
      },
    ],
    ['that is not there', 'image-not-found', /does not exist/, (_, r) => r.writeHead(404).end()],
    ['that is not for us', 'registry-denied', /refuses/, (_, r) => r.writeHead(403).end()],
    [
      'that is truncated in the registry',
      'image-damaged',
      /ends after 900 of 5000/,
      ({ headers }, r) => {
        if (headers.range === undefined) r.write(bytes.subarray(0, 900), () => r.end());
        else r.writeHead(416).end();
      },
    ],
  ];

  it.each(answers)('%s fails: %s', async (_, code, words, answer) => {
    const { value } = await opened(answer, failureOf);
    expect(value.code).toBe(`images/${code}`);
    expect(value.message).toMatch(words);
  });

  it('is taken from the mirror, and its rest from the registry when the mirror breaks', async () => {
    await using mirror = await startServer(breaksOff(500, 99, 'announced'));
    await using origin = await startServer(whole);
    const asked = client({
      registries: rules({ [origin.address]: [mirror.address, origin.address] }),
    });
    const reference = referenceAt(origin.address);
    const stream = asked.client.openBlob(reference, layerDescriptor(layer), asked.work);
    expect((await buffer(valueOf(stream))).equals(bytes)).toBe(true);
    expect(origin.seen.map(({ headers }) => headers.range)).toEqual(['bytes=2000-']);
  });

  it.each(['caller', 'reader'] as const)('is left at once when its %s gives up', async (who) => {
    const asked = client();
    const leaves = new EventEmitter();
    const left = once(leaves, 'left');
    await using server = await startServer((_, response) => {
      response.on('close', () => leaves.emit('left'));
      response.writeHead(200, { 'content-length': 5000 });
      response.write(bytes.subarray(0, 700));
    });
    const reference = referenceAt(server.address);
    const stream = valueOf(asked.client.openBlob(reference, layerDescriptor(layer), asked.work));
    await once(stream, 'data');
    const ended = new Promise((resolve) => stream.once('close', resolve));
    if (who === 'caller') asked.work.controller.abort();
    else stream.destroy();
    await Promise.all([ended, left]);
    const problem = stream.errored instanceof BlobFailure ? stream.errored.problem.code : undefined;
    expect(problem).toBe(who === 'caller' ? 'images/interrupted' : undefined);
  });
});

describe('layers', () => {
  const many = sampleImage({ layers: [1, 2, 3, 4, 5, 6].map((seed) => noise(2000 * seed, seed)) });
  const layers = many.layers.map((each) => ({ ...layerDescriptor(each), diffId: each.digest }));
  const all = registryOf({}, [many]);
  const drain = async (_: unknown, stream: Readable): Promise<Result<void, Problem>> => {
    await buffer(stream);
    return ok(undefined);
  };

  it('come three at a time, each once, and their bytes are counted together', async () => {
    const waiting: (() => void)[] = [];
    await using server = await startServer((seen, response) => {
      waiting.push(() => all(seen, response));
      // All that may come have come when there are three, or when no more are left.
      if (waiting.length === 3) for (const act of waiting.splice(0)) act();
    });
    const { client: registry, work } = client();
    const got: string[] = [];
    let [underWay, most] = [0, 0];
    const pulled = await registry.pullLayers(
      referenceAt(server.address),
      [...layers, layers[0]!],
      async (each, stream) => {
        got.push(each.digest);
        most = Math.max(most, ++underWay);
        expect((await buffer(stream)).length).toBe(each.size);
        underWay--;
        return ok(undefined);
      },
      work,
    );
    expect(pulled).toEqual(ok(undefined));
    expect(got.toSorted()).toEqual(layers.map(({ digest }) => digest).toSorted());
    expect(server.seen.length).toBe(6);
    expect(most).toBe(3);
    const total = layers.reduce((sum, { size }) => sum + size, 0);
    expect(work.events.at(0)?.kind).toBe('started');
    expect(work.events.at(-1)?.kind).toBe('finished');
    const advanced = { kind: 'advanced', total, unit: 'bytes' };
    expect(work.events.at(1)).toMatchObject({
      ...advanced,
      done: 0,
      layers: { done: 0, total: 6 },
    });
    const last = { ...advanced, done: total, layers: { done: 6, total: 6 } };
    expect(work.events.at(-2)).toMatchObject(last);
  });

  it('are counted together with those that are here', async () => {
    await using server = await startServer(all);
    const { client: registry, work } = client();
    const reference = referenceAt(server.address);
    const pulled = await registry.pullLayers(reference, layers.slice(4), drain, work, 4);
    expect(pulled).toEqual(ok(undefined));
    const counts = work.events.flatMap((event) => ('layers' in event ? [event.layers] : []));
    expect(counts.at(0)).toEqual({ done: 4, total: 6 });
    expect(counts.at(-1)).toEqual({ done: 6, total: 6 });
  });

  it('that are all here are none to tell of', async () => {
    const { client: registry, work } = client();
    const pulled = await registry.pullLayers(referenceAt('127.0.0.1:1'), [], drain, work, 6);
    expect(pulled).toEqual(ok(undefined));
    expect(work.events.map(({ kind }) => kind)).toEqual(['started', 'finished']);
  });

  it('end together with the first that is damaged', async () => {
    const waiting: (() => void)[] = [];
    await using server = await startServer((seen, response) => {
      const first = seen.path.endsWith(layers[0]!.digest);
      waiting.push(() => {
        if (first) response.end(noise(2000, 99));
        else response.write('x');
      });
      if (waiting.length === 3) for (const act of waiting) act();
    });
    const { client: registry, work } = client();
    const pulled = await registry.pullLayers(referenceAt(server.address), layers, drain, work);
    expect(problemOf(pulled).code).toBe('images/image-damaged');
    expect(server.seen.length).toBe(3);
  });

  it('end together with the first that is not taken, by a problem or a fault', async () => {
    await using server = await startServer(all);
    const { client: registry } = client();
    const full = { code: 'images/no-space' as const, message: 'full' };
    const reference = referenceAt(server.address);
    const refused = await registry.pullLayers(
      reference,
      layers,
      () => Promise.resolve(err(full)),
      new SeenWork(),
    );
    expect(refused).toEqual(err(full));
    const fault = registry.pullLayers(
      reference,
      layers,
      () => Promise.reject(new Error('a fault')),
      new SeenWork(),
    );
    await expect(fault).rejects.toThrow('a fault');
  });

  const spoils: readonly (readonly [string, Answer])[] = [
    ['at the end', (_, r) => r.end(noise(2000, 99))],
    ['in its first half', (_, r) => r.write(noise(1000, 99), () => r.destroy())],
    ['by being longer', (_, r) => r.end(noise(9000, 99))],
  ];

  it.each(spoils)(
    'that a mirror spoils %s come from the next, and are counted once',
    async (_, spoil) => {
      await using mirror = await startServer(spoil);
      await using origin = await startServer(all);
      const registries = rules({ [origin.address]: [mirror.address, origin.address] });
      const { client: registry, work } = client({ registries });
      const [first] = layers;
      const taken: Buffer[] = [];
      const pulled = await registry.pullLayers(
        referenceAt(origin.address),
        [first!],
        async (_layer, stream) => {
          taken.push(await buffer(stream));
          return ok(undefined);
        },
        work,
      );
      expect(pulled).toEqual(ok(undefined));
      expect(taken.at(-1)).toEqual(many.layers[0]!.bytes);
      expect(origin.seen.at(-1)!.headers.range).toBeUndefined();
      const last = work.events.findLast((event) => event.kind === 'advanced');
      expect(last).toMatchObject({ done: first!.size, total: first!.size });
    },
  );

  it('that a mirror spoils and nobody can make sense of come from the next', async () => {
    await using mirror = await startServer((_, r) => r.end(noise(2000, 99)));
    await using origin = await startServer(all);
    const registries = rules({ [origin.address]: [mirror.address, origin.address] });
    const { client: registry, work } = client({ registries });
    let tries = 0;
    const pulled = await registry.pullLayers(
      referenceAt(origin.address),
      [layers[0]!],
      async (_layer, stream) => {
        await once(stream, 'readable');
        const senseless = { code: 'images/layer-damaged' as const, message: 'no archive' };
        return tries++ === 0 ? err(senseless) : drain(undefined, stream);
      },
      work,
    );
    expect([pulled, tries]).toEqual([ok(undefined), 2]);
    expect([mirror.seen.length, origin.seen.length]).toEqual([1, 1]);
  });

  it('are left when the caller gives up', async () => {
    const { client: registry, work } = client();
    await using server = await startServer(() => work.controller.abort());
    const pulled = await registry.pullLayers(referenceAt(server.address), layers, drain, work);
    expect(problemOf(pulled).code).toBe('images/interrupted');
  });
});
