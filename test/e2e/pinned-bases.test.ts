import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { discoverEngine } from '../../src/engines/discover.ts';
import type { Digest } from '../../src/kernel/brand.ts';
import { dockerfileKey } from '../../src/lock/dockerfile-key.ts';
import type { DockerfileSource } from '../../src/catalog/tool.ts';
import { dockerfileBases } from '../../src/images/dockerfile/dockerfile-bases.ts';
import { hashContext } from '../../src/images/hash-context.ts';
import { printReference } from '../../src/catalog/reference.ts';
import { askRegistry } from '../../src/engines/ask-registry.ts';
import type { AbsolutePath } from '../../src/kernel/brand.ts';
import { PLATFORM, QUIET, value } from '../contract/bench.ts';
import { rules } from '../registry/errand.ts';
import { startRegistry, type Registry } from '../rig/registry.ts';
import { runTackle } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';
import { tinyImage } from '../rig/tiny-image.ts';
import { Undo } from '../rig/undo.ts';

/* A Dockerfile whose bases are locked is built on those, wherever their tags have gone. */

const undo = new Undo();
afterAll(() => undo[Symbol.asyncDispose]());
let registry: Registry;
beforeAll(async () => {
  const directory = scratch('bases');
  undo.defer(() => directory[Symbol.dispose]());
  registry = undo.use(await startRegistry(directory.path));
});

function docker(...argv: readonly string[]): string {
  return execFileSync('docker', argv, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

/** Gives the tag to an image with so many files, in the registry alone. */
function push(tag: string, files: number): void {
  using image = tinyImage(`${registry.address}/${tag}`, files);
  docker('push', image.name);
}

/** The diff ids of an image's layers. */
function layers(image: string): readonly string[] {
  const format = ['image', 'inspect', '--format', '{{json .RootFS.Layers}}', image];
  return JSON.parse(docker(...format)) as readonly string[];
}

function source(path: string, text: string): DockerfileSource {
  mkdirSync(path, { recursive: true });
  const dockerfile = join(path, 'Dockerfile') as AbsolutePath;
  writeFileSync(dockerfile, text);
  return { kind: 'dockerfile', dockerfile, context: path as AbsolutePath, args: { TAG: '1' } };
}

/** What `tackle lock` finds out of the bases. */
async function lock(from: DockerfileSource): Promise<Readonly<Record<string, Digest>>> {
  const bases: Record<string, Digest> = {};
  for (const reference of value(await dockerfileBases(from))) {
    bases[printReference(reference)] = value(await askRegistry(reference, {}, QUIET));
  }
  return bases;
}

async function built(
  from: DockerfileSource,
  bases: Readonly<Record<string, Digest>> | undefined,
  cache: string,
  registries = rules({}),
): Promise<string> {
  const env = { ...process.env, XDG_CACHE_HOME: cache };
  const place = { file: '', line: 1, column: 1, length: 1, text: '' };
  const choice = { engine: { value: 'docker', place }, registries } as const;
  const engine = value(await discoverEngine(choice, env));
  const key = dockerfileKey(value(await hashContext(from)), bases ?? {});
  const pin = { kind: 'dockerfile', source: from, key, ...(bases && { bases }) } as const;
  const image: string = value(await engine.ensure(pin, PLATFORM, QUIET));
  undo.defer(
    () => void spawnSync('docker', ['image', 'rm', '--force', image], { stdio: 'ignore' }),
  );
  return image;
}

test('a tag of a base moves, and the build from the lock stays on the old one', async () => {
  using directory = scratch('moved');
  push('base:1', 1);
  push('tool:1', 2);
  const from = source(
    join(directory.path, 'context'),
    [
      '# syntax=docker/dockerfile:1',
      'ARG TAG=none',
      `FROM --platform=${PLATFORM} ${registry.address}/base:\\`,
      '$TAG AS base',
      'FROM base',
      `COPY --from=${registry.address}/tool:1 /bin/file-1 /file`,
      '',
    ].join('\n'),
  );
  const bases = await lock(from);
  expect(Object.keys(bases)).toEqual([`${registry.address}/base:1`, `${registry.address}/tool:1`]);
  const first = await built(from, bases, directory.path);
  const before = layers(first);
  docker('image', 'rm', '--force', first);
  push('base:1', 3);
  push('tool:1', 4);
  expect(layers(await built(from, bases, directory.path))).toEqual(before);
  expect(layers(await built(from, undefined, directory.path))[0]).not.toBe(before[0]);
  const moved = await lock(from);
  expect(layers(await built(from, moved, directory.path))[0]).not.toBe(before[0]);
});

test('`tackle lock` writes the bases down, and `tackle update` moves them', async () => {
  using directory = scratch('written');
  const cwd = directory.path;
  push('written:1', 1);
  writeFileSync(join(cwd, 'Dockerfile'), `FROM ${registry.address}/written:1\n`);
  const toolbox = 'dockerfile: Dockerfile, network: none, commands: [hello]';
  writeFileSync(join(cwd, 'tackle.yaml'), `toolboxes:\n  own: {${toolbox}}\n`);
  writeFileSync(join(cwd, '.dockerignore'), '*\n');
  const env = { TACKLE_ENGINE: 'docker', XDG_CACHE_HOME: join(cwd, 'cache') };
  const says = async (...argv: readonly string[]) => {
    const { status, stdout, stderr } = await runTackle(['-q', ...argv], { cwd, env });
    expect({ status, stderr: stderr.toString() }).toMatchObject({ status: 0, stderr: '' });
    return stdout.toString();
  };
  const builtOn = async () => {
    expect(await says('hello')).toBe('hello from the image\n');
    const { image } = JSON.parse(await says('plan', 'hello')) as { image: { key: string } };
    const name = `tackle/dockerfile:${image.key.slice('sha256:'.length)}`;
    const [layer] = layers(name);
    docker('image', 'rm', '--force', name);
    return layer;
  };
  await says('lock');
  const first = await builtOn();
  const written = readFileSync(join(cwd, 'tackle.lock'), 'utf8');
  expect(written).toContain(`"${registry.address}/written:1" = "sha256:`);
  push('written:1', 3);
  expect(await builtOn()).toBe(first);
  await says('update');
  expect(await builtOn()).not.toBe(first);
});

test('a base is asked for where the config says, locked or not', async () => {
  using directory = scratch('elsewhere');
  push('elsewhere/base:1', 1);
  const from = source(join(directory.path, 'context'), 'FROM nowhere.example.org/base:1\n');
  const registries = rules({ 'nowhere.example.org': [`${registry.address}/elsewhere`] });
  const [layer] = layers(await built(from, undefined, directory.path, registries));
  expect(layer).toMatch(/^sha256:/);
  const reference = { registry: registry.address, repository: 'elsewhere/base', tag: '1' };
  const digest = value(await askRegistry(reference, {}, QUIET));
  const bases = { 'nowhere.example.org/base:1': digest };
  expect(layers(await built(from, bases, directory.path, registries))).toEqual([layer]);
});

test('a base that the lock does not speak of is refused', async () => {
  using directory = scratch('edited');
  const from = source(join(directory.path, 'context'), 'FROM nowhere.example.org/base:1\n');
  const other = { 'nowhere.example.org/other:1': `sha256:${'0'.repeat(64)}` as Digest };
  await expect(built(from, other, directory.path)).rejects.toThrow(
    /does not say what `nowhere.example.org\/base:1` is/,
  );
});
