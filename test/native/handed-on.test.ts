import { describe, expect, test } from 'vitest';
import { BUILDS, compiled } from './builds.ts';
import type { InitRequest } from './start-init.ts';
import { startInit } from './start-init.ts';

describe.each(BUILDS)('what a tool is handed, $name', (build) => {
  const init = compiled(build);

  async function outputOf(
    tool: string | readonly string[],
    request?: InitRequest,
  ): Promise<string> {
    await using driven = await startInit(init, tool, request);
    expect(await driven.link.ended).toEqual({ kind: 'exited', status: 0 });
    return String(await driven.stdout.whole);
  }

  test.each(['', '0', '0,1,2'])('no descriptor but the three, terminals: %j', async (terminals) => {
    const isOpen = '[ -e /proc/$$/fd/$fd ] && open="$open $fd"';
    const tool = `for fd in $(seq 0 255); do ${isOpen}; done; echo open $open`;
    await using driven = await startInit(init, tool, {
      under: ['sh', '-c', 'exec 7</etc/passwd 9>/dev/null; exec "$@"', 'sh'],
      options: ['--terminal', terminals],
    });
    const seen = terminals.includes('1') ? await driven.screen() : driven.stdout;
    expect(String(await seen.whole).trim()).toBe('open 0 1 2');
  });

  test('signals at their defaults and none blocked, whatever the caller left', async () => {
    const under = ['env', '--ignore-signal=HUP,PIPE,CHLD,INT', '--block-signal=TERM,USR1,RTMIN'];
    const status = await outputOf(['cat', '/proc/self/status'], { under });
    const masks = status.split('\n').filter((line) => /^Sig(Blk|Ign)/.test(line));
    const none = '0'.repeat(16);
    expect(masks).toEqual([`SigBlk:\t${none}`, `SigIgn:\t${none}`]);
  });

  test.each(['000', '002', '022', '027', '077', '777'])('the umask %s', async (umask) => {
    expect(await outputOf('umask', { options: ['--umask', umask] })).toBe(`0${umask}\n`);
  });

  test('the umask of its caller when none is asked for', async () => {
    const under = ['sh', '-c', 'umask 057; exec "$@"', 'sh'];
    expect(await outputOf('umask', { under })).toBe('0057\n');
  });

  test('every byte of its arguments', async () => {
    const bytes = Array.from({ length: 255 }, (_, byte) => byte + 1).filter((byte) => byte !== 10);
    const octal = bytes.map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
    const under = ['sh', '-c', 'bytes=$(printf "$0"); exec "$@" "$bytes" "" --', octal];
    const said = await outputOf(
      ['sh', '-c', String.raw`printf "%s\0" "$@" | od -An -v -tx1`, 'sh'],
      {
        under,
        env: { LC_ALL: 'C' },
      },
    );
    const wanted = Buffer.concat([Buffer.from(bytes), Buffer.from('\0\0--\0')]);
    expect(said.replaceAll(/\s/g, '')).toBe(wanted.toString('hex'));
  });

  test('an argument as long as the kernel takes', async () => {
    const longest = 'x'.repeat(128 * 1024 - 1);
    expect(await outputOf(['sh', '-c', 'echo ${#1}', 'sh', longest])).toBe(`${longest.length}\n`);
  });

  test('its input, and the end of it', async () => {
    await using driven = await startInit(init, 'cat; echo end');
    driven.stdin.end('typed\n');
    expect(String(await driven.stdout.whole)).toBe('typed\nend\n');
  });

  test('all of its input, however late it reads', async () => {
    await using driven = await startInit(init, 'read line; echo "$line"; exec wc -c');
    driven.stdin.write(`first\n${'x'.repeat(3_000_000)}`);
    await driven.stdout.until('first\n');
    driven.stdin.end('x'.repeat(1_000_000));
    expect(String(await driven.stdout.whole)).toBe('first\n4000000\n');
  });

  test('an input from a file', async () => {
    const under = ['sh', '-c', 'exec "$@" </etc/passwd', 'sh'];
    await using driven = await startInit(init, ['cmp', '-', '/etc/passwd'], { under });
    expect(await driven.link.ended).toEqual({ kind: 'exited', status: 0 });
  });

  test('an input that nothing can be read from', async () => {
    const under = ['sh', '-c', 'exec "$@" <.', 'sh'];
    await using driven = await startInit(init, ['cat'], { under });
    expect(await driven.link.ended).toEqual({ kind: 'exited', status: 0 });
  });

  test('an input that it closes breaks for whoever writes to it', async () => {
    await using driven = await startInit(init, 'exec <&-; echo closed; exec sleep 1000');
    await driven.link.inputClosed;
    const broken = new Promise((resolve) => driven.stdin.once('error', resolve));
    await driven.stdout.until('closed');
    driven.stdin.write('to nobody\n');
    expect(await broken).toMatchObject({ code: 'EPIPE' });
  });
});

describe.each(BUILDS)('the terminal, $name', (build) => {
  const init = compiled(build);

  const COMBINATIONS = ['', '0', '1', '2', '01', '02', '12', '012'];

  test.each(COMBINATIONS)('exactly these descriptors are terminals: %j', async (terminals) => {
    const look = 'for fd in 0 1 2; do if [ -t $fd ]; then printf $fd; fi; done >seen';
    // The answer goes where the test can read it, and both outputs say which of them they are.
    await using driven = await startInit(init, `${look}; cat seen; cat seen >&2`, {
      options: ['--terminal', Array.from(terminals).join(',')],
    });
    const shown = terminals === '' ? '' : (await driven.screen()).whole;
    expect(await driven.link.ended).toEqual({ kind: 'exited', status: 0 });
    const inLook = terminals.replace('1', '');
    const isTerminal = (fd: string): boolean => terminals.includes(fd);
    expect(String(await driven.stdout.whole)).toBe(isTerminal('1') ? '' : inLook);
    expect(String(await driven.stderr.whole)).toBe(isTerminal('2') ? '' : inLook);
    const times = ['1', '2'].filter(isTerminal).length;
    expect(String(await shown)).toBe(inLook.repeat(times));
  });

  test('its size at the first look, and after a resize', async () => {
    const tool = 'stty size; trap "stty size; exit 0" WINCH; echo ready; while read _; do :; done';
    await using driven = await startInit(init, tool, {
      options: ['--terminal', '0,1,2', '--size', '33x101'],
    });
    const screen = await driven.screen();
    await screen.until('ready');
    driven.link.resize({ rows: 50, columns: 132 });
    expect(await driven.link.ended).toEqual({ kind: 'exited', status: 0 });
    expect(String(await screen.whole)).toBe('33 101\r\nready\r\n50 132\r\n');
  });

  test.each([[], ['--ground', 'back']])('no SIGWINCH but for a resize: %j', async (...ground) => {
    // Both signals come by way of init, which takes the one with the lower number first: 28, then 31.
    const probe = 'kill -SYS $PPID; read _';
    const tool = `trap 'echo resized' WINCH; trap 'echo told; exit' SYS; ${probe}`;
    await using driven = await startInit(init, tool, {
      options: ['--terminal', '1,2', '--size', '33x101', ...ground],
    });
    expect(String(await (await driven.screen()).whole)).toBe('told\r\n');
  });

  test.each([
    [['--size', '0x0'], '0 0'],
    [[], '0 0'],
    [['--size', '65535x65535'], '65535 65535'],
  ])('the size asked for by %j', async (size, said) => {
    await using driven = await startInit(init, 'stty size', {
      options: ['--terminal', '0,1,2', ...size],
    });
    expect(String(await (await driven.screen()).whole)).toBe(`${said}\r\n`);
  });

  test('the modes of a fresh terminal, with UTF-8', async () => {
    await using driven = await startInit(init, ['stty', '-g'], {
      options: ['--terminal', '0,1,2'],
    });
    const [input, output, , local] = (await (await driven.screen()).whole).toString().split(':');
    const [ICRNL, IXON, IUTF8, OPOST, ONLCR] = [0o400, 0o2000, 0o40000, 0o1, 0o4];
    expect(Number.parseInt(input!, 16)).toBe(ICRNL | IXON | IUTF8);
    expect(Number.parseInt(output!, 16)).toBe(OPOST | ONLCR);
    // ISIG, ICANON, ECHO, ECHOE, ECHOK, ECHOCTL, ECHOKE, IEXTEN
    expect(Number.parseInt(local!, 16)).toBe(0o105073);
  });

  test('newlines are translated, whichever descriptors are the terminal', async () => {
    await using whole = await startInit(init, 'echo a', { options: ['--terminal', '0,1'] });
    expect(String(await (await whole.screen()).whole)).toBe('a\r\n');
    await using part = await startInit(init, 'echo a >&2', { options: ['--terminal', '2'] });
    expect(String(await (await part.screen()).whole)).toBe('a\r\n');
  });

  test('a descriptor that is no terminal is a pipe', async () => {
    await using driven = await startInit(init, 'stat -Lc %F /dev/fd/0 /dev/fd/1 /dev/fd/2', {
      options: ['--terminal', '2'],
    });
    expect(String(await driven.stdout.whole)).toBe('fifo\nfifo\ncharacter special file\n');
  });

  test('it can be opened as /dev/tty after the descriptors are closed', async () => {
    const tool = 'exec </dev/null >/dev/null 2>&1; echo again >/dev/tty';
    await using driven = await startInit(init, tool, { options: ['--terminal', '0,1,2'] });
    expect(String(await (await driven.screen()).whole)).toBe('again\r\n');
  });

  test('descriptors are blocking, and none is appended to', async () => {
    const flags = (fd: string): string => `sed -n 's/^flags:\\s*//p' /proc/$$/fdinfo/${fd}`;
    await using driven = await startInit(init, `${flags('1')}; ${flags('2')}`, {
      options: ['--terminal', '2'],
    });
    const NONBLOCK_APPEND = 0o6000;
    const said = String(await driven.stdout.whole)
      .trim()
      .split('\n');
    expect(said).toHaveLength(2);
    for (const octal of said) expect(Number.parseInt(octal, 8) & NONBLOCK_APPEND).toBe(0);
  });
});
