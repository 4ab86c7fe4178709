import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, createReadStream, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Rootfs } from '../../src/images/build-rootfs.ts';
import type { Progress } from '../../src/kernel/work.ts';
import { mustAskApi } from '../rig/engine-api.ts';
import { rig } from '../rig/rig.ts';
import { scratch } from '../rig/scratch.ts';
import { asUser, ordinaryUser } from '../rig/user.ts';
import {
  buildHere,
  buildProgram,
  ELSEWHERE,
  mountsIn,
  programsIn,
  recipe,
  remains,
} from './builds.ts';

const isRoot = process.getuid?.() === 0;

/** Small, and with all that can go wrong: Python's byte code, programs from npm, locales. */
const RECIPE = recipe('bookworm', ['python3-minimal', 'libstdc++6'], ['node-linux-{arch}@10.16.3']);

describe('a root file system built from packages', () => {
  const image = `tackle-test/rootfs:${String(process.pid)}`;
  const progress: Progress[] = [];
  let directory: ReturnType<typeof scratch>;
  let rootfs: Rootfs;

  beforeAll(async () => {
    directory = scratch('rootfs');
    const report = (one: Progress) => progress.push(one);
    const built = await buildHere(RECIPE, { cacheDir: directory.path, report });
    if (!built.ok) throw new Error(JSON.stringify(built.error));
    rootfs = built.value;
    const [repo = '', tag = ''] = image.split(':');
    await mustAskApi(rig().engine, 'POST', `/images/create?fromSrc=-&repo=${repo}&tag=${tag}`, {
      body: createReadStream(rootfs.file),
      headers: { 'content-type': 'application/x-tar' },
    });
  });

  afterAll(async () => {
    await mustAskApi(rig().engine, 'DELETE', `/images/${image}`);
    await rootfs[Symbol.asyncDispose]();
    expect(remains(directory.path)).toEqual([]);
    directory[Symbol.dispose]();
  });

  /** What a shell command prints in a container of the image. */
  function inside(command: string): string {
    const args = ['run', '--rm', '--network=none', '--hostname=x', image, 'sh', '-c', command];
    return execFileSync('docker', args, { stdio: ['ignore', 'pipe', 'inherit'] }).toString();
  }

  it('runs what it was built for', () => {
    expect(inside('python3 -V; node -p "process.version + 1/3"')).toBe(
      'Python 3.11.2\nv10.16.30.3333333333333333\n',
    );
  });

  it('has byte code that Python takes as it is, at every start', () => {
    const said = inside('python3 -v -c "import re, encodings.idna" 2>&1');
    expect(said.match(/\.pyc matches /g)?.length).toBeGreaterThan(10);
    expect(said).not.toMatch(/bytecode is stale|wrote '|could not create/);
  });

  it('speaks UTF-8, keeps licences, and leaves documentation out', () => {
    expect(inside('locale -a')).toContain('C.utf8');
    expect(inside('ls /usr/share/doc/libc6')).toBe('copyright\n');
    expect(inside('find /usr/share/man ! -type d')).toBe('');
  });

  it('tells nothing of the machine or the hour it was built at', () => {
    const listed = execFileSync('tar', ['--list', '--verbose', '--file', rootfs.file], {
      maxBuffer: 64 * 1024 * 1024,
    }).toString();
    const files = new Map(
      listed.split('\n').map((line) => [line.split(/\s+/)[5] ?? '', line.split(/\s+/)[2]]),
    );
    expect(files.get('./etc/resolv.conf')).toBe('0');
    expect(files.get('./etc/hostname')).toBe('0');
    const strays = [...files.keys()].filter((name) =>
      /^\.\/(etc\/apt\/sources\.list$|var\/log\/.*\.log$|var\/(lib\/apt\/lists|cache\/apt)\/.|tmp\/.|run\/[^l])/.test(
        name,
      ),
    );
    expect(strays).toEqual([]);
  });

  it('has a place to mount over for everything an engine provides, and no devices', () => {
    const listed = execFileSync('tar', ['--list', '--file', rootfs.file], {
      maxBuffer: 64 * 1024 * 1024,
    });
    const names = listed.toString().split('\n');
    for (const place of ['dev/', 'proc/', 'sys/', 'tmp/', 'run/', 'home/', 'etc/hosts']) {
      expect(names).toContain(`./${place}`);
    }
    expect(names.filter((name) => name.startsWith('./dev/'))).toEqual(['./dev/']);
  });

  it('lays programs from npm where every PATH finds them, for everybody to run', () => {
    expect(inside('ls -l /usr/local/bin | grep -v total')).toMatch(
      /^lrwxrwxrwx 1 root root .* node -> \.\.\/lib\/node_modules\/node-linux-\w+\/bin\/node\n$/,
    );
    expect(inside('stat -c "%a %u:%g" /usr/local/lib/node_modules/*/bin/node')).toBe('755 0:0\n');
  });

  it('was reported step by step, up to the last', () => {
    expect(progress[0]).toMatchObject({ kind: 'started', task: 'build' });
    expect(progress.at(-1)).toMatchObject({ kind: 'finished', task: 'build' });
    const steps = progress.flatMap((one) =>
      one.kind === 'advanced' && one.unit === 'steps' ? [one] : [],
    );
    const last = steps.at(-1);
    expect(last?.done).toBe(last?.total);
    expect(steps.map(({ done }) => done)).toEqual(
      steps.map(({ done }) => done).toSorted((a, b) => a - b),
    );
    expect(progress).toContainEqual(
      expect.objectContaining({ kind: 'advanced', task: 'fetch', unit: 'bytes' }),
    );
  });

  it('is the same, bit for bit, when an ordinary user builds it from a closed home', async () => {
    const user = ordinaryUser();
    using home = scratch('home');
    const program = await buildProgram(home.path);
    const cacheDir = join(home.path, 'closed', 'tackle');
    mkdirSync(cacheDir, { recursive: true });
    if (isRoot) execFileSync('chown', ['--recursive', `${user.uid}:${user.gid}`, home.path]);
    chmodSync(join(home.path, 'closed'), 0o700);
    const words = [...asUser(user), process.execPath, program, JSON.stringify(RECIPE), cacheDir];
    const [command = '', ...args] = words;
    const said = execFileSync(command, args, { cwd: '/', stdio: ['ignore', 'pipe', 'inherit'] });
    const result = JSON.parse(said.toString().trim().split('\n').at(-1) ?? '') as unknown;
    expect(result).toMatchObject({ ok: true, value: { digest: rootfs.digest } });
    expect(remains(cacheDir)).toEqual([]);
  });
});

describe('a build that does not succeed leaves nothing', () => {
  it('names the package that was meant, or the versions there are', async () => {
    using directory = scratch('failures');
    const cacheDir = directory.path;
    const misspelt = await buildHere(recipe('bookworm', ['pyton3-minimal']), { cacheDir });
    expect(misspelt).toMatchObject({
      error: { code: 'images/unknown-package', hint: 'did you mean `python3-minimal`?' },
    });
    const old = await buildHere(recipe('bookworm', ['python3-minimal=2.0-1']), { cacheDir });
    expect(old).toMatchObject({
      error: {
        code: 'images/unknown-package-version',
        hint: expect.stringMatching(/^write `python3-minimal=3\.11\./) as unknown,
      },
    });
    expect(remains(cacheDir)).toEqual([]);
  });

  it('knows suites, and what is no mirror', async () => {
    using directory = scratch('failures');
    const cacheDir = directory.path;
    const suite = await buildHere(recipe('bookwrom', ['python3']), { cacheDir });
    expect(suite).toMatchObject({
      error: { code: 'images/unknown-suite', hint: 'did you mean `bookworm`?' },
    });
    const env = { TACKLE_DEBIAN_MIRROR: 'http://127.0.0.1:1/debian' };
    const silent = await buildHere(recipe('bookworm', ['python3']), { cacheDir, env });
    expect(silent).toMatchObject({ error: { code: 'images/mirror-unreachable' } });
  });

  it('does not build for a machine that this one cannot be', async () => {
    using directory = scratch('failures');
    const options = { cacheDir: directory.path, platform: ELSEWHERE };
    expect(await buildHere(recipe('bookworm', ['python3']), options)).toMatchObject({
      error: { code: 'images/foreign-architecture' },
    });
    expect(remains(directory.path)).toEqual([]);
  });

  it('stops when the caller gives up: no process, no mount, no file', async () => {
    using directory = scratch('interrupted');
    const gaveUp = new AbortController();
    const report = (progress: Progress) => {
      if (progress.kind === 'said' && progress.line.startsWith('installing')) gaveUp.abort();
    };
    const options = { cacheDir: directory.path, signal: gaveUp.signal, report };
    expect(await buildHere(recipe('bookworm', []), options)).toMatchObject({
      error: { code: 'images/interrupted' },
    });
    expect(remains(directory.path)).toEqual([]);
    expect(programsIn(directory.path)).toEqual([]);
    expect(mountsIn(directory.path)).toEqual([]);
  });

  it('is cleared away by the next build when it was killed', async () => {
    using directory = scratch('killed');
    const program = await buildProgram(directory.path);
    const order = JSON.stringify(recipe('bookworm', []));
    const child = spawn(process.execPath, [program, order, directory.path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    for await (const line of createInterface({ input: child.stdout })) {
      if (!line.startsWith('installing')) continue;
      child.kill('SIGKILL');
      break;
    }
    await once(child, 'exit');
    const [left = ''] = remains(directory.path).filter((name) => name.startsWith('tackle-build-'));
    const group = join(directory.path, 'build', left, 'group.json');
    const { pid } = JSON.parse(readFileSync(group, 'utf8')) as { pid: number };
    expect(process.kill(pid, 0)).toBe(true);

    const next = recipe('bookworm', [], ['no such package@1.0.0']);
    expect(await buildHere(next, { cacheDir: directory.path })).toMatchObject({ ok: false });
    expect(existsSync(join(directory.path, 'build', left))).toBe(false);
    expect(programsIn(join(directory.path, 'build', left))).toEqual([]);
    expect(() => process.kill(-pid, 0)).toThrow('ESRCH');
  });

  it.runIf(isRoot)('says that the disk is full', async () => {
    using directory = scratch('small');
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=60m', 'tmpfs', directory.path]);
    try {
      const built = await buildHere(recipe('bookworm', []), { cacheDir: directory.path });
      expect(built).toMatchObject({
        error: {
          code: 'images/no-space',
          message: expect.stringContaining(directory.path) as unknown,
        },
      });
      expect(remains(directory.path)).toEqual([]);
    } finally {
      execFileSync('umount', [directory.path]);
    }
  });
});
