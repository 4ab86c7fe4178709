import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rig } from '../../rig/rig.ts';
import { TACKLE } from '../../rig/run-tackle.ts';
import { describeContainersWith, removeContainersWith } from './containers.ts';
import type { LaunchPath } from './launch-path.ts';
import { PROGRAMS } from './programs.ts';

/** The real program on the kit image, with the project's config that names its commands. */
export function tacklePath(): LaunchPath {
  return {
    ...ofThisTree(`exec '${TACKLE}' "$@"`),
    name: 'tackle on docker',
    remains: describeContainersWith,
    lose: removeContainersWith,
    tidy: removeContainersWith,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** What all paths of Tackle's own have in common; `tool` is these lines of shell. */
export function ofThisTree(
  lines: string,
): Pick<LaunchPath, 'version' | 'callers' | 'prepare' | 'shim'> {
  return {
    version: 'this tree',
    callers: ['root', 'user'],
    prepare(project) {
      writeFileSync(join(project, 'tackle.yaml'), kitConfig());
      return `#!/bin/sh\n${lines}\n`;
    },
    shim(name, directory) {
      execFileSync(TACKLE, ['shims', 'install', '--dir', directory, name], { stdio: 'ignore' });
    },
  };
}

/** A case that needs more of the config writes its own, with this at the end. */
export function kitConfig(more = '', network = 'none'): string {
  const { tag } = rig().kit;
  const settings = `image: '${tag}', network: ${network}, commands: [${PROGRAMS.map((name) => `'${name}'`).join(', ')}]${more}`;
  // `own` is a program of the project's, in its `bin`.
  const own = `image: '${tag}', network: none, commands: {own: ./bin/own}`;
  return `toolboxes:\n  own: {${own}}\n  kit: {${settings}}\n`;
}
