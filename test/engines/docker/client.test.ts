import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dockerAt } from '../../../src/engines/docker/docker-at.ts';
import type { TlsMaterial } from '../../../src/engines/docker/tls.ts';
import { temporary } from '../../host/temporary.ts';
import { selfSigned } from '../../self-signed.ts';

const here = temporary();
const [engine, other, client] = ['engine', 'other', 'client'].map((name) =>
  selfSigned(here.path, name),
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
