import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A home directory of its own for one test, removed after it; other users may look into it. */
export async function fakeHome(files: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'tackle-home-'));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  await chmod(home, 0o755);
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(home, name)), { recursive: true });
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    await writeFile(join(home, name), text);
  }
  return home;
}

/** The folder that the docker CLI keeps a context's files in: the SHA-256 of its name. */
export function contextFolder(name: string): string {
  return createHash('sha256').update(name).digest('hex');
}

/** The files of a context as `docker context create` writes them, below the home directory. */
export function contextFiles(name: string, endpoint: unknown): Readonly<Record<string, unknown>> {
  return {
    [`.docker/contexts/meta/${contextFolder(name)}/meta.json`]: {
      Name: name,
      Metadata: {},
      Endpoints: { docker: endpoint },
    },
  };
}

/** A server that listens on a unix socket until the test is over. */
export async function listenOn(path: string): Promise<Server> {
  await mkdir(dirname(path), { recursive: true });
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(path, resolve));
  onTestFinished(async () => {
    await new Promise((resolve) => server.close(resolve));
  });
  return server;
}
