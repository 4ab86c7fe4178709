import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { WAYS, requests } from './ways.ts';

const NUMBERS = { stop: 20, wantsToRead: 21, wantsToSet: 22 };

describe.each(WAYS)('the terminal of a requested tool, $name', (way) => {
  const request = requests(way);
  const WHOLE = { streams: [] as const, options: ['--terminal', '0,1,2', '--size', '33x101'] };
  const BACK = { ...WHOLE, options: [...WHOLE.options, '--ground', 'back'] };

  test('is handed out before anything else, with its size', async () => {
    await using launch = request('stty size; exit 3', WHOLE);
    expect(await launch.texts()).toEqual([
      'taken',
      'terminal',
      'tool',
      'started',
      'heard 0',
      'exited 3',
      'done',
    ]);
    expect(launch.screen).toBe('33 101\r\n');
  });

  test.each(['0', '1', '2', '0,2', '7', '1,7,200'])('is exactly what %s are', async (terminals) => {
    const chosen = terminals.split(',').map(Number);
    const streams = ([0, 1, 2] as const).filter((fd) => !chosen.includes(fd));
    const look = 'for fd in 0 1 2 7 200; do if [ -t $fd ]; then echo $fd; fi; done';
    await using launch = request(`(${look}) >seen; cat seen >/dev/tty; exit 0`, {
      streams,
      options: ['--terminal', terminals],
    });
    expect(await launch.texts()).toContain('exited 0');
    // What looks has `seen` as its output.
    const seen = chosen.filter((fd) => fd !== 1).map((fd) => `${fd}\r\n`);
    expect(launch.screen).toBe(seen.join(''));
  });

  test('is there as /dev/tty where no descriptor is one', async () => {
    await using launch = request('[ -t 0 ] || [ -t 1 ] || [ -t 2 ] || stty size >&2 </dev/tty', {
      options: ['--terminal', 'controlling', '--size', '7x9'],
    });
    expect(String(await launch.stderr.whole)).toBe('7 9\n');
  });

  test('is in the modes that were asked for', async () => {
    await using first = request(['stty', '-g'], WHOLE);
    await first.end;
    const modes = first.screen.trim();
    expect(modes).toMatch(/^([0-9a-f]+:){4,}/);
    // Without IXON.
    const changed = modes.replace(/^4500:/, '4100:');
    expect(changed).not.toBe(modes);
    await using second = request(['stty', '-g'], {
      ...WHOLE,
      options: [...WHOLE.options, '--modes', changed],
    });
    await second.end;
    expect(second.screen.trim()).toBe(changed);
  });

  test('has the tool in front, which is the process that says so', async () => {
    await using launch = request('echo ready; read line; exit 0', WHOLE);
    await launch.shows('ready');
    const { sender } = await launch.hears('tool');
    expect(await launch.foreground()).toBe(sender);
    expect(readFileSync(`/proc/${sender}/cmdline`, 'latin1')).toContain('echo ready');
    launch.type('\r');
    expect(await launch.texts()).toContain('exited 0');
  });

  test('is not in front for a tool in the background, until it is let', async () => {
    await using launch = request('read line; echo "got $line"', BACK);
    await launch.hears(`stopped ${NUMBERS.wantsToRead} 0`);
    const { sender } = await launch.hears('tool');
    expect(await launch.foreground()).not.toBe(sender);
    launch.say('resume fore');
    launch.type('it\r');
    expect(await launch.texts()).toContain('exited 0');
    expect(launch.screen).toBe('it\r\ngot it\r\n');
  });

  test('cannot be set in the background', async () => {
    await using launch = request(['stty', '-echo'], BACK);
    await launch.hears(`stopped ${NUMBERS.wantsToSet} 0`);
    launch.say('resume fore');
    expect(await launch.texts()).toContain('exited 0');
  });

  test('stops the tool by Ctrl-Z, and interrupts it by Ctrl-C', async () => {
    await using launch = request('echo ready; read line; echo "$line"; exec sleep 1000', WHOLE);
    await launch.shows('ready');
    launch.type('\x1a');
    await launch.hears(`stopped ${NUMBERS.stop} 0`);
    launch.say('resume fore');
    launch.type('on\r');
    await launch.shows('on\r\non');
    launch.type('\x03');
    expect(await launch.texts()).toContain('signaled 2');
  });

  test('tells the tool of another size', async () => {
    const tool = 'trap "stty size; exit 0" WINCH; echo ready; while :; do read _; done';
    await using launch = request(tool, WHOLE);
    await launch.shows('ready');
    launch.resize(50, 132);
    expect(await launch.texts()).toContain('exited 0');
    expect(launch.screen).toBe('ready\r\n50 132\r\n');
  });

  test('hangs up with its other end, and init passes on no signal of it', async () => {
    const tool = `trap 'echo HUP >&5' HUP; echo ready; read _; echo "end $?" >&5
      echo to nobody || echo lost >&5; exit 6`;
    await using launch = request(`exec 5>&2 2>/dev/null; ${tool}`, {
      streams: [2],
      options: ['--terminal', '0,1'],
    });
    await launch.shows('ready');
    launch.hangUp();
    expect(await launch.texts()).toContain('exited 6');
    expect(String(await launch.stderr.whole)).toBe('end 1\nlost\n');
  });

  test('ends with the tool, though something else holds it', async () => {
    const tool = `setsid sh -c "trap '' HUP; echo daemon; sleep 1000" & read _; exit 4`;
    await using launch = request(tool, WHOLE);
    await launch.shows('daemon');
    launch.type('\r');
    expect(await launch.texts()).toContain('exited 4');
    expect(launch.screen).toContain('daemon\r\n');
  });
});
