import fc from 'fast-check';
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BUILDS, compiled, type Compiled } from './builds.ts';

const word = fc.constantFrom('signal', 'group', 'size', 'resume', 'broken', 'nothing', '', '\0');
const argument = fc.oneof(
  fc.integer().map(String),
  fc.bigInt().map(String),
  fc.constantFrom('fore', 'back', '-1', '0', '18', '28', '65536', '%n%s', '99999999999999999999'),
  fc.string(),
);
const line = fc
  .tuple(word, fc.array(argument, { maxLength: 3 }))
  .map(([first, rest]) => Buffer.from(`${[first, ...rest].join(' ')}\n`));
const bytes = fc.uint8Array({ maxLength: 600 }).map((array) => Buffer.from(array));
const noise = fc.array(fc.oneof({ weight: 3, arbitrary: line }, bytes), { maxLength: 30 });

/** Lets init hear all of this from its launcher, with and without a terminal; gives how it ended. */
async function hearing(
  { directory, program, env }: Compiled,
  chunks: readonly Buffer[],
  terminals: string,
): Promise<{ status: number | null; signal: NodeJS.Signals | null }> {
  const path = join(directory, 'noisy');
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', (greeting: Buffer) => {
      if (greeting.toString().startsWith('control')) speak(socket, chunks);
      else socket.write(Buffer.concat(chunks));
    });
  });
  await new Promise<void>((listening) => server.listen(path, listening));
  const options = ['--link', path, '--terminal', terminals];
  const child = spawn(program, [...options, '--', '/bin/cat'], {
    stdio: ['pipe', 'ignore', 'ignore'],
    env: { ...process.env, ...env },
  });
  child.stdin.on('error', () => undefined);
  try {
    return await new Promise((resolve) =>
      child.once('exit', (status, signal) => resolve({ status, signal })),
    );
  } finally {
    server.close();
    rmSync(path, { force: true });
  }
}

/** Says everything, then goes away. */
function speak(socket: Socket, chunks: readonly Buffer[]): void {
  for (const chunk of chunks) socket.write(chunk);
  socket.end(() => socket.destroy());
}

describe.each(BUILDS)('whatever a launcher says, $name', (build) => {
  const init = compiled(build);

  test.each(['', '0,1,2'])(
    'init lives until the launcher is gone, terminals: %j',
    async (terminals) => {
      await fc.assert(
        fc.asyncProperty(noise, async (chunks) => {
          const { status, signal } = await hearing(init, chunks, terminals);
          expect(signal).toBeNull();
          // 129: the launcher was gone; otherwise a signal that was asked for ended the tool.
          expect(status === 0 || (status! > 128 && status! <= 128 + 64)).toBe(true);
        }),
        { numRuns: 60 },
      );
    },
  );
});
