import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { until } from './until.ts';

/** A registry on loopback, which Docker Engine speaks plain HTTP to. */
export interface Registry extends AsyncDisposable {
  /** `127.0.0.1:40123` */
  readonly address: string;
}

/** Whom a registry with authentication lets in. */
export const REGISTRY_ACCOUNT = { username: 'tackle', password: 'open-sesame' } as const;

/** bcrypt of that password at the lowest cost: the one form that distribution reads. */
const HTPASSWD = 'tackle:$2b$04$w9PruCOSMwY0gOteKW/3ge8DA9IXAvAD.QVGIAlvnE9VUoojxCShO\n';

/**
 * Starts a real registry (distribution 2.8) and waits until it answers.
 * @param directory where its configuration, log and, unless told otherwise, its content lie
 */
export async function startRegistry(
  directory: string,
  options: { readonly auth?: boolean; readonly content?: string } = {},
): Promise<Registry> {
  mkdirSync(directory, { recursive: true });
  const address = `127.0.0.1:${await freePort()}`;
  const configFile = join(directory, 'config.json');
  const passwords = join(directory, 'htpasswd');
  writeFileSync(passwords, HTPASSWD);
  // The configuration is YAML, of which JSON is a part.
  const config = {
    version: '0.1',
    log: { level: 'error' },
    storage: { filesystem: { rootdirectory: options.content ?? join(directory, 'content') } },
    http: { addr: address },
    ...(options.auth === true && { auth: { htpasswd: { realm: 'tackle', path: passwords } } }),
  };
  writeFileSync(configFile, JSON.stringify(config));
  const log = openSync(join(directory, 'registry.log'), 'a');
  const server = spawn('docker-registry', ['serve', configFile], { stdio: ['ignore', log, log] });
  closeSync(log);
  const ended = once(server, 'exit');
  server.once('exit', (status, signal) => {
    if (stopping) return;
    const words = readFileSync(join(directory, 'registry.log'), 'utf8').trimEnd();
    process.stderr.write(
      `the registry on ${address} ended: ${signal ?? String(status)}\n${words}\n`,
    );
  });
  let stopping = false;
  const stop = async () => {
    stopping = true;
    server.kill('SIGKILL');
    await ended;
  };
  // With authentication it says 401, and that is an answer too.
  const answers = () =>
    fetch(`http://${address}/v2/`).then(
      () => true,
      () => false,
    );
  try {
    await until(answers, { within: 20_000, what: `the registry on ${address}` });
  } catch (error) {
    await stop();
    throw error;
  }
  return { address, [Symbol.asyncDispose]: stop };
}

/** An address where connections are taken and nothing is ever said. */
export async function startSilentRegistry(): Promise<Registry> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => open.delete(socket));
    socket.on('close', () => open.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** An address where connections are refused. */
export async function absentRegistry(): Promise<string> {
  return `127.0.0.1:${await freePort()}`;
}
