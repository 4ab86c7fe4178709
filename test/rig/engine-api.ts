import { request } from 'node:http';
import type { Readable } from 'node:stream';
import type { EngineAddress } from '../../scripts/setup/engine.mjs';

/** The oldest API of an engine that the tests run on (Docker Engine 20.10). */
const API = '/v1.41';

export interface EngineAnswer {
  readonly status: number;
  readonly text: string;
}

/**
 * One request to the engine, without any library of the product: the rig looks at the engine with
 * eyes of its own.
 */
export function askApi(
  engine: EngineAddress,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  options: { readonly body?: Readable | string; readonly headers?: Record<string, string> } = {},
): Promise<EngineAnswer> {
  return new Promise((resolve, reject) => {
    const { body, headers } = options;
    const asked = request({ ...engine, method, path: API + path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
      );
    });
    asked.on('error', reject);
    if (body === undefined || typeof body === 'string') asked.end(body);
    else body.on('error', reject).pipe(asked);
  });
}

/** As `askApi`, for a request that has to succeed. Throws the engine's own words otherwise. */
export async function mustAskApi(...args: Parameters<typeof askApi>): Promise<string> {
  const { status, text } = await askApi(...args);
  // Long work (import, push) answers 200 at once and tells of a failure in its last lines.
  if (status >= 400 || text.includes('"errorDetail"')) {
    throw new Error(`the engine refused ${args[1]} ${args[2]}: ${String(status)} ${text.trim()}`);
  }
  return text;
}

/** As `mustAskApi`, for an answer in JSON. */
export async function readApi<T>(engine: EngineAddress, path: string): Promise<T> {
  return JSON.parse(await mustAskApi(engine, 'GET', path)) as T;
}
