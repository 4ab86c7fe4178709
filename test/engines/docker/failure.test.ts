import { expect, test } from 'vitest';
import { parseReference } from '../../../src/catalog/reference.ts';
import { problemOf, wordsOf } from '../../../src/engines/docker/failure.ts';
import { DOCKER } from '../../../src/engines/docker/dialect.ts';
import type { DockerAddress } from '../../../src/engines/docker/address.ts';
import type { AbsolutePath } from '../../../src/kernel/brand.ts';

const socket = '/var/run/docker.sock' as AbsolutePath;
const address: DockerAddress = { kind: 'socket', path: socket, saidBy: 'the default' };

/** As dockerode makes it of an answer that is read as a stream. */
const OFFLINE = 'Get "https://registry.example/v2/": dial tcp: no such host';
const streamed = Object.assign(new Error(`(HTTP code 500) server error - ${OFFLINE}`), {
  statusCode: 500,
  json: null,
});

test('the words of the daemon stand alone', () => {
  expect(wordsOf(streamed)).toBe(OFFLINE);
  expect(wordsOf({ message: 'x', json: { message: 'no such container' } })).toBe(
    'no such container',
  );
});

test('a registry that cannot be reached is named with the image by its tag', () => {
  const reference = parseReference(`registry.example/python:3.8@sha256:${'a1'.repeat(32)}`)!;
  expect(
    problemOf(streamed, { address, dialect: DOCKER }, { task: 'pull', reference }),
  ).toMatchObject({
    code: 'engine/registry-unreachable',
    message:
      'the registry `registry.example` cannot be reached, and `registry.example/python:3.8` is not on this machine',
    detail: [OFFLINE],
  });
});
