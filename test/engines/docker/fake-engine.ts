import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { DockerAddress } from '../../../src/engines/docker/address.ts';
import type { AbsolutePath } from '../../../src/kernel/brand.ts';

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface FakeEngine {
  readonly address: Extract<DockerAddress, { kind: 'socket' }>;
  /** `GET /images/x/json`, in the order they came. */
  readonly asked: readonly string[];
}

/** Answers what it is told to, by `GET /path` without the query, and 404 to the rest; until the test is over. */
export async function fakeEngine(answers: Readonly<Record<string, Answer>>): Promise<FakeEngine> {
  const directory = await mkdtemp(join(tmpdir(), 'tackle-engine-'));
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const what = `${request.method ?? ''} ${decodeURIComponent((request.url ?? '').split('?')[0] ?? '')}`;
    asked.push(what);
    const {
      status = 200,
      headers = {},
      body = {},
    } = answers[what] ?? {
      status: 404,
      body: { message: 'no such thing' },
    };
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  });
  const path = join(directory, 'e.sock') as AbsolutePath;
  await new Promise<void>((resolve) => server.listen(path, resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(directory, { recursive: true, force: true });
  });
  return { address: { kind: 'socket', path, saidBy: 'the test' }, asked };
}
