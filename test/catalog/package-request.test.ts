import { describe, expect, it } from 'vitest';
import {
  isSuiteName,
  parseNpmRequest,
  parsePackageRequest,
} from '../../src/catalog/package-request.ts';

describe('parsePackageRequest', () => {
  it.each([
    ['jq', { name: 'jq' }],
    ['g++', { name: 'g++' }],
    ['libstdc++6', { name: 'libstdc++6' }],
    ['jq=1.6-2.1', { name: 'jq', version: '1.6-2.1' }],
    ['git=1:2.39.5-0+deb12u3~1', { name: 'git', version: '1:2.39.5-0+deb12u3~1' }],
  ])('reads %s', (text, request) => {
    expect(parsePackageRequest(text)).toEqual(request);
  });

  it.each([
    '',
    'j',
    'JQ',
    '-o',
    '--force',
    'jq=',
    'jq=-1',
    'jq 1',
    'jq,rm',
    'jq/sid',
    '?essential',
    'jq\n',
  ])('refuses %j', (text) => {
    expect(parsePackageRequest(text)).toBeUndefined();
  });
});

describe('parseNpmRequest', () => {
  it.each([
    ['npm@6.9.0', { name: 'npm', version: '6.9.0' }],
    ['node-linux-{arch}@10.16.3', { name: 'node-linux-{arch}', version: '10.16.3' }],
    ['@biomejs/biome@2.0.0-beta.1', { name: '@biomejs/biome', version: '2.0.0-beta.1' }],
  ])('reads %s', (text, request) => {
    expect(parseNpmRequest(text)).toEqual(request);
  });

  it.each([
    '',
    'npm',
    'npm@',
    'npm@6',
    'npm@latest',
    'npm@^6.9.0',
    '@6.9.0',
    '../npm@6.9.0',
    'a/b@1.0.0',
    'NPM@6.9.0',
    '-g@1.0.0',
    '{os}@1.0.0',
    'npm@6.9.0\n',
  ])('refuses %j', (text) => {
    expect(parseNpmRequest(text)).toBeUndefined();
  });
});

describe('isSuiteName', () => {
  it('knows a name from an option or a path', () => {
    const names = [
      'bookworm',
      'sid',
      'bookworm-backports',
      '--mode=root',
      '../x',
      'Bookworm',
      'a b',
      '',
    ];
    expect(names.filter(isSuiteName)).toEqual(['bookworm', 'sid', 'bookworm-backports']);
  });
});
