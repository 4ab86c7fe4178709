import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A registry in front of another that sends half of each layer, and then waits to be told. */
export interface HoldingRegistry extends AsyncDisposable {
  /** `127.0.0.1:40123` */
  readonly address: string;
  /** Settles when so many answers wait half way. */
  readonly held: (count: number) => Promise<void>;
  /** Sends the rest of all that wait; what is asked for from then on comes at once. */
  readonly release: () => void;
}

/** What is smaller is a manifest or a configuration. */
const LAYER = 50_000;

/** @param behind the address of the registry that has the images */
export async function holdingRegistry(behind: string): Promise<HoldingRegistry> {
  const waiting: (() => void)[] = [];
  const news = new EventEmitter();
  let isOpen = false;
  const server = createServer((request, response) => {
    const { url = '', method = 'GET', headers } = request;
    const passed = { accept: headers.accept ?? '*/*' };
    void fetch(`http://${behind}${url}`, { method, headers: passed }).then(async (answer) => {
      const bytes = Buffer.from(await answer.arrayBuffer());
      const type = answer.headers.get('content-type') ?? 'application/octet-stream';
      const digest = answer.headers.get('docker-content-digest') ?? '';
      response.writeHead(answer.status, {
        'content-type': type,
        'docker-content-digest': digest,
        ...(method === 'GET' && { 'content-length': bytes.length }),
      });
      if (isOpen || bytes.length < LAYER) {
        response.end(bytes);
        return;
      }
      const half = Math.floor(bytes.length / 2);
      response.write(bytes.subarray(0, half));
      waiting.push(() => response.end(bytes.subarray(half)));
      news.emit('held');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    held: async (count) => {
      while (waiting.length < count) await once(news, 'held');
    },
    release: () => {
      isOpen = true;
      for (const act of waiting.splice(0)) act();
    },
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
