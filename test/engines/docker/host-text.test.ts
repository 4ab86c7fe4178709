import { expect, test } from 'vitest';
import { parseDockerHost } from '../../../src/engines/docker/host-text.ts';

test.each([
  ['unix:///run/d.sock', { kind: 'socket', path: '/run/d.sock' }],
  ['unix://', { kind: 'socket', path: '/var/run/docker.sock' }],
  [' unix:///run/d.sock\n', { kind: 'socket', path: '/run/d.sock' }],
  ['/run/d.sock', { kind: 'socket', path: '/run/d.sock' }],
  ['tcp://box:99', { kind: 'tcp', host: 'box', port: 99 }],
  ['tcp://box', { kind: 'tcp', host: 'box' }],
  ['tcp://box/', { kind: 'tcp', host: 'box' }],
  ['tcp://', { kind: 'tcp', host: 'localhost' }],
  ['tcp://:2375', { kind: 'tcp', host: 'localhost', port: 2375 }],
  ['tcp://[::1]:2375', { kind: 'tcp', host: '::1', port: 2375 }],
  ['127.0.0.1:9', { kind: 'tcp', host: '127.0.0.1', port: 9 }],
  ['ssh://me@box:22', { kind: 'ssh', destination: 'me@box:22' }],
  ['npipe:////./pipe/docker_engine', { kind: 'foreign', scheme: 'npipe' }],
])('%j is read as the docker CLI reads it', (text, host) => {
  expect(parseDockerHost(text)).toEqual(host);
});

test.each([
  'tcp://box:x',
  'tcp://box:99999',
  'tcp://box:1/path',
  'http://box:1',
  'unix://relative',
  'ssh://',
  './d.sock',
])('%j is no address', (text) => {
  expect(parseDockerHost(text)).toBeUndefined();
});
