import { describe, expect, test } from 'vitest';
import type { TerminalModes } from '../../src/engines/engine.ts';
import { BUILDS, compiled } from './builds.ts';
import { startInit } from './start-init.ts';

/** As `stty -g` says them: no flow control and no echo of control characters, Ctrl-X interrupts, nothing stops. */
const CHOSEN =
  '100:5:bf:883b:18:1c:8:15:4:0:1:0:11:13:0:0:12:f:17:16:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0' as TerminalModes;

describe.each(BUILDS)('the modes of a terminal, $name', (build) => {
  const init = compiled(build);
  const WHOLE = ['--terminal', '0,1,2'];

  test('are those that init is told', async () => {
    const options = [...WHOLE, '--modes', CHOSEN];
    await using driven = await startInit(init, ['stty', '-g'], { options });
    expect(String(await (await driven.screen()).whole)).toBe(`${CHOSEN}\r\n`);
  });

  test('are those that come with the foreground', async () => {
    const options = ['--terminal', '0,2', '--ground', 'back'];
    const tool = 'read line; echo "$line" >&2; stty -g';
    await using driven = await startInit(init, tool, { options });
    expect(await driven.stops.take()).toBe('SIGTTIN');
    driven.link.resume('fore', CHOSEN);
    await driven.type('typed\r');
    expect(String(await driven.stdout.whole)).toBe(`${CHOSEN}\n`);
    expect(String(await (await driven.screen()).whole)).toBe('typed\r\ntyped\r\n');
  });

  test.each(['', 'raw', '500:5:bf:8a3b', '500:5:bf:8a3b:', '500:5:bf:8a3b:3;'])(
    '`%s` is no option',
    async (modes) => {
      await using driven = await startInit(init, 'true', {
        options: [...WHOLE, '--modes', modes],
        hasLink: false,
      });
      expect(await driven.over).toEqual({ status: 125, signal: null });
      expect(String(await driven.stderr.whole)).toContain('tackle: init: arguments');
    },
  );
});
