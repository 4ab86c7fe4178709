import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';

export interface SilentMirror extends AsyncDisposable {
  readonly url: string;
  /** Settles when somebody has called. */
  readonly called: Promise<unknown>;
}

/** A Debian mirror that takes the call and never says a word: whoever builds from it waits. */
export async function silentMirror(): Promise<SilentMirror> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/debian`,
    called: once(server, 'connection'),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
