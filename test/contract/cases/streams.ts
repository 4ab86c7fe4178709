import { createHash } from 'node:crypto';
import { finished } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import { expect } from 'vitest';
import { EXITED_0, launch, run, start } from '../bench.ts';
import { Capture } from '../capture.ts';
import {
  answersAfterInput,
  closesItsStdin,
  closesItsStdout,
  echoes,
  exitsWith,
  printsArguments,
  speaksOnBoth,
  writesForever,
} from '../programs.ts';
import type { Case } from './case.ts';

const EVERY_BYTE = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));

/** Not of one byte repeated, so that a lost or doubled piece shows. */
function noise(bytes: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(bytes / 32) }, (_, block) =>
    createHash('sha256').update(String(block)).digest(),
  );
  return Buffer.concat(blocks).subarray(0, bytes);
}

export const STREAMS: readonly Case[] = [
  {
    title: 'stdout and stderr stay apart, with no carriage returns',
    holds: async (bench) => {
      expect(await run(bench, speaksOnBoth)).toEqual({
        ending: EXITED_0,
        stdout: 'out\nout again\n',
        stderr: 'err\nerr again\n',
      });
    },
  },
  {
    title: 'a stderr that is the same as stdout comes with it, in the order of the writes',
    holds: async (bench) => {
      const stdio = { stdin: 'stream', stdout: 'stream', stderr: 'same-as-stdout' } as const;
      expect(await run(bench, speaksOnBoth, { stdio })).toEqual({
        ending: EXITED_0,
        stdout: 'out\nerr\nout again\nerr again\n',
        stderr: '',
      });
    },
  },
  {
    title: 'an output that the tool closes ends then, and the other goes on',
    holds: async (bench) => {
      const { running, stdout, stderr } = await start(bench, closesItsStdout);
      expect((await stdout.whole).toString()).toBe('out\n');
      running.stdin.end('still here\n');
      expect(await running.ended).toEqual({ kind: 'exited', status: 5 });
      expect(stderr.text).toBe('still here\n');
    },
  },
  {
    title: 'an output of both descriptors ends when the tool has closed both',
    holds: async (bench) => {
      const stdio = { stdin: 'stream', stdout: 'stream', stderr: 'same-as-stdout' } as const;
      const { running, stdout } = await start(bench, closesItsStdout, { stdio });
      await stdout.until('out\n');
      running.stdin.end('still here\n');
      expect((await stdout.whole).toString()).toBe('out\nstill here\n');
      expect(await running.ended).toEqual({ kind: 'exited', status: 5 });
    },
  },
  {
    title: 'that the tool is over is told while its output waits for a reader',
    holds: async (bench) => {
      const running = await launch(bench, printsArguments, { args: ['x'.repeat(10_000)] });
      expect(await running.over).toEqual(EXITED_0);
      expect((await new Capture(running.stdout).whole).length).toBe(10_001);
      running.stderr.resume();
      expect(await running.ended).toEqual(EXITED_0);
    },
  },
  {
    title: 'all 256 byte values go in and come out',
    holds: async (bench) => {
      const { running, stdout } = await start(bench, echoes);
      running.stdin.end(EVERY_BYTE);
      expect(await stdout.whole).toEqual(EVERY_BYTE);
      expect(await running.ended).toEqual(EXITED_0);
    },
  },
  {
    title: 'megabytes to a slow reader arrive whole',
    holds: async (bench) => {
      const input = noise(6 << 20);
      const running = await launch(bench, echoes);
      running.stdin.end(input);
      const hash = createHash('sha256');
      let bytes = 0;
      // Some turns of the event loop for each chunk: the writer is always ahead.
      for await (const chunk of running.stdout as AsyncIterable<Buffer>) {
        hash.update(chunk);
        bytes += chunk.length;
        for (let turn = 0; turn < 20; turn++) await setImmediate();
      }
      running.stderr.resume();
      expect(bytes).toBe(input.length);
      expect(hash.digest('hex')).toBe(createHash('sha256').update(input).digest('hex'));
      expect(await running.ended).toEqual(EXITED_0);
    },
  },
  {
    title: 'the tool’s end is told after its last byte was read',
    holds: async (bench) => {
      const words = 'x'.repeat(60_000);
      const running = await launch(bench, printsArguments, { args: [words] });
      let told = false;
      const ended = running.ended.then(() => (told = true));
      let bytes = 0;
      for await (const chunk of running.stdout as AsyncIterable<Buffer>) {
        expect(told).toBe(false);
        bytes += chunk.length;
      }
      running.stderr.resume();
      await ended;
      expect(bytes).toBe(words.length + 1);
    },
  },
  {
    title: 'a reader that goes away breaks the pipe for the tool',
    holds: async (bench) => {
      const running = await launch(bench, writesForever);
      running.stderr.resume();
      for await (const chunk of running.stdout as AsyncIterable<Buffer>) {
        expect(chunk.subarray(0, 2).toString()).toBe('y\n');
        break; // which destroys the stream
      }
      expect(running.stdout.destroyed).toBe(true);
      expect(await running.ended).toEqual({ kind: 'signaled', signal: 'SIGPIPE' });
    },
  },
  {
    title: 'the end of input reaches the tool, and what it says afterwards still arrives',
    holds: async (bench) => {
      const { ending, stdout } = await run(bench, answersAfterInput, {}, 'twelve bytes');
      expect(ending).toEqual(EXITED_0);
      expect(stdout).toBe('12 bytes\n');
    },
  },
  {
    title: 'an input that the tool closes breaks, and the tool goes on',
    holds: async (bench) => {
      const { running } = await start(bench, closesItsStdin);
      await finished(running.stdin).catch(() => undefined);
      expect(running.stdin.destroyed).toBe(true);
      running.signal('SIGTERM');
      expect(await running.ended).toEqual({ kind: 'exited', status: 6 });
    },
  },
  {
    title: 'no input at all is an end at once',
    holds: async (bench) => {
      expect((await run(bench, answersAfterInput)).stdout).toBe('0 bytes\n');
    },
  },
  {
    title: 'a tool that reads nothing ends while its input stays open',
    holds: async (bench) => {
      const { running } = await start(bench, exitsWith, { args: ['3'] });
      expect(await running.ended).toEqual({ kind: 'exited', status: 3 });
    },
  },
  {
    title: 'a tool that reads nothing ends whatever was sent to it',
    holds: async (bench) => {
      const { running } = await start(bench, exitsWith, { args: ['3'] });
      running.stdin.write(noise(1 << 20));
      expect(await running.ended).toEqual({ kind: 'exited', status: 3 });
      await finished(running.stdin).catch(() => undefined);
      expect(running.stdin.destroyed).toBe(true);
    },
  },
];
