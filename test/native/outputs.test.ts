import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { BUILDS, compiled } from './builds.ts';
import type { DrivenInit } from './start-init.ts';
import { startInit } from './start-init.ts';

describe.each(BUILDS)('outputs, $name', (build) => {
  const init = compiled(build);

  test('nothing is lost of what was written right before the end', async () => {
    const tool = 'head -c 3000000 /dev/zero; head -c 2000000 /dev/zero >&2; kill -KILL $$';
    await using driven = await startInit(init, tool);
    const [stdout, stderr] = [driven.stdout.whole, driven.stderr.whole];
    expect((await stdout).length).toBe(3_000_000);
    expect((await stderr).length).toBe(2_000_000);
    expect(await driven.link.ended).toEqual({ kind: 'signaled', signal: 'SIGKILL' });
  });

  test('nothing is lost of what was shown right before the end', async () => {
    const tool = 'head -c 1000000 /dev/zero; echo';
    await using driven = await startInit(init, tool, { options: ['--terminal', '0,1,2'] });
    const shown = (await driven.screen()).whole;
    expect(await driven.link.ended).toEqual({ kind: 'exited', status: 0 });
    expect((await shown).length).toBe(1_000_002);
  });

  test('an output that nobody reads holds up neither the other nor the screen', async () => {
    const tool = 'head -c 100000 /dev/zero; echo shown >&2; exit 3';
    for (const terminal of ['', '2']) {
      await using driven = await startInit(init, tool, { options: ['--terminal', terminal] });
      const other = terminal === '' ? driven.stderr : await driven.screen();
      // A pipe of the tool's and one of init's hold all of it, so that the tool ends; then init waits.
      await other.until('shown');
      const whole = driven.stdout.whole;
      expect((await whole).length).toBe(100_000);
      expect(await driven.link.ended).toEqual({ kind: 'exited', status: 3 });
    }
  });

  test('a launcher that goes away ends an init that waits for a reader', async () => {
    await using driven = await startInit(init, 'head -c 100000 /dev/zero; echo done >&2');
    await driven.stderr.until('done');
    driven.link.close();
    expect(await driven.over).toEqual({ status: 129, signal: null });
  });

  test('a reader that goes away is felt by the tool at its next write, as SIGPIPE', async () => {
    await using driven = await startInit(init, ['yes']);
    await driven.stdout.until('y');
    await driven.outputs.stdout.closeReading();
    expect(await driven.link.ended).toEqual({ kind: 'signaled', signal: 'SIGPIPE' });
  });

  test('SIGPIPE is for the process that wrote, and for nobody else', async () => {
    const tool = 'while /bin/echo y; do :; done; echo survived >&2; exit 3';
    await using driven = await startInit(init, tool);
    await driven.stdout.until('y');
    await driven.outputs.stdout.closeReading();
    expect(await driven.link.ended).toEqual({ kind: 'exited', status: 3 });
    expect(String(await driven.stderr.whole)).toBe('survived\n');
  });

  test('a tool that ignores SIGPIPE is told EPIPE', async () => {
    const tool = `trap '' PIPE; while /bin/echo y; do :; done 2>error; cat error >&2`;
    await using driven = await startInit(init, tool);
    await driven.stdout.until('y');
    await driven.outputs.stdout.closeReading();
    expect(String(await driven.stderr.whole)).toContain('Broken pipe');
  });

  test.each([
    [1, 'yes'],
    [2, 'yes >&2'],
  ] as const)('output %d is broken when the launcher says so', async (fd, tool) => {
    await using driven = await startInit(init, `exec ${tool}`);
    await (fd === 1 ? driven.stdout : driven.stderr).until('y');
    driven.link.breakOutput(fd);
    expect(await driven.link.ended).toEqual({ kind: 'signaled', signal: 'SIGPIPE' });
  });

  test('an output that the tool closes is told at once, with all that came on it', async () => {
    const tool = 'head -c 100000 /dev/zero; exec >&-; echo closed >&2; read _; exit 3';
    await using driven = await startInit(init, tool);
    const { link, stderr, stdin } = driven;
    const read = driven.stdout.whole;
    expect(await link.totals[1]).toBe(100_000);
    await stderr.until('closed');
    stdin.end('go on\n');
    expect(await link.over).toEqual({ kind: 'exited', status: 3 });
    expect(await link.totals[2]).toBe('closed\n'.length);
    expect((await read).length).toBe(100_000);
  });

  test('an output that a child of the tool holds is not closed by the tool', async () => {
    const tool = '(read _; echo from the child) <&0 & exec >&-; wait; exit 3';
    await using driven = await startInit(init, ['bash', '-c', tool]);
    driven.stdin.end('go on\n');
    expect(await driven.link.totals[1]).toBe('from the child\n'.length);
    expect(String(await driven.stdout.whole)).toBe('from the child\n');
    expect(await driven.link.over).toEqual({ kind: 'exited', status: 3 });
  });

  test('the tool’s end is told while what it wrote waits for its reader', async () => {
    await using driven = await startInit(init, 'head -c 100000 /dev/zero; exit 3');
    expect(await driven.link.over).toEqual({ kind: 'exited', status: 3 });
    expect((await driven.stdout.whole).length).toBe(100_000);
    expect(await driven.link.totals[1]).toBe(100_000);
    expect(await driven.link.ended).toEqual({ kind: 'exited', status: 3 });
  });

  test('joined, they are one pipe, and what is written to them keeps its order', async () => {
    const tool = 'for line in $(seq 1000); do echo $line; echo $line >&2; done';
    await using driven = await startInit(init, tool, { options: ['--outputs', 'joined'] });
    const lines = Array.from({ length: 1000 }, (_, at) => `${at + 1}\n${at + 1}\n`);
    expect(String(await driven.stdout.whole)).toBe(lines.join(''));
    expect(await driven.link.ended).toEqual({ kind: 'exited', status: 0 });
    expect(String(await driven.stderr.whole)).toBe('');
  });

  test('joined, they break together', async () => {
    const tool = 'trap "" PIPE; while echo y 2>&-; do :; done; echo err >&2 || exit 3';
    await using driven = await startInit(init, tool, { options: ['--outputs', 'joined'] });
    await driven.stdout.until('y');
    driven.link.breakOutput(1);
    expect(await driven.link.ended).toEqual({ kind: 'exited', status: 3 });
  });

  test('breaking one output leaves the other alone', async () => {
    const tool = 'while /bin/echo y; do :; done; exec >&2; read last; echo "$last"';
    await using driven = await startInit(init, tool);
    await driven.stdout.until('y');
    driven.link.breakOutput(1);
    driven.stdin.end('still here\n');
    expect(String(await driven.stderr.whole)).toBe('still here\n');
  });
});

/** CPU time in clock ticks: what the kernel has spent on the process, by itself and for it. */
function ticks(pid: number): number {
  const [, rest] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const fields = rest!.split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

describe.each(BUILDS)('init sleeps while nothing happens, $name', (build) => {
  const init = compiled(build);

  /** A tool that does nothing for a third of a second between two words on stderr; then waits for its input. */
  const REST = 'echo rest >&2; sleep 0.3; echo rested >&2; read _';

  async function expectSleep({ pid, stderr }: DrivenInit): Promise<void> {
    await stderr.until('rest\n');
    const [before, from] = [ticks(pid), performance.now()];
    await stderr.until('rested');
    const elapsed = (performance.now() - from) / 10;
    expect((ticks(pid) - before) / elapsed).toBeLessThan(0.2);
  }

  test('with everything as it should be', async () => {
    await using driven = await startInit(init, REST, { options: ['--terminal', '0,1'] });
    await expectSleep(driven);
  });

  test('after an output was broken while it waited for its reader', async () => {
    const filled = 'head -c 65536 /dev/zero; head -c 65536 /dev/zero; echo full >&2';
    const tool = `${filled}; while /bin/echo y; do :; done; ${REST}`;
    await using driven = await startInit(init, tool);
    await driven.stderr.until('full');
    driven.link.breakOutput(1);
    driven.outputs.stdout.reader.resume();
    await expectSleep(driven);
  });

  test('after the reader went away, and after the tool closed its outputs', async () => {
    const tool = `while /bin/echo y; do :; done; exec >&-; ${REST}`;
    await using driven = await startInit(init, tool);
    await driven.stdout.until('y');
    await driven.outputs.stdout.closeReading();
    await expectSleep(driven);
  });

  test('after the terminal went away, whatever is shown then', async () => {
    const tool = `read _; echo to nobody; head -c 200000 /dev/zero; ${REST.replace('read _', 'sleep 1000')}`;
    await using driven = await startInit(init, tool, { options: ['--terminal', '0,1'] });
    const terminal = await driven.link.terminal;
    terminal.write('go on\r', () => terminal.destroy());
    await expectSleep(driven);
  });

  test('with input that the tool does not read', async () => {
    await using driven = await startInit(init, `${REST}; exec sleep 1000`);
    driven.stdin.write('\n'.repeat(300_000));
    await expectSleep(driven);
  });

  test('after the tool closed its input', async () => {
    await using driven = await startInit(init, `exec <&-; ${REST.replace('read _', 'sleep 1000')}`);
    driven.stdin.write('to nobody');
    await expectSleep(driven);
  });

  test('after its input ended and the tool stopped', async () => {
    await using driven = await startInit(init, `${REST} ; kill -STOP $$`);
    driven.stdin.end();
    await expectSleep(driven);
    expect(await driven.stops.take()).toBe('SIGSTOP');
  });

  test('with keys that the tool does not read', async () => {
    await using driven = await startInit(init, `stty raw -echo; echo raw >&2; ${REST}`, {
      options: ['--terminal', '0,1'],
    });
    await driven.stderr.until('raw');
    await driven.type('x'.repeat(300_000));
    await expectSleep(driven);
  });
});
