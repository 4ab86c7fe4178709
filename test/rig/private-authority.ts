import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { scratch } from './scratch.ts';

/** A server on loopback whose certificate is signed by an authority that nobody knows. */
export interface PrivateServer extends AsyncDisposable {
  /** `https://127.0.0.1:40123/`; it answers with `hello`. */
  readonly url: string;
  /** The authority's certificate. */
  readonly authority: string;
}

/** Starts one, with an authority of its own. */
export async function startPrivateServer(): Promise<PrivateServer> {
  const home = scratch('authority');
  const at = (name: string) => join(home.path, name);
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const subject = (name: string) => ['-subj', `/CN=${name}`];
  openssl(
    'req',
    '-x509',
    ...newKey,
    '-keyout',
    at('ca.key'),
    '-out',
    at('ca.pem'),
    ...subject('a'),
  );
  openssl('req', ...newKey, '-keyout', at('key'), '-out', at('request'), ...subject('b'));
  writeFileSync(at('names'), 'subjectAltName=IP:127.0.0.1\n');
  const signer = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial'];
  const signing = ['-req', '-in', at('request'), '-extfile', at('names'), '-out', at('cert')];
  openssl('x509', ...signing, ...signer);
  const credentials = { key: readFileSync(at('key')), cert: readFileSync(at('cert')) };
  const server = createServer(credentials, (_, response) => response.end('hello'));
  // A client that does not trust it breaks off the handshake.
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    authority: at('ca.pem'),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      home[Symbol.dispose]();
    },
  };
}

function openssl(...args: readonly string[]): void {
  execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });
}
