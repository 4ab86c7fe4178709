import { availableParallelism } from 'node:os';
import { describe, expect, test } from 'vitest';
import { parseLimits } from '../../src/host/resource-limits.ts';
import { BUILDS, compiled } from './builds.ts';
import type { InitRequest } from './start-init.ts';
import { startInit } from './start-init.ts';

/** What the tool finds of its own, in a container that has `under`. */
const LOOK = 'nice; nproc; cat /proc/self/limits';

describe.each(BUILDS)('the limits of a tool, $name', (build) => {
  const init = compiled(build);

  async function said(tool: string | readonly string[], request?: InitRequest): Promise<string> {
    await using driven = await startInit(init, tool, request);
    expect(await driven.link.ended).toEqual({ kind: 'exited', status: 0 });
    return String(await driven.stdout.whole);
  }

  async function limitsUnder(ulimits: string, limits: string) {
    const under = ['bash', '-c', `${ulimits}; exec "$@"`, 'bash'];
    return parseLimits(
      await said(['cat', '/proc/self/limits'], { under, options: ['--limits', limits] }),
    );
  }

  test('are those that are named, each of them', async () => {
    const names = ['as', 'core', 'cpu', 'data', 'fsize', 'locks', 'memlock', 'msgqueue', 'nofile'];
    const more = ['nproc', 'rss', 'rttime', 'sigpending', 'stack'];
    const wanted = [...names, ...more].map((name, index) => {
      const soft = name === 'as' || name === 'data' || name === 'stack' ? 2 ** 30 : 100 + index;
      return { name, soft, hard: soft + 50 };
    });
    // No more than a plain process has: nobody needs a privilege for these.
    const text = wanted.map(({ name, soft, hard }) => `${name}=${soft}:${hard}`).join(',');
    const limits = await limitsUnder(':', text);
    expect(limits).toMatchObject(
      Object.fromEntries(wanted.map(({ name, soft, hard }) => [name, { soft, hard }])),
    );
  });

  test('are none where none is named', async () => {
    const limits = await limitsUnder('ulimit -Sn 77; ulimit -Sc 0; ulimit -Ss 1000', 'cpu=100:200');
    const own = parseLimits(await said(['cat', '/proc/self/limits']));
    expect(limits.cpu).toEqual({ soft: 100, hard: 200 });
    expect(limits.nofile).toEqual({ soft: own.nofile?.hard, hard: own.nofile?.hard });
    expect([limits.core, limits.stack]).toEqual([undefined, undefined]);
  });

  test('are cut down to what the container has', async () => {
    const wanted = 'nofile=70:1000000000,fsize=unlimited:unlimited,core=2048:unlimited,cpu=90:80';
    const limits = await limitsUnder('ulimit -n 60; ulimit -f 100; ulimit -c 1', wanted);
    expect(limits).toMatchObject({
      nofile: { soft: 60, hard: 60 },
      fsize: { soft: 102_400, hard: 102_400 },
      core: { soft: 1024, hard: 1024 },
      cpu: { soft: 80, hard: 80 },
    });
  });

  test('are the caller’s when nothing is said', async () => {
    const under = ['bash', '-c', 'ulimit -n 99; ulimit -Sc 0; exec nice -n 3 "$@"', 'bash'];
    const [nice, , ...lines] = (await said(LOOK, { under })).split('\n');
    expect(nice).toBe('3');
    expect(parseLimits(lines.join('\n'))).toMatchObject({
      nofile: { soft: 99, hard: 99 },
      core: { soft: 0, hard: 'unlimited' },
    });
  });

  test('hold for the tool and not for init', async () => {
    // Which could not work with these, nor start anything as somebody who is not root.
    const options = ['--limits', 'fsize=0:0,cpu=1:1,nofile=10:10,nproc=0:0'];
    const inits = parseLimits(await said('exec cat /proc/$PPID/limits', { options }));
    expect(inits).toEqual(parseLimits(await said(['cat', '/proc/self/limits'])));
  });

  test('of processor time ends the tool by the signal it ends by outside', async () => {
    const options = ['--limits', 'cpu=1:5'];
    await using driven = await startInit(init, 'while :; do :; done', { options });
    expect(await driven.link.ended).toEqual({ kind: 'signaled', signal: 'SIGXCPU' });
  });

  test('of a file’s size ends the tool that goes beyond it', async () => {
    const options = ['--limits', 'fsize=1000:1000,core=0:0'];
    const tool = ['sh', '-c', 'exec head -c 5000 /dev/zero >made'];
    await using driven = await startInit(init, tool, { options });
    expect(await driven.link.ended).toEqual({ kind: 'signaled', signal: 'SIGXFSZ' });
  });

  test.each([0, 1, 19])('niceness %i', async (nice) => {
    expect(await said('nice', { options: ['--nice', String(nice)] })).toBe(`${nice}\n`);
  });

  test('niceness that is not allowed is left as it is', async () => {
    const powerless = process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-all'] : [];
    const under = ['nice', '-n', '4', ...powerless];
    expect(await said('nice', { under, options: ['--nice', '-7'] })).toBe('4\n');
  });

  test('one processor', async () => {
    const first = firstCpu(await said(['cat', '/proc/self/status']));
    expect(await said('nproc', { options: ['--cpus', first] })).toBe('1\n');
    const status = await said(['cat', '/proc/self/status'], { options: ['--cpus', first] });
    expect(cpusIn(status)).toBe(first);
  });

  test('processors that are not there are left out, and with none left all are kept', async () => {
    const all = `${availableParallelism()}\n`;
    expect(await said('nproc', { options: ['--cpus', '0-1023'] })).toBe(all);
    expect(await said('nproc', { options: ['--cpus', '1000,1020-1023'] })).toBe(all);
    expect(await said('nproc', { options: ['--cpus', '5000-6000'] })).toBe(all);
  });

  test.each([
    ...[
      '--limits nofile',
      '--limits nofile=',
      '--limits nofile=1',
      '--limits nofile=1:',
      '--limits =1:1',
    ],
    ...[
      '--limits files=1:1',
      '--limits nofile=1:2;',
      '--limits nofile=-1:2',
      '--limits nofile=1:2,,',
    ],
    ...['--limits nofile=99999999999999999999:1', '--nice', '--nice 21', '--nice x', '--nice 5x'],
    ...['--cpus', '--cpus -', '--cpus 1-', '--cpus a', '--cpus 1;2', '--cpus 1,', '--processors 1'],
  ])('%s is no option', async (words) => {
    const [option = '', value = ''] = words.split(' ');
    await using driven = await startInit(init, 'true', {
      options: [option, value],
      hasLink: false,
    });
    expect(await driven.over).toEqual({ status: 125, signal: null });
    expect(String(await driven.stderr.whole)).toContain('tackle: init: arguments');
  });
});

function cpusIn(status: string): string {
  return /^Cpus_allowed_list:\s*(.*)$/m.exec(status)?.[1] ?? '';
}

function firstCpu(status: string): string {
  return /^\d+/.exec(cpusIn(status))?.[0] ?? '';
}
