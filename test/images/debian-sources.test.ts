import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { debianSources } from '../../src/images/debian-sources.ts';

let server: Server;
let mirror: string;
let answers: Record<string, string | number>;
let asked: string[];

beforeAll(async () => {
  server = createServer(({ url = '', headers }, response) => {
    asked.push(`${url} ${headers.authorization ?? ''}`.trim());
    const answer = answers[url] ?? 404;
    if (answer === -1) return;
    if (typeof answer === 'number') response.writeHead(answer).end();
    else response.end(answer);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  mirror = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/debian`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(() => {
  asked = [];
  answers = {
    '/debian/dists/trixie/InRelease': 'Suite: stable\nDate: Sat, 12 Sep 2026 07:55:41 UTC\n',
    '/debian/dists/trixie-updates/InRelease': 'Date: Fri, 20 Nov 2026 02:11:10 UTC\n',
    '/debian-security/dists/trixie-security/InRelease': 'Date: Thu, 19 Nov 2026 00:00:00 UTC\n',
  };
});

async function sources(
  suite: string,
  more: { mirror?: string; signal?: AbortSignal; snapshot?: string } = {},
) {
  const snapshots = mirror.replace(/debian$/, 'archive/');
  const env = {
    TACKLE_DEBIAN_MIRROR: more.mirror ?? mirror,
    TACKLE_DEBIAN_SNAPSHOT: snapshots,
  };
  const where = { cacheDir: '/nowhere', env };
  const signal = more.signal ?? new AbortController().signal;
  const work = { signal, report: () => undefined };
  const found = await debianSources(suite, where, work, more.snapshot);
  return found.ok ? found.value : found.error;
}

describe('the archives of a suite', () => {
  it('are the suite, its updates and its security updates, as new as the newest', async () => {
    const security = mirror.replace(/debian$/, 'debian-security');
    expect(await sources('trixie', { mirror: `${mirror}/` })).toEqual({
      archives: [
        { mirror, suite: 'trixie' },
        { mirror, suite: 'trixie-updates' },
        { mirror: security, suite: 'trixie-security' },
      ],
      epoch: Date.UTC(2026, 10, 20, 2, 11, 10) / 1000,
    });
  });

  it('are the suite alone where there is no more', async () => {
    answers = { '/debian/dists/sid/InRelease': 'Date: Fri, 30 Oct 2026 08:08:01 UTC\n' };
    expect(await sources('sid')).toMatchObject({ archives: [{ mirror, suite: 'sid' }] });
  });

  it('are those of a snapshot when a time is asked for', async () => {
    const at = '/archive/debian/20260131T000000Z';
    answers = { [`${at}/dists/trixie/InRelease`]: 'Date: Fri, 30 Jan 2026 08:08:01 UTC\n' };
    expect(await sources('trixie', { snapshot: '20260131T000000Z' })).toEqual({
      archives: [{ mirror: mirror.replace('/debian', at), suite: 'trixie', isSnapshot: true }],
      epoch: Date.UTC(2026, 0, 30, 8, 8, 1) / 1000,
    });
    expect(await sources('trixie', { snapshot: '20260131' })).toMatchObject({
      code: 'images/bad-snapshot',
      hint: 'write it in UTC, like `20260131T000000Z`',
    });
  });

  it('may need a password, which is never shown', async () => {
    const secret = mirror.replace('//', '//user:p%40ss@');
    expect(await sources('trixie', { mirror: secret })).toMatchObject({
      archives: [{ mirror: secret }, {}, {}],
    });
    const basic = Buffer.from('user:p@ss').toString('base64');
    expect(asked).toContain(`/debian/dists/trixie/InRelease Basic ${basic}`);
    expect(JSON.stringify(await sources('trxie', { mirror: secret }))).not.toContain('p%40ss');
  });
});

describe('a mirror that cannot be used', () => {
  it('has no such suite', async () => {
    expect(await sources('trxie')).toEqual({
      code: 'images/unknown-suite',
      message: `the mirror \`${mirror}\` has no Debian suite \`trxie\``,
      hint: 'did you mean `trixie`?',
    });
    expect(await sources('../etc')).toMatchObject({ code: 'images/unknown-suite' });
  });

  it('answers with an error, or with something else', async () => {
    answers['/debian/dists/trixie/InRelease'] = 503;
    expect(await sources('trixie')).toMatchObject({
      code: 'images/mirror-unreachable',
      detail: [expect.stringContaining('503') as unknown],
    });
    answers['/debian/dists/trixie/InRelease'] = '<html>log in to the network</html>';
    expect(await sources('trixie')).toMatchObject({ code: 'images/bad-mirror' });
  });

  it('is no address', async () => {
    expect(await sources('trixie', { mirror: 'deb.debian.org' })).toMatchObject({
      code: 'images/bad-mirror',
    });
    expect(await sources('trixie', { mirror: 'ftp://deb.debian.org/debian' })).toMatchObject({
      code: 'images/bad-mirror',
    });
  });

  it('is waited for only as long as the caller wants', async () => {
    answers['/debian/dists/trixie/InRelease'] = -1;
    const gaveUp = new AbortController();
    const waiting = sources('trixie', { signal: gaveUp.signal });
    await once(server, 'request');
    gaveUp.abort();
    expect(await waiting).toMatchObject({ code: 'images/interrupted' });
  });
});
