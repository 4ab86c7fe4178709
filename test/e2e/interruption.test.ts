import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startTackle } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';
import { silentMirror } from '../rig/silent-mirror.ts';

test.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGALRM'] as const)(
  '%s during a build ends Tackle by it, and nothing half-built stays',
  async (signal) => {
    using project = scratch('interrupted');
    await using mirror = await silentMirror();
    writeFileSync(
      join(project.path, 'tackle.yaml'),
      'toolboxes:\n  t: {debian: bookworm, packages: [tree], commands: [tree]}\n',
    );
    const cache = join(project.path, 'cache');
    const child = startTackle(['-q', 'tree'], {
      cwd: project.path,
      env: { TACKLE_DEBIAN_MIRROR: mirror.url, XDG_CACHE_HOME: cache },
    });
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
    await mirror.called;
    child.kill(signal);
    const [status, seen] = (await once(child, 'close')) as [number | null, string | null];
    expect({ status, seen, output: Buffer.concat(output).toString() }).toEqual({
      status: null,
      seen: signal,
      output: '',
    });
    // What the build said stays, for `tackle logs`.
    expect(readdirSync(join(cache, 'tackle')).sort()).toEqual(['build', 'logs']);
    expect(readdirSync(join(cache, 'tackle/build'))).toEqual([]);
  },
);
