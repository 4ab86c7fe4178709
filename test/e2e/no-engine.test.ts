import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startRegistry } from '../rig/registry.ts';
import { runTackle, startTackle, type TackleOptions } from '../rig/run-tackle.ts';
import { sandboxesWith } from '../rig/sandboxes.ts';
import { scratch } from '../rig/scratch.ts';
import { tinyImage } from '../rig/tiny-image.ts';
import { until } from '../rig/until.ts';
import { asUser, ordinaryUser } from '../rig/user.ts';

/** What the machine has besides bubblewrap: Node, and what it takes to become an ordinary user there. */
const PROGRAMS = ['bwrap', 'node', 'env', 'setpriv', 'mount', 'sync'];

/** A machine without Docker's socket, and with hardly a program. */
const BARE = [
  '/usr/bin/unshare',
  '--mount',
  '/bin/sh',
  '-c',
  'mount -t tmpfs none /run && exec "$@"',
  'sh',
];

test.runIf(userInfo().uid === 0)(
  'on a bare machine an ordinary user runs a tool from a registry, and nothing of it is left running',
  async () => {
    using directory = scratch('bare');
    const { path } = directory;
    await using registry = await startRegistry(join(path, 'registry'));
    const name = `${registry.address}/hello:1`;
    {
      using image = tinyImage(name);
      execFileSync('docker', ['push', image.name], { stdio: 'ignore' });
    }
    const user = ordinaryUser();
    const project = join(path, 'project');
    const programs = join(path, 'programs');
    for (const each of [project, programs]) mkdirSync(each);
    chownSync(project, user.uid, user.gid);
    for (const program of PROGRAMS) {
      const from = ['/usr/bin', '/bin', '/usr/sbin']
        .map((at) => join(at, program))
        .find(existsSync);
      symlinkSync(from ?? process.execPath, join(programs, program));
    }
    const settings = `image: '${name}', network: none, commands: [hello]`;
    writeFileSync(join(project, 'tackle.yaml'), `toolboxes:\n  t: {${settings}}\n`);
    const options: TackleOptions = {
      cwd: project,
      env: {
        PATH: programs,
        DOCKER_HOST: undefined,
        XDG_CACHE_HOME: join(project, '.cache'),
        XDG_DATA_HOME: join(project, '.data'),
      },
      through: [...BARE, ...asUser(user)],
    };

    const engines = await runTackle(['engines'], options);
    expect(engines.stdout.toString()).toContain('takes `embedded`, the first usable one\n');
    const hello = await runTackle(['-q', 'hello'], options);
    expect(hello.stderr.toString()).toBe('');
    expect(hello.stdout.toString()).toBe('hello from the image\n');

    const tool = startTackle(['hello', 'wait'], options);
    await once(tool.stdout, 'data');
    const sandboxes = () => sandboxesWith((word) => word.startsWith(project));
    expect(sandboxes()).not.toEqual([]);
    tool.kill('SIGKILL');
    await once(tool, 'exit');
    await until(() => sandboxes().length === 0, { within: 10_000, what: 'the end of the sandbox' });
    // The next launch finds the image, and clears what the killed one has left.
    const again = await runTackle(['-q', 'hello'], options);
    expect(again.stdout.toString()).toBe('hello from the image\n');
    expect(readdirSync(join(project, '.data/tackle/images/images'))).toHaveLength(1);
  },
);
