import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { extract, pack, type Header } from 'tar-stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { NpmRequest } from '../../src/catalog/tool.ts';
import { npmLayer } from '../../src/images/npm-layer.ts';
import { npmRegistry } from '../../src/images/npm-registry.ts';
import { makeScratch, type Scratch } from '../../src/images/scratch.ts';
import { scratch as testDirectory } from '../rig/scratch.ts';

/** One file of a package, as its tarball has it. */
type Entry = Partial<Header> & { readonly name: string; readonly content?: string };
type Package = Record<string, unknown> & { readonly entries: readonly Entry[] };

const published = new Map<string, Map<string, Package>>();
const tarballs = new Map<string, Buffer>();
let server: Server;
let registry: string;
let directory: ReturnType<typeof testDirectory>;

beforeAll(async () => {
  directory = testDirectory('npm');
  server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '').slice(1);
    const tarball = tarballs.get(path);
    const versions = published.get(path);
    if (tarball !== undefined) response.end(tarball);
    else if (versions === undefined) response.writeHead(404).end('{}');
    else response.end(JSON.stringify({ name: path, versions: Object.fromEntries(versions) }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  registry = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});

afterAll(() => {
  server.close();
  directory[Symbol.dispose]();
});

beforeEach(() => {
  published.clear();
  tarballs.clear();
});

/** Puts a package into the registry, as the public one would describe it. */
async function publish(spec: string, { entries, ...more }: Package): Promise<void> {
  const [name, version] = [
    spec.slice(0, spec.lastIndexOf('@')),
    spec.slice(spec.lastIndexOf('@') + 1),
  ];
  const tar = pack();
  for (const { content = '', ...header } of entries) tar.entry(header, content);
  tar.finalize();
  const file = join(directory.path, 'publish.tgz');
  await pipeline(tar, createGzip(), createWriteStream(file));
  const bytes = readFileSync(file);
  const path = `${name}/-/${version}.tgz`;
  tarballs.set(path, bytes);
  const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
  const versions = published.get(name) ?? new Map<string, Package>();
  // The public registry's address, even when another one serves it: as mirrors do.
  const dist = { tarball: `https://registry.npmjs.org/${path}`, integrity };
  published.set(name, versions.set(version, { name, version, dist, ...more, entries: [] }));
}

/** Lays packages and lists what came of it; a failure as its code and words. */
async function laid(...requests: NpmRequest[]): Promise<readonly string[] | string> {
  const where = { cacheDir: directory.path, env: { npm_config_registry: registry } };
  const work = { signal: new AbortController().signal, report: () => undefined };
  await using scratch: Scratch = await makeScratch(where);
  const layer = await npmLayer(requests, 'linux/arm64', { where, work, scratch });
  if (!layer.ok) return `${layer.error.code}: ${layer.error.message}; ${layer.error.hint ?? ''}`;
  if (layer.value === undefined) return [];
  const lines: string[] = [];
  const entries = extract();
  createReadStream(layer.value.file).pipe(entries);
  for await (const entry of entries) {
    const { name, type, mode, uid, gid, linkname, mtime } = entry.header;
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    const what = type === 'symlink' ? `-> ${linkname}` : Buffer.concat(chunks).toString();
    expect([uid, gid, mtime.toISOString()]).toEqual([0, 0, '1985-10-26T08:15:00.000Z']);
    lines.push(`${mode.toString(8)} ${name} ${what}`.trim());
  }
  return lines;
}

describe('npm packages in an image', () => {
  it('are laid as `npm install --global` does, for the platform that was asked for', async () => {
    await publish('tool-arm64@1.2.3', {
      bin: { tool: './bin/tool', 'tool.js': 'lib/cli.js' },
      entries: [
        { name: 'package/bin/tool', mode: 0o755, content: 'binary' },
        { name: 'package/lib/cli.js', mode: 0o640, content: 'js', uid: 1000 },
        { name: 'package/lib/data', mode: 0o600, content: 'data' },
        { name: 'package/lib/', type: 'directory', mode: 0o700 },
      ],
    });
    expect(await laid({ name: 'tool-{arch}', version: '1.2.3' })).toEqual([
      '755 usr/local/lib/node_modules/',
      '755 usr/local/lib/node_modules/tool-arm64/',
      '755 usr/local/lib/node_modules/tool-arm64/bin/',
      '755 usr/local/lib/node_modules/tool-arm64/bin/tool binary',
      '755 usr/local/lib/node_modules/tool-arm64/lib/',
      '755 usr/local/lib/node_modules/tool-arm64/lib/cli.js js',
      '644 usr/local/lib/node_modules/tool-arm64/lib/data data',
      '777 usr/local/bin/tool -> ../lib/node_modules/tool-arm64/bin/tool',
      '777 usr/local/bin/tool.js -> ../lib/node_modules/tool-arm64/lib/cli.js',
    ]);
  });

  it('may have a scope, one program without a name, and packages that they carry', async () => {
    await publish('@some/thing@1.0.0', {
      bin: 'thing.js',
      dependencies: { inner: '^1.0.0' },
      bundleDependencies: ['inner'],
      entries: [
        { name: 'odd-root/thing.js', content: 'x' },
        { name: 'odd-root/node_modules/inner/index.js', content: 'y' },
      ],
    });
    expect(await laid({ name: '@some/thing', version: '1.0.0' })).toEqual([
      '755 usr/local/lib/node_modules/',
      '755 usr/local/lib/node_modules/@some/',
      '755 usr/local/lib/node_modules/@some/thing/',
      '755 usr/local/lib/node_modules/@some/thing/thing.js x',
      '755 usr/local/lib/node_modules/@some/thing/node_modules/',
      '755 usr/local/lib/node_modules/@some/thing/node_modules/inner/',
      '644 usr/local/lib/node_modules/@some/thing/node_modules/inner/index.js y',
      '777 usr/local/bin/thing -> ../lib/node_modules/@some/thing/thing.js',
    ]);
  });

  it('are refused when they need what they do not carry', async () => {
    const entries = [{ name: 'package/index.js' }];
    await publish('needy@1.0.0', { entries, dependencies: { lodash: '1', inner: '2' } });
    await publish('scripted@1.0.0', { entries, hasInstallScript: true });
    expect(await laid({ name: 'needy', version: '1.0.0' })).toContain(
      'images/npm-unusable: the npm package `needy@1.0.0` cannot be laid into an image: it needs other packages: `lodash`, `inner`',
    );
    expect(await laid({ name: 'scripted', version: '1.0.0' })).toContain(
      'it has a script to run when it is installed',
    );
  });

  it('are refused when a file would leave the package, or is none', async () => {
    const escaping: readonly Entry[] = [
      { name: 'package/../../../../etc/passwd', content: 'x' },
      { name: '/etc/passwd', content: 'x' },
      { name: 'package/link', type: 'symlink', linkname: '/etc/passwd' },
      { name: 'package/hard', type: 'link', linkname: 'package/link' },
      { name: 'package/device', type: 'character-device' },
      { name: 'loose', content: 'x' },
    ];
    for (const entry of escaping) {
      await publish('bad@1.0.0', { entries: [{ name: 'package/a' }, entry] });
      expect(await laid({ name: 'bad', version: '1.0.0' })).toContain(
        `images/npm-unusable: the npm package \`bad@1.0.0\` cannot be laid into an image: \`${entry.name}\` in it is no plain file`,
      );
    }
  });

  it('are refused when a program is not there, has an odd name, or is another package’s', async () => {
    const entries = [{ name: 'package/a' }];
    await publish('missing@1.0.0', { entries, bin: { x: 'bin/x' } });
    await publish('odd@1.0.0', { entries, bin: { '../x': 'a' } });
    await publish('one@1.0.0', { entries, bin: { x: 'a' } });
    await publish('two@1.0.0', { entries, bin: { x: 'a' } });
    expect(await laid({ name: 'missing', version: '1.0.0' })).toContain(
      'its program `bin/x` is not in it',
    );
    expect(await laid({ name: 'odd', version: '1.0.0' })).toContain(
      '`../x` is no name for a program',
    );
    const both = await laid({ name: 'one', version: '1.0.0' }, { name: 'two', version: '1.0.0' });
    expect(both).toContain('`one` has a program `x` as well');
  });

  it('are refused when they are not what the registry announces', async () => {
    await publish('forged@1.0.0', { entries: [{ name: 'package/a' }] });
    tarballs.set('forged/-/1.0.0.tgz', Buffer.from('something else'));
    expect(await laid({ name: 'forged', version: '1.0.0' })).toMatch(
      /^images\/npm-damaged: .*`forged@1\.0\.0`.* SHA-512 \S+ instead of \S+;/,
    );
    await publish('unsigned@1.0.0', {
      entries: [{ name: 'package/a' }],
      dist: { tarball: `${registry}/unsigned/-/1.0.0.tgz`, shasum: 'x' },
    });
    expect(await laid({ name: 'unsigned', version: '1.0.0' })).toContain(
      'images/npm-damaged: what was downloaded for the npm package `unsigned@1.0.0` is not what its registry announces: it announces no SHA-512',
    );
  });

  it('are named exactly, and a slip is recognised', async () => {
    await publish('tool@10.16.3', { entries: [{ name: 'package/a' }] });
    expect(await laid({ name: 'toll', version: '1.0.0' })).toContain(
      `images/unknown-npm-package: the npm registry \`${registry}\` has no package \`toll\``,
    );
    expect(await laid({ name: 'tool', version: '10.16.4' })).toBe(
      'images/unknown-npm-version: the npm package `tool` has no version `10.16.4`; did you mean `tool@10.16.3`?',
    );
    expect(await laid({ name: 'tool', version: 'latest' })).toContain('images/unknown-npm-version');
    registry += '/nowhere';
    try {
      expect(await laid({ name: 'tool', version: '10.16.3' })).toContain('unknown-npm-package');
    } finally {
      registry = registry.replace('/nowhere', '');
    }
  });
});

describe('the npm registry', () => {
  it('is the one that the environment or the user’s npmrc names', async () => {
    const userconfig = join(directory.path, 'npmrc');
    writeFileSync(userconfig, '; comment\nregistry = https://${HOST}/npm/ \n');
    const user = { NPM_CONFIG_USERCONFIG: userconfig, HOST: 'npm.example' };
    expect(await npmRegistry(user)).toBe('https://npm.example/npm');
    expect(await npmRegistry({ ...user, npm_config_registry: 'http://x/' })).toBe('http://x');
    expect(await npmRegistry({ ...user, NPM_CONFIG_REGISTRY: 'http://y' })).toBe('http://y');
    expect(await npmRegistry({ HOME: directory.path })).toBe('https://registry.npmjs.org');
  });
});
