import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const MIRROR = (process.env['TACKLE_DEBIAN_MIRROR'] ?? 'http://deb.debian.org/debian').replace(
  /\/+$/,
  '',
);

/** As snapshot.debian.org has its addresses; at every time it has what the mirror has now. */
export interface SnapshotServer extends AsyncDisposable {
  readonly address: string;
  /** The paths that were asked for. */
  readonly asked: readonly string[];
}

export async function startSnapshotServer(): Promise<SnapshotServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const { url = '' } = request;
    asked.push(url);
    const [, archive, path] = /^\/archive\/debian(-security)?\/\d{8}T\d{6}Z(\/.*)$/.exec(url) ?? [];
    if (path === undefined) return void response.writeHead(404).end();
    void fetch(`${MIRROR}${archive ?? ''}${path}`).then(async ({ status, headers, body }) => {
      response.writeHead(status, { 'content-length': headers.get('content-length') ?? '0' });
      if (body === null) return void response.end();
      await pipeline(Readable.fromWeb(body), response).catch(() => response.destroy());
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${String(port)}/archive`,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
