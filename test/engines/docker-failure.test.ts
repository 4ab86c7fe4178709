import { expect, test } from 'vitest';
import { parseReference } from '../../src/catalog/reference.ts';
import type { DockerAddress } from '../../src/engines/docker/address.ts';
import { DOCKER, PODMAN, ROOTLESS_PODMAN, type Dialect } from '../../src/engines/docker/dialect.ts';
import { isMissing, problemOf, problemOfWords, wordsOf } from '../../src/engines/docker/failure.ts';
import type { EngineCode } from '../../src/engines/engine.ts';
import type { AbsolutePath } from '../../src/kernel/brand.ts';

const SOCKET: DockerAddress = {
  kind: 'socket',
  path: '/var/run/docker.sock' as AbsolutePath,
  saidBy: '`DOCKER_HOST`',
};
const TCP: DockerAddress = { kind: 'tcp', host: 'build.test', port: 2375, saidBy: '`DOCKER_HOST`' };

const at = (address: DockerAddress, dialect = DOCKER) => ({ address, dialect });

const PULL = { task: 'pull `kit`', reference: parseReference('registry.test/kit:1')! };
const CREATE = { task: 'create a container for `tool`' };

/** What dockerode rejects with when the daemon answers with an error. */
function answer(statusCode: number, message: string): Error {
  const said = `(HTTP code ${statusCode}) unexpected - ${message}`;
  return Object.assign(new Error(said), { statusCode, json: { message } });
}

/** What it rejects with when nobody answers. */
function socketError(code: string): Error {
  return Object.assign(new Error(`connect ${code} /var/run/docker.sock`), {
    code,
    syscall: 'connect',
  });
}

/** Status and words of Docker Engine 20.10, or of the one that is named. */
const OF_A_REGISTRY: readonly (readonly [EngineCode, number, string])[] = [
  [
    'engine/image-not-found',
    404,
    'manifest for registry.test/kit:1 not found: manifest unknown: manifest unknown',
  ],
  ['engine/image-not-found', 404, 'manifest unknown: manifest unknown'],
  // Docker Hub says the same of a repository that is private and of one that does not exist.
  [
    'engine/image-not-found',
    404,
    "pull access denied for kit, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
  ],
  [
    'engine/registry-denied',
    500,
    'Head "http://registry.test/v2/kit/manifests/1": no basic auth credentials',
  ],
  [
    'engine/registry-denied',
    500,
    'Head "https://registry.test/v2/kit/manifests/1": unauthorized: authentication required',
  ],
  [
    'engine/registry-denied',
    429,
    'toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: https://www.docker.com/increase-rate-limit',
  ],
  [
    'engine/registry-unreachable',
    500,
    'Get "http://registry.test/v2/": dial tcp 127.0.0.1:9: connect: connection refused',
  ],
  [
    'engine/registry-unreachable',
    500,
    'Get "https://registry.test/v2/": dial tcp: lookup registry.test on 10.0.0.53:53: no such host',
  ],
  [
    'engine/registry-unreachable',
    500,
    'Get "https://registry.test/v2/": net/http: TLS handshake timeout',
  ],
  [
    'engine/registry-unreachable',
    500,
    'Get "https://registry.test/v2/": x509: certificate signed by unknown authority',
  ],
  [
    'engine/registry-unreachable',
    500,
    'Get "https://registry.test/v2/": http: server gave HTTP response to HTTPS client',
  ],
  ['engine/registry-unreachable', 500, 'Get "https://registry.test/v2/": EOF'],
  [
    'engine/registry-unreachable',
    500,
    'Get "https://registry.test/v2/": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
  ],
  ['engine/registry-unreachable', 500, 'received unexpected HTTP status: 503 Service Unavailable'],
  // A daemon whose disk is full says so while it unpacks (moby/moby#32811) or downloads.
  [
    'engine/no-space',
    500,
    'failed to register layer: Error processing tar file(exit status 1): write /usr/lib/libc.so: no space left on device',
  ],
  ['engine/no-space', 500, 'write /var/lib/docker/tmp/GetImageBlob123: disk quota exceeded'],
  // Nothing a registry could mend.
  [
    'engine/failed',
    500,
    'failed to register layer: Error processing tar file(exit status 1): unshare: permission denied',
  ],
  ['engine/failed', 404, 'no matching manifest for linux/arm64/v8 in the manifest list entries'],
  // From 28 on.
  [
    'engine/failed',
    404,
    'no matching manifest for linux/arm64/v8 in the manifest list entries: no match for platform in manifest: not found',
  ],
  ['engine/failed', 400, 'invalid reference format: repository name must be lowercase'],
  ['engine/failed', 400, 'client version 1.99 is too new. Maximum supported API version is 1.41'],
];

test.each(OF_A_REGISTRY)('%s: %i %s', (code, status, words) => {
  const problem = problemOf(answer(status, words), at(SOCKET), PULL);
  expect(problem).toMatchObject({ code, detail: [words] });
  // The same words in the middle of a progress stream.
  expect(problemOfWords(words, DOCKER, PULL)).toEqual(problem);
});

test.each([
  'No such image: nosuch:1',
  'invalid mount config for type "bind": bind source path does not exist: /nowhere',
  'Minimum memory limit allowed is 6MB',
  'Range of CPUs is from 0.01 to 2.00, as there are only 2 CPUs available',
])('without a registry to do with it, the words are all there is: %s', (words) => {
  expect(problemOf(answer(400, words), at(SOCKET), CREATE)).toEqual({
    code: 'engine/failed',
    message: 'the container engine could not create a container for `tool`',
    detail: [words],
  });
});

test.each(['ECONNREFUSED', 'ENOENT', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'])(
  'nobody answers at the socket: %s',
  (code) => {
    expect(problemOf(socketError(code), at(SOCKET), PULL)).toMatchObject({
      code: 'engine/unreachable',
      message: 'no container engine answers at `unix:///var/run/docker.sock` (`DOCKER_HOST`)',
      detail: [code],
    });
  },
);

test.each(['ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])(
  'nobody answers at the host: %s',
  (code) => {
    expect(problemOf(socketError(code), at(TCP), PULL)).toMatchObject({
      code: 'engine/unreachable',
      message: 'no container engine answers at `tcp://build.test:2375` (`DOCKER_HOST`)',
    });
  },
);

test.each(['EACCES', 'EPERM'])('the socket is closed to the caller: %s', (code) => {
  expect(problemOf(socketError(code), at(SOCKET), PULL)).toMatchObject({
    code: 'engine/permission-denied',
    message: expect.stringContaining('`/var/run/docker.sock`') as string,
  });
});

test('a file of the launcher’s that is closed to it is not the socket', () => {
  const closed = Object.assign(socketError('EACCES'), { syscall: 'mkdir' });
  expect(problemOf(closed, at(SOCKET), PULL).code).toBe('engine/failed');
});

test('the words of an answer are the daemon’s, without the frame of the library', () => {
  expect(wordsOf(answer(404, 'No such container: abc'))).toBe('No such container: abc');
  const proxy = Object.assign(new Error('(HTTP code 502) unexpected - <html>'), { json: null });
  expect(wordsOf(proxy)).toBe('<html>');
});

test('only a 404 is something missing', () => {
  expect(isMissing(answer(404, 'No such image'))).toBe(true);
  expect(isMissing(answer(409, 'removal is already in progress'))).toBe(false);
  expect(isMissing(socketError('ENOENT'))).toBe(false);
});

test('a hint names programs of the engine in question', () => {
  const answers = [
    ...OF_A_REGISTRY.map(([, status, words]) => answer(status, words)),
    answer(500, 'write /var/lib/x: no space left on device'),
    ...['ECONNREFUSED', 'EACCES'].map(socketError),
  ];
  const usual: DockerAddress = { ...SOCKET, saidBy: 'a usual place' };
  for (const error of answers) {
    const hintOf = (dialect: Dialect) => problemOf(error, at(usual, dialect), PULL).hint ?? '';
    for (const dialect of [PODMAN, ROOTLESS_PODMAN]) expect(hintOf(dialect)).not.toMatch(/docker/);
    expect(hintOf(DOCKER)).not.toMatch(/podman/);
  }
});
