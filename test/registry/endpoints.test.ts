import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseReference } from '../../src/catalog/reference.ts';
import {
  addressOf,
  endpointsFor,
  mayAsk,
  mayFollow,
  originOf,
} from '../../src/images/registry/endpoints.ts';
import { problemOf, valueOf } from './errand.ts';

describe('a reference leads to an address', () => {
  it.each([
    ['python:3.8', 'https://registry-1.docker.io/v2/library/python/manifests/3.8'],
    ['koalaman/shellcheck', 'https://registry-1.docker.io/v2/koalaman/shellcheck/manifests/latest'],
    ['ghcr.io/a/b:c', 'https://ghcr.io/v2/a/b/manifests/c'],
    ['registry.example.org:5000/a:b', 'https://registry.example.org:5000/v2/a/manifests/b'],
    ['localhost/a:b', 'http://localhost/v2/a/manifests/b'],
    ['localhost:5000/a:b', 'http://localhost:5000/v2/a/manifests/b'],
    ['127.0.0.1:5000/a:b', 'http://127.0.0.1:5000/v2/a/manifests/b'],
    ['127.3.2.1/a:b', 'http://127.3.2.1/v2/a/manifests/b'],
    ['[::1]:5000/a:b', 'http://[::1]:5000/v2/a/manifests/b'],
    ['128.0.0.1:5000/a:b', 'https://128.0.0.1:5000/v2/a/manifests/b'],
    ['localhost.example.org/a:b', 'https://localhost.example.org/v2/a/manifests/b'],
    ['127.0.0.1.example.org/a:b', 'https://127.0.0.1.example.org/v2/a/manifests/b'],
  ])('%s → %s', (text, address) => {
    const { registry, repository, tag } = parseReference(text)!;
    expect(addressOf(originOf(registry), repository, `manifests/${tag!}`)).toBe(address);
  });

  const part = fc.stringMatching(/^[a-z0-9]{1,8}(?:[._-][a-z0-9]{1,4})?$/);
  const host = fc.stringMatching(
    /^[a-z][a-z0-9]{0,8}(?:\.[a-z][a-z0-9]{0,8}){1,2}(?::[1-9][0-9]{0,3})?$/,
  );

  it('on the host that it names, over TLS, with its repository as the path', () => {
    fc.assert(
      fc.property(host, fc.array(part, { minLength: 1, maxLength: 4 }), (registry, parts) => {
        fc.pre(registry !== 'docker.io' && registry !== 'index.docker.io');
        const reference = parseReference(`${registry}/${parts.join('/')}:tag`)!;
        const url = new URL(
          addressOf(originOf(reference.registry), reference.repository, 'manifests/tag'),
        );
        expect(url.protocol).toBe('https:');
        // `URL` leaves out the port that a scheme has anyhow.
        expect([url.host, `${url.host}:443`]).toContain(registry);
        expect(url.pathname).toBe(`/v2/${parts.join('/')}/manifests/tag`);
      }),
    );
  });

  it('over plain HTTP to this machine alone, whatever the name', () => {
    fc.assert(
      fc.property(fc.oneof(host, fc.ipV4(), fc.constant('localhost')), (registry) => {
        const { protocol, hostname } = new URL(originOf(registry).base);
        const here = hostname === 'localhost' || hostname.startsWith('127.');
        expect(protocol).toBe(here ? 'http:' : 'https:');
      }),
    );
  });
});

it('a port that no machine has is a problem', () => {
  const problem = problemOf(endpointsFor(parseReference('a.org:99999/b')!));
  expect(problem.code).toBe('images/registry-unreachable');
});

describe('mirrors', () => {
  const reference = parseReference('python:3.8')!;

  it('are asked in their order, and the registry last', () => {
    const mirrors = {
      'docker.io': ['https://one.example.org/', 'http://127.0.0.1:5000/hub'],
      'ghcr.io': ['https://other.example.org'],
    };
    expect(valueOf(endpointsFor(reference, mirrors))).toEqual([
      { registry: 'one.example.org', base: 'https://one.example.org' },
      { registry: '127.0.0.1:5000', base: 'http://127.0.0.1:5000/hub' },
      { registry: 'docker.io', base: 'https://registry-1.docker.io' },
    ]);
  });

  it.each([
    'mirror.example.org',
    'http://mirror.example.org',
    'ftp://mirror.example.org',
    'https://ada:secret@mirror.example.org',
    'https://mirror.example.org/?a=b',
    '',
  ])('are refused when they cannot be asked safely: %j', (mirror) => {
    const problem = problemOf(endpointsFor(reference, { 'docker.io': [mirror] }));
    expect(problem.code).toBe('images/bad-registry-mirror');
    expect(problem.message).not.toContain('secret');
  });
});

describe('where we may be sent', () => {
  it.each([
    ['https://a.org', 'https://b.org', true],
    ['https://a.org', 'http://a.org', false],
    ['https://a.org', 'http://127.0.0.1', false],
    ['http://127.0.0.1:1', 'http://127.0.0.1:2', true],
    ['http://127.0.0.1', 'https://b.org', true],
    ['http://127.0.0.1', 'http://b.org', false],
    ['https://a.org', 'file:///etc/passwd', false],
  ])('from %s to %s: %s', (from, to, allowed) => {
    expect(mayFollow(new URL(from), new URL(to))).toBe(allowed);
  });

  it('plain HTTP stays on this machine, however its address is spelled', () => {
    expect(mayAsk(new URL('http://127.1'))).toBe(true);
    expect(mayAsk(new URL('http://[0:0:0:0:0:0:0:1]'))).toBe(true);
    expect(mayAsk(new URL('http://LOCALHOST'))).toBe(true);
    expect(mayAsk(new URL('http://localhost.evil.org'))).toBe(false);
    expect(mayAsk(new URL('http://127.0.0.1.evil.org'))).toBe(false);
  });
});
