import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import type { Digest } from '../../src/kernel/brand.ts';
import type { FoundImage } from '../../src/images/store/found-image.ts';
import { importArchive } from '../../src/images/store/import-archive.ts';
import { importRootfs } from '../../src/images/store/import-rootfs.ts';
import type { Progress } from '../../src/kernel/work.ts';
import { temporary } from '../host/temporary.ts';
import { digestOfBytes, QUIETLY, storeAt, valueOf } from './a-store.ts';
import { file, part, records, symlink, tar } from './tar-bytes.ts';

const here = temporary();
afterAll(() => here[Symbol.dispose]());
let made = 0;
const fresh = (name: string) => join(here.path, `${name}-${String(made++)}`);
const newStore = () => storeAt(fresh('store'));

/** Files of an archive by name. */
type Files = Record<string, Buffer>;

const LOWER = tar(file('etc/a', 'lower'));
const UPPER = tar(file('etc/a', 'upper'));

const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const configOf = (architecture: string, layers = [LOWER, UPPER]) =>
  json({
    os: 'linux',
    architecture,
    rootfs: { type: 'layers', diff_ids: layers.map(digestOfBytes) },
  });

function blob(files: Files, bytes: Buffer): { digest: string; size: number } {
  const digest = digestOfBytes(bytes);
  files[`blobs/${digest.replace(':', '/')}`] = bytes;
  return { digest, size: bytes.length };
}

/** An image in an OCI layout: its descriptor. */
function ociImage(files: Files, architecture: string): { digest: string; size: number } {
  const layers = [gzipSync(LOWER), UPPER].map((layer) => blob(files, layer));
  return blob(files, json({ config: blob(files, configOf(architecture)), layers }));
}

function layout(files: Files, manifests: readonly object[]): Files {
  return {
    'oci-layout': json({ imageLayoutVersion: '1.0.0' }),
    'index.json': json({ manifests }),
    ...files,
  };
}

/** Two platforms behind an index, one of them not there, and a statement about the build. */
function ociLayout(): Files {
  const files: Files = {};
  const statement = {
    ...ociImage(files, 'unknown'),
    annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
  };
  const absent = { digest: digestOfBytes(Buffer.from('absent')), size: 6 };
  const index = blob(
    files,
    json({ manifests: [ociImage(files, 'amd64'), ociImage(files, 'arm64'), absent, statement] }),
  );
  return layout(files, [
    { ...index, annotations: { 'org.opencontainers.image.ref.name': 'latest' } },
  ]);
}

function dockerArchive(
  layers: Files,
  names: readonly string[],
  more: readonly object[] = [],
): Files {
  const manifest = [{ Config: 'c.json', RepoTags: ['tool:1'], Layers: names }, ...more];
  return { ...layers, 'manifest.json': json(manifest), 'c.json': configOf('amd64') };
}

function asDirectory(files: Files): string {
  const directory = fresh('layout');
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), bytes);
  }
  return directory;
}

function asTar(files: Files, links: readonly Buffer[] = []): Buffer {
  const parts = Object.entries(files).flatMap(([name, content]) => [
    records({ path: name }),
    part({ name: 'x', content }),
  ]);
  return tar(...parts, ...links);
}

function written(bytes: Buffer): string {
  const path = fresh('archive');
  writeFileSync(path, bytes);
  return path;
}

function without(files: Files, name: string): Files {
  return Object.fromEntries(Object.entries(files).filter(([each]) => each !== name));
}

const DOCKER: Files = dockerArchive({ '1/layer.tar': LOWER, '2/layer.tar': UPPER }, [
  '1/layer.tar',
  '2/layer.tar',
]);

/** Two images for one platform. */
function twoOfDocker(): Buffer {
  const layers = ['1/layer.tar', '2/layer.tar'];
  const other = { Config: 'c2.json', RepoTags: ['other:1'], Layers: layers };
  const config = { ...(JSON.parse(configOf('amd64').toString()) as object), x: 1 };
  return asTar({ ...dockerArchive(DOCKER, layers, [other]), 'c2.json': json(config) });
}

const WHOLE: readonly [string, () => string][] = [
  ['an OCI layout', () => asDirectory(ociLayout())],
  ['a tar file of an OCI layout', () => written(asTar(ociLayout()))],
  ['a compressed one', () => written(gzipSync(asTar(ociLayout())))],
  ['what docker saves now', () => written(asTar({ ...DOCKER, ...ociLayout() }))],
  ['what docker saved before', () => written(asTar(DOCKER))],
  [
    'what docker saved before, with a link to a layer',
    () => {
      const files = without(DOCKER, '2/layer.tar');
      return written(
        asTar({ ...files, '3/layer.tar': UPPER }, [symlink('2/layer.tar', '../3/layer.tar')]),
      );
    },
  ],
  [
    'compressed layers in the form of before',
    () =>
      written(
        asTar(
          dockerArchive({ 'a.gz': gzipSync(LOWER), 'b.gz': gzipSync(UPPER) }, ['a.gz', 'b.gz']),
        ),
      ),
  ],
];

it.each(WHOLE)('an image is taken out of %s', async (_what, make) => {
  await using store = newStore();
  const image = valueOf(
    await importArchive(store, { path: make() }, { platform: 'linux/amd64' }, QUIETLY),
  );
  expect(readFileSync(join(image.root, 'etc/a'), 'utf8')).toBe('upper');
  expect(image.config).toMatchObject({ architecture: 'amd64' });
  expect(store.image(image.id)?.root).toBe(image.root);
  expect(await store.check({ deep: true })).toEqual([]);
  expect(readdirSync(join(store.directory, 'tmp'))).toHaveLength(1);
});

it('the image of that name is meant, however it is written', async () => {
  await using store = newStore();
  const wanted = { platform: 'linux/amd64', name: 'docker.io/library/other:1' } as const;
  const source = { path: 'stdin', stream: Readable.from([twoOfDocker()], { objectMode: false }) };
  expect(valueOf(await importArchive(store, source, wanted, QUIETLY)).config).toHaveProperty('x');
});

it('an image that stands in an index by several names has them all', async () => {
  await using store = newStore();
  const files: Files = {};
  const image = ociImage(files, 'amd64');
  const called = ['tool:1', 'tool:latest'];
  const manifests = called.map((name) => ({
    ...image,
    annotations: { 'io.containerd.image.name': name, 'org.opencontainers.image.ref.name': '1' },
  }));
  let names: readonly string[] = [];
  const wanted = {
    platform: 'linux/amd64',
    called: (found: FoundImage) => {
      ({ names } = found);
      return { ok: true, value: { id: found.id } } as const;
    },
  } as const;
  const path = asDirectory(layout(files, manifests));
  valueOf(await importArchive(store, { path }, wanted, QUIETLY));
  expect(names).toEqual(called);
});

describe('a digest proves', () => {
  const index = () => {
    const [{ digest } = { digest: '' }] = (
      JSON.parse(String(ociLayout()['index.json'])) as { manifests: { digest: string }[] }
    ).manifests;
    return digest as Digest;
  };
  const cases: readonly [string, () => string, Digest][] = [
    ['an index', () => asDirectory(ociLayout()), index()],
    ['a config', () => written(asTar(DOCKER)), digestOfBytes(configOf('amd64'))],
    [
      'a config behind a manifest',
      () => asDirectory(ociLayout()),
      digestOfBytes(configOf('amd64')),
    ],
  ];
  it.each(cases)('%s', async (_what, make, digest) => {
    await using store = newStore();
    const wanted = { platform: 'linux/amd64', digest } as const;
    const image = valueOf(await importArchive(store, { path: make() }, wanted, QUIETLY));
    expect(image.config).toMatchObject({ architecture: 'amd64' });
    const other = { ...wanted, digest: digestOfBytes(Buffer.from('another')) };
    expect(await importArchive(store, { path: make() }, other, QUIETLY)).toMatchObject({
      ok: false,
      error: { code: 'images/archive-unusable' },
    });
  });
});

it('the image of the platform is meant', async () => {
  await using store = newStore();
  const path = asDirectory(ociLayout());
  const wanted = { platform: 'linux/arm64' } as const;
  expect(valueOf(await importArchive(store, { path }, wanted, QUIETLY)).config).toMatchObject({
    architecture: 'arm64',
  });
});

describe('there is no image to import', () => {
  const spoiled = (change: (files: Files) => void) => () => {
    const files = ociLayout();
    change(files);
    return asDirectory(files);
  };
  const blobOf = (bytes: Buffer) => `blobs/${digestOfBytes(bytes).replace(':', '/')}`;
  const forArm = () => {
    const files: Files = {};
    const image = ociImage(files, 'arm64');
    return asDirectory(layout(files, [image]));
  };
  const several = () => written(twoOfDocker());
  const cases: readonly [string, () => string, RegExp, string?][] = [
    ['no file', () => join(here.path, 'nowhere'), /ENOENT/],
    [
      'neither form',
      () => written(tar(file('a', 'b'))),
      /neither `index.json` nor `manifest.json`/,
    ],
    ['no archive', () => written(Buffer.alloc(2000, 'x')), /header/],
    ['half an archive', () => written(asTar(DOCKER).subarray(0, 4000)), /end of data/i],
    [
      'fewer layers than in the config',
      () => written(asTar(dockerArchive({}, []))),
      /different layers/,
    ],
    ['another platform', forArm, /none for `linux\/amd64`/],
    ['several of another name', several, /none called `old`/, 'old'],
    ['several and no name', several, /several: `tool:1`, `other:1`/],
    [
      'an index that is no JSON',
      spoiled((files) => (files['index.json'] = Buffer.from('{'))),
      /no JSON/,
    ],
    [
      'an index of another shape',
      spoiled((files) => (files['index.json'] = json({ manifests: 1 }))),
      /not as it should be/,
    ],
    [
      'a digest that is a path',
      spoiled(
        (files) => (files['index.json'] = json({ manifests: [{ digest: 'sha256:../../x' }] })),
      ),
      /not as it should be/,
    ],
    ['a missing layer', () => asDirectory(without(ociLayout(), blobOf(UPPER))), /is missing/],
    [
      'another config',
      spoiled((files) => (files[blobOf(configOf('amd64'))] = json({}))),
      /not what its name says/,
    ],
    [
      'an enormous config',
      spoiled((files) => (files['index.json'] = Buffer.alloc(5 * 2 ** 20, ' '))),
      /larger than 4 MiB/,
    ],
  ];

  it.each(cases)('in %s', async (_what, make, why, name) => {
    await using store = newStore();
    const wanted = { platform: 'linux/amd64', name } as const;
    const image = await importArchive(store, { path: make() }, wanted, QUIETLY);
    expect(image).toMatchObject({ ok: false, error: { code: 'images/archive-unusable' } });
    if (!image.ok) expect(image.error.message).toMatch(why);
    expect([store.images(), await store.check()]).toEqual([[], []]);
  });

  it('in layers that are not those of the config', async () => {
    await using store = newStore();
    const names = ['1/layer.tar', '2/layer.tar'];
    const path = written(
      asTar(dockerArchive({ '1/layer.tar': UPPER, '2/layer.tar': LOWER }, names)),
    );
    const image = await importArchive(store, { path }, { platform: 'linux/amd64' }, QUIETLY);
    expect(image).toMatchObject({ ok: false, error: { code: 'images/layer-damaged' } });
    expect(store.images()).toEqual([]);
  });
});

it('a root file system in a tar file becomes an image', async () => {
  await using store = newStore();
  const path = written(LOWER);
  const id = digestOfBytes(Buffer.from('recipe'));
  const rootfs = { file: path, digest: digestOfBytes(LOWER), bytes: LOWER.length };
  const seen: Progress[] = [];
  const work = { ...QUIETLY, report: (event: Progress) => void seen.push(event) };
  const image = valueOf(await importRootfs(store, rootfs, { id, title: 'tools' }, work));
  expect(new Set(seen.map(({ task, subject }) => `${task} ${subject}`))).toEqual(
    new Set(['unpack tools']),
  );
  expect(readFileSync(join(image.root, 'etc/a'), 'utf8')).toBe('lower');
  expect(store.image(id)).toEqual(image);
});
