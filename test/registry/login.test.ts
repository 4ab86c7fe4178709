import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { Credentials } from '../../src/images/registry/credentials.ts';
import { temporary } from '../host/temporary.ts';
import { selfSigned } from '../self-signed.ts';
import { accounts, client, problemOf, referenceAt, rules, valueOf } from './errand.ts';
import { registryOf, startServer, type Answer, type Seen } from './fault-server.ts';
import { layerDescriptor, sampleImage } from './sample-image.ts';

const image = sampleImage();
const layer = image.layers[0]!;
const open = registryOf({ 1: image.manifest }, [image]);
const SECRET = 'open-sesame';
const BASIC = `Basic ${Buffer.from(`ada:${SECRET}`).toString('base64')}`;
const ada: Credentials = { kind: 'password', username: 'ada', password: SECRET };

/** Lets those in who show this, and sends all others to log in. */
function closed(header: string | (() => string), challenge: () => string): Answer {
  return (seen, response) => {
    const wanted = typeof header === 'string' ? header : header();
    if (seen.headers.authorization === wanted) {
      open(seen, response);
      return;
    }
    response.writeHead(401, { 'www-authenticate': challenge() }).end();
  };
}

const token =
  (text: string, more: object = {}): Answer =>
  (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ token: text, ...more }));
  };

const bearer = (realm: string) =>
  `Bearer realm="http://${realm}/token",service="tests",scope="repository:team/tool:pull"`;

const shown = (seen: readonly Seen[]) => seen.map(({ headers }) => headers.authorization);

describe('a token', () => {
  it('is had as nobody, from the service that the registry names, and used for all that follows', async () => {
    await using service = await startServer(token('t1'));
    await using server = await startServer(closed('Bearer t1', () => bearer(service.address)));
    const { client: registry, work } = client();
    const reference = referenceAt(server.address);
    expect(valueOf(await registry.resolve(reference, work))).toBe(image.manifest.digest);
    valueOf(await registry.manifestFor(reference, image.manifest.digest, 'linux/amd64', work));
    expect(shown(server.seen)).toEqual([undefined, 'Bearer t1', 'Bearer t1', 'Bearer t1']);
    expect(service.seen.length).toBe(1);
    const { searchParams } = new URL(service.seen[0]!.path, 'http://localhost');
    expect(Object.fromEntries(searchParams)).toEqual({
      service: 'tests',
      scope: 'repository:team/tool:pull',
      client_id: 'tackle',
    });
    expect(service.seen[0]!.headers.authorization).toBeUndefined();
  });

  it('is had with a password, which the service sees and the registry never', async () => {
    await using service = await startServer(token('t2'));
    await using server = await startServer(closed('Bearer t2', () => bearer(service.address)));
    const { asked, find } = accounts({ [server.address]: ada });
    const { client: registry, work } = client({ credentials: find });
    valueOf(await registry.resolve(referenceAt(server.address), work));
    expect(asked).toEqual([server.address]);
    expect(shown(service.seen)).toEqual([BASIC]);
    expect(service.seen[0]!.path).toContain('account=ada');
    expect(shown(server.seen)).toEqual([undefined, 'Bearer t2']);
  });

  it('is had with an identity token, which stands in the body of a POST', async () => {
    await using service = await startServer(token('', { access_token: 't3' }));
    await using server = await startServer(closed('Bearer t3', () => bearer(service.address)));
    const { find } = accounts({ [server.address]: { kind: 'identity-token', token: SECRET } });
    const { client: registry, work } = client({ credentials: find });
    valueOf(await registry.resolve(referenceAt(server.address), work));
    const [asked] = service.seen;
    expect(asked).toMatchObject({ method: 'POST', path: '/token' });
    expect(Object.fromEntries(new URLSearchParams(asked!.body))).toEqual({
      grant_type: 'refresh_token',
      client_id: 'tackle',
      service: 'tests',
      scope: 'repository:team/tool:pull',
      refresh_token: SECRET,
    });
  });

  it('that has grown old is had anew', async () => {
    let count = 0;
    await using service = await startServer((seen, response) =>
      token(`t${++count}`, { expires_in: 300 })(seen, response),
    );
    const answer = closed(
      () => `Bearer t${count}`,
      () => bearer(service.address),
    );
    await using server = await startServer(answer);
    const { client: registry, work, pace } = client();
    const reference = referenceAt(server.address);
    valueOf(await registry.resolve(reference, work));
    pace.time += 280_000;
    valueOf(await registry.resolve(reference, work));
    expect(count).toBe(1);
    pace.time += 11_000;
    valueOf(await registry.resolve(reference, work));
    expect(count).toBe(2);
  });

  it('that is not taken is had anew once, and then it is over', async () => {
    await using service = await startServer(token('wrong'));
    await using server = await startServer(closed('Bearer right', () => bearer(service.address)));
    const { client: registry, work, pace } = client();
    const resolved = await registry.resolve(referenceAt(server.address), work);
    expect(problemOf(resolved).code).toBe('images/registry-denied');
    expect(server.seen.length).toBe(2);
    expect(pace.rests).toEqual([]);
  });

  it('is asked for again when its service is out of order', async () => {
    let faults = 2;
    await using service = await startServer((seen, response) => {
      if (faults-- > 0) response.writeHead(503).end();
      else token('t4')(seen, response);
    });
    await using server = await startServer(closed('Bearer t4', () => bearer(service.address)));
    const { client: registry, work, pace } = client();
    valueOf(await registry.resolve(referenceAt(server.address), work));
    expect(pace.rests).toEqual([750, 1500]);
  });

  it('is not had from a service whose certificate nobody vouches for, and the hint says what to do', async () => {
    using here = temporary();
    const service = createServer(selfSigned(here.path, 'tests'));
    service.on('tlsClientError', () => undefined).listen(0, '127.0.0.1');
    await once(service, 'listening');
    const realm = `https://127.0.0.1:${(service.address() as AddressInfo).port}/token`;
    await using server = await startServer(closed('', () => `Bearer realm="${realm}"`));
    const { client: registry, work, pace } = client();
    const resolved = await registry.resolve(referenceAt(server.address), work);
    service.close();
    await once(service, 'close');
    expect(problemOf(resolved)).toMatchObject({
      code: 'images/registry-unreachable',
      hint: expect.stringContaining('NODE_EXTRA_CA_CERTS') as string,
    });
    expect(pace.rests).toEqual([]);
  });

  const odd: readonly (readonly [string, Answer])[] = [
    ['HTML', (_, response) => response.end('<html>')],
    ['no token', token('')],
    ['a token that is no header', token('a\nb')],
    ['another address', (_, r) => r.writeHead(302, { location: 'http://example.org/' }).end()],
  ];
  it.each(odd)('is none when the service answers with %s', async (_, answer) => {
    await using service = await startServer(answer);
    await using server = await startServer(closed('Bearer t', () => bearer(service.address)));
    const { client: registry, work } = client();
    const resolved = await registry.resolve(referenceAt(server.address), work);
    expect(problemOf(resolved).code).toBe('images/registry-odd-answer');
  });

  it.each(['http://example.org/token', 'nowhere', 'file:///etc/passwd'])(
    'is not asked for at %s',
    async (realm) => {
      await using server = await startServer(closed('', () => `Bearer realm="${realm}"`));
      const { asked, find } = accounts({});
      const { client: registry, work } = client({ credentials: find });
      const resolved = await registry.resolve(referenceAt(server.address), work);
      expect(problemOf(resolved).code).toBe('images/registry-odd-answer');
      expect(asked).toEqual([server.address]);
    },
  );
});

describe('a password', () => {
  it('is shown to a registry that asks for one, and from then on unasked', async () => {
    await using server = await startServer(closed(BASIC, () => 'Basic realm="tests"'));
    const { asked, find } = accounts({ [server.address]: ada });
    const { client: registry, work } = client({ credentials: find });
    const reference = referenceAt(server.address);
    valueOf(await registry.resolve(reference, work));
    valueOf(await registry.resolve(reference, work));
    expect(shown(server.seen)).toEqual([undefined, BASIC, BASIC]);
    expect(asked.length).toBe(1);
  });

  it('for one registry is not shown to its mirror, nor that of the mirror to it', async () => {
    await using mirror = await startServer(closed('never', () => 'Basic realm="mirror"'));
    await using server = await startServer(closed(BASIC, () => 'Basic realm="tests"'));
    const { asked, find } = accounts({ [server.address]: ada });
    const registries = rules({ [server.address]: [mirror.address, server.address] });
    const { client: registry, work } = client({ credentials: find, registries });
    valueOf(await registry.resolve(referenceAt(server.address), work));
    expect(shown(mirror.seen)).toEqual([undefined]);
    expect(asked).toEqual([mirror.address, server.address]);
  });

  it.each([
    ['Basic realm="tests"', nobodyElse()],
    ['Basic realm="tests"', { kind: 'identity-token', token: SECRET } as const],
    ['Negotiate', ada],
    ['', ada],
  ])('that we do not have is a refusal: %j', async (challenge, credentials) => {
    await using server = await startServer(closed(BASIC, () => challenge));
    const known = credentials === undefined ? {} : { [server.address]: credentials };
    const { client: registry, work } = client({ credentials: accounts(known).find });
    const resolved = await registry.resolve(referenceAt(server.address), work);
    expect(problemOf(resolved).code).toBe('images/registry-denied');
    expect(shown(server.seen)).toEqual([undefined]);
  });

  it('never stands in a problem, though the registry says it aloud', async () => {
    const message = `${SECRET} and ${BASIC} are wrong`;
    await using server = await startServer(({ headers }, response) => {
      const status = headers.authorization === undefined ? 401 : 403;
      response.writeHead(status, { 'www-authenticate': 'Basic realm="tests"' });
      response.end(JSON.stringify({ errors: [{ code: 'DENIED', message }] }));
    });
    const { find } = accounts({ [server.address]: ada });
    const { client: registry, work } = client({ credentials: find });
    const digest = image.manifest.digest;
    const reference = referenceAt(server.address);
    const found = await registry.manifestFor(reference, digest, 'linux/amd64', work);
    expect(problemOf(found).detail).toEqual(['DENIED: … and Basic … are wrong']);
    expect(JSON.stringify(work.events)).not.toContain(SECRET);
  });
});

describe('a redirect', () => {
  it('to another host does not take the password along, and one at home does', async () => {
    await using elsewhere = await startServer((_, response) => response.end(layer.bytes));
    const answer = closed(BASIC, () => 'Basic realm="tests"');
    await using server = await startServer((seen, response) => {
      if (seen.headers.authorization !== BASIC) {
        answer(seen, response);
        return;
      }
      const home = seen.path.startsWith('/home');
      const location = home ? `http://${elsewhere.address}/layer` : '/home';
      response.writeHead(307, { location }).end();
    });
    const { find } = accounts({ [server.address]: ada });
    const { client: registry, work } = client({ credentials: find });
    const reference = referenceAt(server.address);
    const stream = valueOf(registry.openBlob(reference, layerDescriptor(layer), work));
    expect((await buffer(stream)).equals(layer.bytes)).toBe(true);
    expect(shown(server.seen)).toEqual([undefined, BASIC, BASIC]);
    expect(elsewhere.seen.map(({ path }) => path)).toEqual(['/layer']);
    expect(shown(elsewhere.seen)).toEqual([undefined]);
  });

  it('that comes back home does not take it up again', async () => {
    const answer = closed(BASIC, () => 'Basic realm="tests"');
    await using elsewhere = await startServer((_, response) => {
      response.writeHead(302, { location: `http://${server.address}/back` }).end();
    });
    await using server = await startServer((seen, response) => {
      if (seen.path === '/back') return void response.end(layer.bytes);
      if (seen.headers.authorization !== BASIC) {
        answer(seen, response);
        return;
      }
      response.writeHead(302, { location: `http://${elsewhere.address}/` }).end();
    });
    const { find } = accounts({ [server.address]: ada });
    const { client: registry, work } = client({ credentials: find });
    const reference = referenceAt(server.address);
    await buffer(valueOf(registry.openBlob(reference, layerDescriptor(layer), work)));
    expect(shown(server.seen)).toEqual([undefined, BASIC, undefined]);
  });

  it.each([
    ['http://example.org/', /not safe/],
    ['file:///etc/passwd', /not safe/],
    ['http://', /no address/],
    ['/round', /without end/],
  ])('to %s is not followed', async (location, words) => {
    await using server = await startServer((_, r) => r.writeHead(302, { location }).end());
    const { client: registry, work } = client();
    const resolved = await registry.resolve(referenceAt(server.address), work);
    expect(problemOf(resolved)).toMatchObject({
      code: 'images/registry-odd-answer',
      message: expect.stringMatching(words) as string,
    });
  });

  it('to an address that is no longer good is asked for again', async () => {
    let old = 1;
    await using elsewhere = await startServer((_, response) => {
      if (old-- > 0) response.writeHead(403).end();
      else response.end(layer.bytes);
    });
    await using server = await startServer((_, response) => {
      response.writeHead(307, { location: `http://${elsewhere.address}/signed` }).end();
    });
    const { client: registry, work } = client();
    const reference = referenceAt(server.address);
    const stream = valueOf(registry.openBlob(reference, layerDescriptor(layer), work));
    expect((await buffer(stream)).equals(layer.bytes)).toBe(true);
  });
});

function nobodyElse(): Credentials | undefined {
  return undefined;
}
