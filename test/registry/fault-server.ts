import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Part, SampleImage } from './sample-image.ts';

export interface Seen {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A server on loopback that writes down what it is asked, and answers as a test wants. */
export interface FaultServer extends AsyncDisposable {
  /** `127.0.0.1:40123` */
  readonly address: string;
  readonly seen: readonly Seen[];
}

export type Answer = (seen: Seen, response: ServerResponse) => void;

export async function startServer(answer: Answer): Promise<FaultServer> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const { method = '', url: path = '', headers } = request;
      seen.push({ method, path, headers, body });
      answer({ method, path, headers, body }, response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request as AsyncIterable<Buffer>) text += chunk.toString();
  return text;
}

/** The repository that all samples lie in. */
export const REPOSITORY = 'team/tool';

/** Answers as a registry does that has these images, each under its tag and its digest; with ranges. */
export function registryOf(
  tags: Readonly<Record<string, Part>>,
  images: readonly SampleImage[],
): Answer {
  const manifests = new Map<string, Part>(Object.entries(tags));
  const blobs = new Map<string, Part>();
  for (const manifest of [...Object.values(tags), ...images.map((image) => image.manifest)]) {
    manifests.set(manifest.digest, manifest);
  }
  for (const { config, layers } of images) {
    for (const blob of [config, ...layers]) blobs.set(blob.digest, blob);
  }
  return ({ method, path, headers }, response) => {
    const [, kind, name = ''] = /^\/v2\/team\/tool\/(manifests|blobs)\/([^/]+)$/.exec(path) ?? [];
    const found = kind === 'manifests' ? manifests.get(name) : blobs.get(name);
    if (found === undefined) {
      const errors = [{ code: 'MANIFEST_UNKNOWN', message: 'manifest unknown' }];
      response.writeHead(404, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ errors }));
      return;
    }
    const type = kind === 'manifests' ? found.mediaType : 'application/octet-stream';
    const about = { 'content-type': type, 'docker-content-digest': found.digest };
    const { length } = found.bytes;
    const from = /^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1];
    if (from === undefined) {
      response.writeHead(200, { ...about, 'content-length': length });
      response.end(method === 'HEAD' ? undefined : found.bytes);
      return;
    }
    const range = `bytes ${from}-${length - 1}/${length}`;
    response.writeHead(206, { ...about, 'content-range': range });
    response.end(found.bytes.subarray(Number(from)));
  };
}
