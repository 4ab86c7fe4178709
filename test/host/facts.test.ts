import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, getPriority, userInfo } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import type { HostProblem } from '../../src/host/problems.ts';
import type { Result } from '../../src/kernel/result.ts';
import type { HostFacts } from '../../src/plan/host-facts.ts';
import { Terminal } from '../rig/pty.ts';
import { temporary } from './temporary.ts';

type Gathered = Result<HostFacts, HostProblem>;

const home = temporary();
afterAll(() => home[Symbol.dispose]());

const PROGRAM = join(home.path, 'facts.cjs');
buildSync({
  stdin: {
    contents: `
      import { gatherFacts } from '../../src/host/facts.ts';
      process.stdout.write(JSON.stringify(gatherFacts(process.argv.slice(2), process.env)));`,
    resolveDir: import.meta.dirname,
  },
  outfile: PROGRAM,
  bundle: true,
  platform: 'node',
});

const ENV = { PATH: process.env['PATH'] ?? '', HOME: home.path };

/** Runs the words in a shell that no terminal controls; `$FACTS` is the program. */
function shell(script: string, env: Readonly<Record<string, string>> = {}, cwd = '/'): Gathered {
  const all = { ...ENV, FACTS: PROGRAM, NODE: process.execPath, ...env };
  const said = execFileSync('setsid', ['--wait', '/bin/sh', '-c', script], {
    cwd,
    env: all,
    encoding: 'utf8',
  });
  return JSON.parse(said) as Gathered;
}

function facts(...run: Parameters<typeof shell>): HostFacts {
  const gathered = shell(...run);
  if (!gathered.ok) throw new Error(gathered.error.message);
  return gathered.value;
}

const RUN = 'exec "$NODE" "$FACTS"';

describe('the user', () => {
  it('is the one who runs the process, with the umask of the moment', () => {
    const me = userInfo();
    expect(facts(`umask 027; ${RUN}`).user).toMatchObject({
      uid: me.uid,
      gid: me.gid,
      name: me.username,
      home: home.path,
      umask: 0o027,
    });
  });

  it('lives where passwd says when HOME is missing or relative', () => {
    for (const script of [`unset HOME; ${RUN}`, `HOME=here; ${RUN}`]) {
      expect(facts(script).user.home).toBe(userInfo().homedir);
    }
  });

  it.runIf(userInfo().uid === 0)('needs no account, and brings its groups with their names', () => {
    const as = 'exec setpriv --reuid=54321 --regid=54321 --groups=0,54322 "$NODE" "$FACTS"';
    // The program has to be within reach of that user.
    expect(facts(`chmod 755 "$HOME"; unset HOME; ${as}`).user).toMatchObject({
      uid: 54321,
      gid: 54321,
      groups: [0, 54322],
      groupNames: { 0: 'root' },
      name: 'user',
      group: 'user',
      home: '/home/user',
    });
  });
});

describe('the working directory', () => {
  it('is known by the way the shell came', () => {
    using here = temporary();
    mkdirSync(join(here.path, 'real/sub'), { recursive: true });
    symlinkSync('real', join(here.path, 'link'));
    expect(facts(`cd link/sub; ${RUN}`, {}, here.path).cwd).toEqual({
      logical: join(here.path, 'link/sub'),
      physical: join(here.path, 'real/sub'),
    });
  });

  it.each(['/usr', 'relative', '', '/nowhere', '/./'])('is not what a PWD of %j says', (pwd) => {
    using here = temporary();
    expect(facts(`PWD='${pwd}' ${RUN}`, {}, here.path).cwd).toEqual({
      logical: here.path,
      physical: here.path,
    });
  });

  it('that was removed is a problem', () => {
    using here = temporary();
    const gathered = shell(`mkdir gone; cd gone; rmdir ../gone; ${RUN}`, {}, here.path);
    expect(gathered).toMatchObject({
      ok: false,
      error: {
        code: 'host/no-working-directory',
        hint: 'change to a directory that exists: `cd ~`',
      },
    });
  });

  it('whose name is no text is a problem', () => {
    using here = temporary();
    const gathered = shell(`d=$(printf 'a\\377'); mkdir "$d"; cd "$d"; ${RUN}`, {}, here.path);
    expect(gathered).toMatchObject({ ok: false, error: { code: 'host/no-working-directory' } });
    expect(!gathered.ok && gathered.error.message).toContain('is not valid UTF-8');
  });
});

describe('what is inherited', () => {
  it('are the resource limits of the moment', () => {
    const lower = 'ulimit -c 0; ulimit -t 1234; ulimit -Ss 4321';
    expect(facts(`${lower}; ${RUN}`).inherited.rlimits).toMatchObject({
      core: { soft: 0, hard: 0 },
      cpu: { soft: 1234, hard: 1234 },
      stack: { soft: 4321 * 1024 },
    });
  });

  it('is the limit on open files that the shell has, not the one that Node makes of it', () => {
    const limit = (script: string) => facts(script).inherited.rlimits?.nofile;
    const run = '"$NODE" "$FACTS"; exit $?';
    expect(limit(`ulimit -n 99; ${run}`)).toEqual({ soft: 99, hard: 99 });
    expect(limit(`ulimit -n 99; ulimit -S -n 77; ${run}`)).toEqual({ soft: 77, hard: 99 });
    expect(limit(`ulimit -n 99; ${RUN}`)).toEqual({ soft: 99, hard: 99 });
  });

  it('is the niceness', () => {
    const own = getPriority();
    expect(facts(RUN).inherited.nice).toBe(own);
    expect(facts('exec nice -n 3 "$NODE" "$FACTS"').inherited.nice).toBe(Math.min(own + 3, 19));
  });

  it('are the processors, when they are not all', () => {
    const [first] = /(?<=^Cpus_allowed_list:\s*)\d+/m.exec(
      readFileSync('/proc/self/status', 'utf8'),
    )!;
    const pinned = `exec taskset -c ${first} "$NODE" "$FACTS"`;
    expect(facts(pinned).inherited.cpus).toBe(cpus().length > 1 ? first : undefined);
    const isFree = availableParallelism() === cpus().length;
    expect(facts(RUN).inherited.cpus === undefined).toBe(isFree);
  });
});

describe('the descriptors', () => {
  it('are streams in a pipe, and when closed', () => {
    const streams = { stdin: 'stream', stdout: 'stream', stderr: 'stream' };
    expect(facts(`${RUN} </dev/null 2>/dev/null`).stdio).toEqual(streams);
    expect(facts(`${RUN} <&- 2>&-`).stdio).toEqual(streams);
  });

  it.each([
    ['', { stdin: 'terminal', stdout: 'terminal', stderr: 'terminal' }],
    ['</dev/null', { stdin: 'stream', stdout: 'terminal', stderr: 'terminal' }],
    ['2>/dev/null', { stdin: 'terminal', stdout: 'terminal', stderr: 'stream' }],
    ['| cat', { stdin: 'terminal', stdout: 'stream', stderr: 'terminal' }],
    [
      '</dev/null 2>/dev/null | cat',
      { stdin: 'stream', stdout: 'stream', stderr: 'stream', controlling: true },
    ],
  ])('at a terminal with %j are told apart', async (redirection, stdio) => {
    const script = `"${process.execPath}" "${PROGRAM}" ${redirection}`;
    await using terminal = new Terminal('/bin/sh', ['-c', script], { cwd: '/', env: ENV });
    await terminal.ended;
    const gathered = JSON.parse(terminal.text) as Gathered;
    expect(gathered.ok && gathered.value.stdio).toEqual(stdio);
  });
});

describe('the places', () => {
  it('of homes follow XDG, which ignores relative paths', () => {
    expect(facts(RUN).homesDir).toBe(`${home.path}/.local/share/tackle/homes`);
    expect(facts(RUN, { XDG_DATA_HOME: '/data' }).homesDir).toBe('/data/tackle/homes');
    expect(facts(RUN, { XDG_DATA_HOME: 'data' }).homesDir).toBe(
      `${home.path}/.local/share/tackle/homes`,
    );
  });

  it('of the home is told by its real name too', () => {
    using here = temporary();
    symlinkSync(home.path, join(here.path, 'link'));
    const { user, realHome } = facts(RUN, { HOME: join(here.path, 'link') });
    expect([user.home, realHome]).toEqual([join(here.path, 'link'), home.path]);
  });
});

describe('the environment and the arguments', () => {
  it('come as they are', () => {
    expect(facts(RUN, { X: 'a=b\n"\'' }).env['X']).toBe('a=b\n"\'');
  });

  it('are looked up from the physical directory', () => {
    using here = temporary();
    mkdirSync(join(here.path, 'real/sub'), { recursive: true });
    symlinkSync('real/sub', join(here.path, 'link'));
    writeFileSync(join(here.path, 'real/x.py'), '');
    const { existingArguments } = facts(`cd link; ${RUN} ../x.py`, {}, here.path);
    expect(existingArguments).toEqual([
      {
        argument: '../x.py',
        written: '../x.py',
        names: [join(here.path, 'real/x.py')],
        kind: 'file',
        climbs: false,
      },
    ]);
  });
});
