import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseReference } from '../../src/catalog/reference.ts';
import {
  addressOf,
  baseOf,
  endpointsFor,
  mayAsk,
  mayFollow,
} from '../../src/images/registry/endpoints.ts';
import { askedAt } from '../../src/catalog/asked-at.ts';
import type { Registries } from '../../src/config/config.ts';
import type { Digest } from '../../src/kernel/brand.ts';
import { problemOf, rules, valueOf } from './errand.ts';

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
    expect(addressOf({ registry, base: baseOf(registry), repository }, `manifests/${tag!}`)).toBe(
      address,
    );
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
        const [endpoint] = valueOf(endpointsFor(reference));
        const url = new URL(addressOf(endpoint, 'manifests/tag'));
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
        const { protocol, hostname } = new URL(baseOf(registry));
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

describe('rules', () => {
  const reference = parseReference('python:3.8')!;
  const named = (registries: Registries) =>
    valueOf(endpointsFor(reference, registries)).map((endpoint) => addressOf(endpoint, 'x'));

  it('say whom to ask, in their order', () => {
    const registries = rules({
      'docker.io': ['one.example.org', '127.0.0.1:5000/hub', 'docker.io'],
      'ghcr.io': ['other.example.org'],
    });
    expect(named(registries)).toEqual([
      'https://one.example.org/v2/library/python/x',
      'http://127.0.0.1:5000/v2/hub/library/python/x',
      'https://registry-1.docker.io/v2/library/python/x',
    ]);
  });

  it('hold for whole parts of a name, the longest first', () => {
    const registries = rules({
      'docker.io': ['one.example.org'],
      'docker.io/lib': ['two.example.org'],
      'docker.io/library': ['three.example.org/debian'],
      'docker.io/library/python': ['four.example.org'],
    });
    expect(named(registries)).toEqual(['https://three.example.org/v2/debian/python/x']);
  });

  it('keep tag and digest', () => {
    const digest = `sha256:${'5'.repeat(64)}` as Digest;
    const [asked] = askedAt({ ...reference, digest }, rules({ 'docker.io': ['a.org/hub'] }));
    expect(asked.reference).toEqual({
      registry: 'a.org',
      repository: 'hub/library/python',
      tag: '3.8',
      digest,
    });
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
