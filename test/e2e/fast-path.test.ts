import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { askApi } from '../rig/engine-api.ts';
import { rig } from '../rig/rig.ts';
import { TACKLE, tackleEnv } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';
import { until } from '../rig/until.ts';
import { asUser, ordinaryUser } from '../rig/user.ts';
import { endWarmContainers, warmContainers } from '../rig/warm-containers.ts';

/* Those of other tests are left to the end of the run. */
beforeAll(() => endWarmContainers(rig()));

/* Shims that run tools by what is prepared for them, on the engines that have such a way. */

const ENGINES = ['docker', 'embedded'] as const;

let place: ReturnType<typeof scratch>;
const at = (...parts: readonly string[]) => join(place.path, ...parts);

const CONFIG = () => `image: '${rig().kit.tag}', network: none, commands: [sh, cat, python3]`;

/** Node, and a line in a file each time it is started. */
function countNode(): void {
  rmSync(at('shims/.tackle/node'));
  const script = `#!/bin/sh\necho "$2" >>'${at('started')}'\nexec '${process.execPath}' "$@"\n`;
  writeFileSync(at('node'), script);
  chmodSync(at('node'), 0o755);
  symlinkSync(at('node'), at('shims/.tackle/node'));
}

/** What Node was started for since the last time somebody asked. */
function started(): readonly string[] {
  if (!existsSync(at('started'))) return [];
  const lines = readFileSync(at('started'), 'utf8').trim().split('\n');
  rmSync(at('started'));
  return lines;
}

beforeEach(() => {
  place = scratch('fast-path');
  mkdirSync(at('project/sub'), { recursive: true });
  writeFileSync(at('project/tackle.yaml'), `toolboxes:\n  kit: {${CONFIG()}}\n`);
  const install = ['shims', 'install', '--dir', at('shims'), 'sh', 'cat', 'python3'];
  spawnSync(TACKLE, install, { env: tackleEnv() });
  countNode();
});

afterEach(async () => {
  await endWarmContainers(rig());
  place[Symbol.dispose]();
});

const env = (engine: string) => ({
  ...tackleEnv(),
  TACKLE_ENGINE: engine,
  TACKLE_IMAGE_STORE: join(rig().scratch, 'fast-path-store'),
  XDG_CACHE_HOME: at('cache'),
});

interface Ran {
  readonly status: number | null;
  readonly out: string;
}

function run(engine: string, command: string, args: readonly string[], cwd = 'project/sub'): Ran {
  const { status, stdout } = spawnSync(at('shims', command), args, {
    cwd: at(cwd),
    env: env(engine),
    encoding: 'utf8',
  });
  return { status, out: stdout };
}

describe.each(ENGINES)('on %s', (engine) => {
  test('the first use prepares, and later ones start no Node', () => {
    expect(run(engine, 'sh', ['-c', 'echo $PWD; exit 3'])).toEqual({
      ...{ status: 3, out: `${at('project/sub')}\n` },
    });
    expect(started()).toEqual(['+prepare']);
    expect(run(engine, 'sh', ['-c', 'cat; exit 4'], 'project').status).toBe(4);
    expect(run(engine, 'sh', ['-c', 'kill -TERM $$']).status).toBeNull();
    expect(started()).toEqual([]);
    // Another command of the toolbox is another plan, and the same container.
    expect(run(engine, 'python3', ['-c', 'print(5 / 2)'])).toEqual({ status: 0, out: '2.5\n' });
    expect(started()).toEqual(['+prepare']);
  });

  test('scripts that name a shim in their first line start no Node', () => {
    run(engine, 'python3', ['-c', '']);
    started();
    const script = (name: string, interpreter: string) => {
      writeFileSync(at('project', name), `#!${interpreter}\nimport sys\nprint(sys.argv)\n`);
      chmodSync(at('project', name), 0o755);
    };
    script('direct.py', at('shims/python3'));
    script('sub/by-env.py', '/usr/bin/env python3');
    const line = `./direct.py 'a b'; sub/by-env.py; cd sub; ../direct.py c; ./by-env.py d`;
    const PATH = `${at('shims')}:${tackleEnv()['PATH']}`;
    const options = {
      cwd: at('project'),
      env: { ...env(engine), PATH },
      encoding: 'utf8',
    } as const;
    expect(spawnSync('bash', ['-c', line], options).stdout.split('\n')).toEqual([
      ...[`['./direct.py', 'a b']`, `['sub/by-env.py']`],
      ...[`['../direct.py', 'c']`, `['./by-env.py', 'd']`, ''],
    ]);
    expect(started()).toEqual([]);
  });

  test('a config that changes holds at once, and so does one that comes nearer', () => {
    run(engine, 'sh', ['-c', 'true']);
    writeFileSync(at('project/tackle.yaml'), `env: [A=1]\ntoolboxes:\n  kit: {${CONFIG()}}\n`);
    expect(run(engine, 'sh', ['-c', 'echo $A']).out).toBe('1\n');
    writeFileSync(at('project/sub/tackle.yaml'), `env: [A=2]\ntoolboxes:\n  kit: {${CONFIG()}}\n`);
    expect(run(engine, 'sh', ['-c', 'echo $A']).out).toBe('2\n');
    expect(run(engine, 'sh', ['-c', 'echo $A'], 'project').out).toBe('1\n');
  });

  test('what lies elsewhere is for Node to say', () => {
    run(engine, 'cat', ['/dev/null']);
    started();
    writeFileSync(at('elsewhere'), '');
    expect(run(engine, 'cat', [at('elsewhere')])).toEqual({ status: 125, out: '' });
    expect(started()).toEqual(['run']);
    expect(run(engine, 'python3', ['--version'], '.').out).toMatch(/^Python 3/);
    expect(run(engine, 'sh', ['-c', 'exec no-such-program']).status).toBe(127);
  });

  test('many at once are each run once', async () => {
    const log = at('project/log');
    const launch = (number: number) =>
      promisify(execFile)(at('shims/sh'), ['-c', `echo ${number} >>../log`], {
        cwd: at('project/sub'),
        env: env(engine),
      });
    await Promise.all(Array.from({ length: 12 }, (_, number) => launch(number)));
    const lines = readFileSync(log, 'utf8').trim().split('\n').map(Number);
    expect(lines.sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, number) => number));
    if (engine === 'docker') expect(await warmContainers(rig())).toHaveLength(1);
  });

  test('whoever starts it may ignore the end of children', () => {
    const line = `trap '' CHLD; '${at('shims/sh')}' -c 'echo ended'; '${at('shims/sh')}' -c 'exit 5'`;
    const { status, stdout } = spawnSync('bash', ['-c', line], {
      cwd: at('project'),
      env: env(engine),
      encoding: 'utf8',
    });
    expect({ status, stdout }).toEqual({ status: 5, stdout: 'ended\n' });
  });

  test('a cache that is lost, or is somebody else’s, is no harm', () => {
    run(engine, 'sh', ['-c', 'true']);
    started();
    rmSync(at('cache'), { recursive: true });
    expect(run(engine, 'sh', ['-c', 'echo again']).out).toBe('again\n');
    expect(started()).toEqual(['+prepare']);
    spawnSync('chmod', ['-R', 'a+w', at('cache/tackle/prepared')]);
    expect(run(engine, 'sh', ['-c', 'echo again']).out).toBe('again\n');
    expect(started()).toEqual(['+prepare']);
  });
});

describe('a warm container', () => {
  test('that is gone is made anew', async () => {
    run('docker', 'sh', ['-c', 'true']);
    const [before = ''] = await warmContainers(rig());
    await askApi(rig().engine, 'DELETE', `/containers/${before}?force=1&v=1`);
    expect(run('docker', 'sh', ['-c', 'echo new']).out).toBe('new\n');
    const [after] = await warmContainers(rig());
    expect(after).not.toBe(before);
  });

  test('that is lost under a tool takes the launch with it, where nobody is left to be told', async () => {
    run('docker', 'sh', ['-c', 'true']);
    const lose = async () => {
      for (const id of await warmContainers(rig())) {
        await askApi(rig().engine, 'DELETE', `/containers/${id}?force=1&v=1`);
      }
    };
    // Without a terminal to speak to, and with its stderr the tool's alone or a file.
    for (const [stderr, end] of [
      ['pipe', 'SIGKILL'] as const,
      [openSync(at('err'), 'w'), 125] as const,
    ]) {
      const child = spawn(at('shims/sh'), ['-c', 'echo up; read line'], {
        cwd: at('project'),
        env: env('docker'),
        stdio: ['pipe', 'pipe', stderr],
        detached: true,
      });
      const ended = new Promise((resolve) =>
        child.on('exit', (status, signal) => resolve(status ?? signal)),
      );
      await once(child.stdout!, 'data');
      await lose();
      expect(await ended).toBe(end);
      if (stderr !== 'pipe') closeSync(stderr);
    }
    expect(readFileSync(at('err'), 'utf8')).toMatch(/^tackle: the tool was lost: .*\nhint: /);
  });

  test('serves who may not enter a directory on PATH, where an engine may be', () => {
    const user = ordinaryUser();
    for (const name of ['closed', 'cache']) mkdirSync(at(name));
    writeFileSync(at('started'), '');
    for (const path of [place.path, at('cache'), at('started')]) {
      chownSync(path, user.uid, user.gid);
    }
    chmodSync(at('closed'), 0);
    const { PATH, ...rest } = tackleEnv();
    const [program, ...words] = [...asUser(user), at('shims/sh'), '-c', 'id -u'];
    const launch = () =>
      spawnSync(program, words, {
        cwd: at('project'),
        env: { ...rest, PATH: `${at('closed')}:${PATH}`, XDG_CACHE_HOME: at('cache') },
        encoding: 'utf8',
      }).stdout;
    expect([launch(), launch()]).toEqual([`${user.uid}\n`, `${user.uid}\n`]);
    expect(readFileSync(at('started'), 'utf8')).toBe('+prepare\n');
  });

  test.skipIf(process.getuid?.() !== 0)('gives a tool any niceness of its caller', () => {
    const niceness = (asked: string) =>
      spawnSync('nice', ['-n', asked, at('shims/sh'), '-c', 'nice'], {
        cwd: at('project'),
        env: env('docker'),
        encoding: 'utf8',
      }).stdout;
    expect(['0', '-5', '5', '-20'].map(niceness)).toEqual(['0\n', '-5\n', '5\n', '-20\n']);
    expect(started()).toEqual(['+prepare']);
  });

  test('is made for no command that is to be run fresh', async () => {
    const fresh = `env: [A=1]\nisolation: fresh\ntoolboxes:\n  kit: {${CONFIG()}}\n`;
    const shared = 'commands: {python3: {toolbox: kit, isolation: shared}}\n';
    writeFileSync(at('project/tackle.yaml'), `${shared}${fresh}`);
    expect(run('docker', 'sh', ['-c', 'echo $A; echo left >/tmp/file']).out).toBe('1\n');
    expect(started()).toEqual(['+prepare', 'run']);
    expect(run('docker', 'sh', ['-c', '[ -e /tmp/file ] || echo gone']).out).toBe('gone\n');
    expect(started()).toEqual(['run']);
    expect(await warmContainers(rig())).toEqual([]);
    run('docker', 'python3', ['-c', '']);
    expect(started()).toEqual(['+prepare']);
    expect(await warmContainers(rig())).toHaveLength(1);
  });

  test('ends by itself when nobody uses it, and keeps nothing of a launch', async () => {
    const idle = { ...env('docker'), TACKLE_IDLE_SECONDS: '1' };
    const launch = (script: string) =>
      spawnSync(at('shims/sh'), ['-c', script], {
        cwd: at('project'),
        env: idle,
        encoding: 'utf8',
      }).stdout;
    writeFileSync(at('project/mine'), 'mine');
    expect(launch('mkdir /tmp/d; echo left >/tmp/d/file; cat /tmp/d/file')).toBe('left\n');
    expect(launch('[ -e /tmp/d ] || echo gone')).toBe('gone\n');
    // The project lies in the host's own /tmp, and so inside as well.
    expect(readFileSync(at('project/mine'), 'utf8')).toBe('mine');
    await until(async () => (await warmContainers(rig())).length === 0, {
      within: 30_000,
      what: 'the end of the container',
    });
    expect(launch('echo again')).toBe('again\n');
  });
});
