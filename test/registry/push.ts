import { expect } from 'vitest';
import type { Part, SampleImage } from './sample-image.ts';

/** Puts images and indexes into a registry, as `docker push` does, one request after the other. */
export class Pusher {
  readonly #base: string;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(address: string, repository: string, headers: Readonly<Record<string, string>> = {}) {
    this.#base = `http://${address}/v2/${repository}`;
    this.#headers = headers;
  }

  async push(
    { layers, config, manifest }: SampleImage,
    tag: string = manifest.digest,
  ): Promise<void> {
    for (const blob of [...layers, config]) await this.#pushBlob(blob);
    await this.pushManifest(manifest, tag);
  }

  async pushManifest({ bytes, mediaType }: Part, tag: string): Promise<void> {
    await this.#ask('PUT', `${this.#base}/manifests/${tag}`, bytes, mediaType);
  }

  async #pushBlob({ bytes, digest }: Part): Promise<void> {
    const begun = await this.#ask('POST', `${this.#base}/blobs/uploads/`);
    const location = new URL(begun.headers.get('location') ?? '', this.#base);
    location.searchParams.set('digest', digest);
    await this.#ask('PUT', location.href, bytes, 'application/octet-stream');
  }

  async #ask(method: string, url: string, bytes?: Buffer, type?: string): Promise<Response> {
    const response = await fetch(url, {
      method,
      headers: { ...this.#headers, ...(type !== undefined && { 'content-type': type }) },
      ...(bytes && { body: new Uint8Array(bytes) }),
    });
    const text = await response.text();
    expect([201, 202], `${method} ${url}: ${text}`).toContain(response.status);
    return response;
  }
}
