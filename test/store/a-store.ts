import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { Readable } from 'node:stream';
import type { ImagesProblem } from '../../src/images/problems.ts';
import { openStore, type Store, type StoreOptions } from '../../src/images/store/store.ts';
import type { AbsolutePath, Digest } from '../../src/kernel/brand.ts';
import { decodeBytes } from '../../src/kernel/byte-text.ts';
import type { Result } from '../../src/kernel/result.ts';
import type { Work } from '../../src/kernel/work.ts';

export const QUIETLY: Work = {
  signal: new AbortController().signal,
  report: () => undefined,
};

export function digestOfBytes(bytes: Buffer): Digest {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}` as Digest;
}

export function storeAt(path: string, options?: StoreOptions): Store {
  return valueOf(openStore(path as AbsolutePath, options));
}

export function valueOf<T>(result: Result<T, ImagesProblem>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

export function add(
  store: Store,
  blob: Buffer,
  work = QUIETLY,
): Promise<Result<void, ImagesProblem>> {
  const layer = { digest: digestOfBytes(blob), size: blob.length };
  return store.addLayer(layer, Readable.from([blob], { objectMode: false }), work);
}

/** Adds the layers, the lowest first, and an image of them; the path of its root. */
export async function rootOf(
  store: Store,
  layers: readonly Buffer[],
  work = QUIETLY,
): Promise<Result<string, ImagesProblem>> {
  for (const layer of layers) {
    const added = await add(store, layer, work);
    if (!added.ok) return added;
  }
  const digests = layers.map(digestOfBytes);
  const id = digestOfBytes(Buffer.from(digests.join()));
  const image = await store.addImage({ id, config: {}, layers: digests }, work);
  return image.ok ? { ok: true, value: image.value.root } : image;
}

/** Everything below a directory: kind, mode, time in seconds, and content or target, by path. */
export function snapshot(directory: string, skip?: string): Readonly<Record<string, unknown>> {
  const seen: Record<string, unknown> = {};
  const walk = (path: Buffer, name: string) => {
    if (name === skip) return;
    const stats = lstatSync(path);
    const common = { mode: stats.mode.toString(8), mtime: Math.floor(stats.mtimeMs / 1000) };
    if (stats.isSymbolicLink()) {
      seen[name] = { target: decodeBytes(readlinkSync(path, 'buffer')), mtime: common.mtime };
    } else if (stats.isDirectory()) {
      seen[name] = common;
      for (const child of readdirSync(path, { encoding: 'buffer' })) {
        walk(Buffer.concat([path, Buffer.from('/'), child]), `${name}/${decodeBytes(child)}`);
      }
    } else seen[name] = { ...common, content: readFileSync(path).toString('base64') };
  };
  walk(Buffer.from(directory), '');
  return seen;
}
