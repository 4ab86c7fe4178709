import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { StreamName } from '../../src/engines/init-link.ts';
import { Capture } from '../contract/capture.ts';
import { BUILDS, compiled, type Compiled } from './builds.ts';
import { startInit, type DrivenInit } from './start-init.ts';

const ALL: readonly StreamName[] = ['stdin', 'stdout', 'stderr'];

function start(
  init: Compiled,
  tool: string | readonly string[],
  options: readonly string[] = [],
): Promise<DrivenInit> {
  return startInit(init, tool, { streams: ALL, options: ['--streams', '012', ...options] });
}

describe.each(BUILDS)('streams that init opens itself, $name', (build) => {
  const init = compiled(build);

  test('carry what the tool reads and writes, and end when it is told or closes them', async () => {
    await using driven = await start(init, 'echo to-err >&2; exec 2>&-; cat; exit 3');
    const { streams, totals } = driven.link;
    const [stdout, stderr] = [
      new Capture((await streams.stdout)!),
      new Capture((await streams.stderr)!),
    ];
    expect(await totals[2]).toBe(7);
    (await streams.stdin)!.end('in and out\n');
    expect(await driven.link.ended).toEqual({ kind: 'exited', status: 3 });
    expect(await totals[1]).toBe(11);
    await driven.over;
    expect([stdout.text, stderr.text]).toEqual(['in and out\n', 'to-err\n']);
    expect((await driven.stdout.whole).length + (await driven.stderr.whole).length).toBe(0);
  });

  test('lose nothing to a slow reader, who does not hold up the other output', async () => {
    await using driven = await start(init, 'head -c 3000000 /dev/zero & echo shown >&2; wait');
    const { streams } = driven.link;
    await new Capture((await streams.stderr)!).until('shown');
    let bytes = 0;
    for await (const chunk of (await streams.stdout)! as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      await setImmediate();
      if (bytes === 3_000_000) break;
    }
    expect(await driven.link.ended).toEqual({ kind: 'exited', status: 0 });
    expect(await driven.link.totals[1]).toBe(bytes);
  });

  test('break for the tool when the reader goes away', async () => {
    await using driven = await start(init, ['yes']);
    const stdout = (await driven.link.streams.stdout)!;
    await new Capture(stdout).until('y');
    stdout.destroy();
    expect(await driven.link.ended).toEqual({ kind: 'signaled', signal: 'SIGPIPE' });
  });

  test('take megabytes of input, and tell when the tool has closed it', async () => {
    await using driven = await start(init, 'head -c 2000000 | wc -c; exec <&-; sleep 1000');
    const stdin = (await driven.link.streams.stdin)!;
    stdin.on('error', () => undefined);
    stdin.write(Buffer.alloc(3_000_000));
    await new Capture((await driven.link.streams.stdout)!).until('2000000\n');
    await driven.link.inputClosed;
    driven.link.signal('SIGTERM');
    expect(await driven.link.ended).toEqual({ kind: 'signaled', signal: 'SIGTERM' });
  });

  test('may be one for both outputs', async () => {
    const tool = 'echo one; echo two >&2; echo three';
    await using driven = await startInit(init, tool, {
      streams: ['stdout'],
      options: ['--streams', '1', '--outputs', 'joined'],
    });
    const stdout = new Capture((await driven.link.streams.stdout)!);
    expect(await driven.link.ended).toEqual({ kind: 'exited', status: 0 });
    await driven.over;
    expect(stdout.text).toBe('one\ntwo\nthree\n');
  });

  test('are an error without a link', async () => {
    await using driven = await startInit(init, 'true', {
      hasLink: false,
      options: ['--streams', '1'],
    });
    expect((await driven.over).status).toBe(125);
    expect(String(await driven.stderr.whole)).toContain("reach the launcher's streams");
  });
});
