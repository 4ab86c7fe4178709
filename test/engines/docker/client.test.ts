import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dockerAt } from '../../../src/engines/docker/client.ts';
import type { TlsMaterial } from '../../../src/engines/docker/tls.ts';
import { temporary } from '../../host/temporary.ts';

/** A certificate of this name, signed by itself. */
function certificate(directory: string, name: string) {
  const [key, cert] = [join(directory, `${name}.key`), join(directory, `${name}.pem`)];
  const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1'];
  const made = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  execFileSync('openssl', ['req', ...made, '-keyout', key, '-out', cert, ...subject], {
    stdio: 'ignore',
  });
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
}

const here = temporary();
const [engine, other, client] = ['engine', 'other', 'client'].map((name) =>
  certificate(here.path, name),
);
const server = createServer({ ...engine!, ca: client!.cert, requestCert: true }, (_, answer) =>
  answer.end('OK'),
);
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => {
  server.close();
  here[Symbol.dispose]();
});

function ping(tls: TlsMaterial): Promise<string> {
  const { port } = server.address() as AddressInfo;
  const docker = dockerAt({ kind: 'tcp', host: '127.0.0.1', port, tls, saidBy: 'the test' });
  return docker
    .ping()
    .then(String, (error: unknown) => (error as NodeJS.ErrnoException).code ?? '');
}

test.each([
  ['that its authority has signed', { ca: engine!.cert, ...client!, verify: true }, 'OK'],
  ['of nobody known', { ca: other!.cert, verify: true }, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ['of nobody known, unverified', { ca: other!.cert, ...client!, verify: false }, 'OK'],
])('an engine with a certificate %s', async (_what, tls, answer) => {
  expect(await ping(tls)).toBe(answer);
});
