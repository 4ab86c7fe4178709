import { symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { killMarked } from '../marked-processes.ts';
import type { LaunchPath } from './launch-path.ts';

/** The host's own tools: Debian's, of the same release as those in the kit image. */
export function nativePath(): LaunchPath {
  const directories = ['/usr/bin', '/bin', dirname(process.execPath)];
  return {
    name: 'native',
    version: 'the host’s own tools',
    callers: ['root', 'user'],
    prepare: (project) =>
      `#!/bin/sh\nPATH='${[join(project, 'bin'), ...directories].join(':')}'\nexec "$@"\n`,
    shim: (name, directory) => symlinkSync(join('/usr/bin', name), join(directory, name)),
    remains: () => Promise.resolve([]),
    lose(project) {
      killMarked(project);
      return Promise.resolve();
    },
    tidy: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
