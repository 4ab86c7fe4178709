import { connect, createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { rig } from './rig.ts';

/** A socket of its own that leads to the rig's engine, for a test that needs that engine in trouble. */
export class DockerRelay implements AsyncDisposable {
  readonly #server = createServer((client) => this.#join(client));
  readonly #sockets = new Set<Socket>();
  readonly #swallowed: RegExp | undefined;
  readonly path: string;
  /** Settles when a request was swallowed. */
  readonly swallowed: Promise<void>;
  #tellSwallowed: () => void = () => undefined;

  private constructor(path: string, swallowed: RegExp | undefined) {
    this.path = path;
    this.#swallowed = swallowed;
    this.swallowed = new Promise((tell) => (this.#tellSwallowed = tell));
  }

  /** @param swallow requests that the engine never gets, and nobody answers: `/POST \/containers/` */
  static async open(directory: string, swallow?: RegExp): Promise<DockerRelay> {
    const relay = new DockerRelay(join(directory, 'docker.sock'), swallow);
    relay.#server.listen(relay.path);
    await once(relay.#server, 'listening');
    return relay;
  }

  /** The engine is gone: every connection breaks, and there is no other. */
  cut(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = this.#server.listening ? once(this.#server, 'close') : undefined;
    this.cut();
    await closed;
  }

  #join(client: Socket): void {
    const { engine } = rig();
    const daemon =
      'socketPath' in engine ? connect(engine.socketPath) : connect(engine.port, engine.host);
    for (const socket of [client, daemon]) {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
    }
    client.on('data', (bytes: Buffer) => {
      if (this.#swallowed?.test(bytes.toString('latin1'))) this.#tellSwallowed();
      else daemon.write(bytes);
    });
    client.on('end', () => daemon.end());
    client.on('close', () => daemon.destroy());
    daemon.pipe(client);
  }
}
