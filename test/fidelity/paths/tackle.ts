import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustAskApi } from '../../rig/engine-api.ts';
import { rig } from '../../rig/rig.ts';
import { FRONT, TACKLE } from '../../rig/run-tackle.ts';
import { containersWith, describeContainersWith, removeContainersWith } from './containers.ts';
import { processesIn } from './docker-cli.ts';
import type { LaunchPath } from './launch-path.ts';
import { PROGRAMS } from './programs.ts';

/** The real program on the kit image, with the project's config that names its commands: through Node, and the engine's API. */
export async function tacklePath(): Promise<LaunchPath> {
  const { engine, kit } = rig();
  await mustAskApi(engine, 'POST', `/images/create?fromImage=${encodeURIComponent(kit.tag)}`);
  return {
    ...ofThisTree(`exec '${TACKLE}' run -- "$@"`),
    name: 'tackle on docker',
    remains: describeContainersWith,
    lose: removeContainersWith,
    tidy: removeContainersWith,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** Shims of the real program, which speak to the agent in a warm container without Node. */
export async function shimDockerPath(): Promise<LaunchPath> {
  return {
    ...(await tacklePath()),
    ...throughShims('TACKLE_ENGINE=docker'),
    name: 'shim on docker',
    // The one that is kept is no remains, unless it never came to run.
    async remains(project) {
      const containers = await containersWith(project);
      return containers.flatMap(({ Id, State }) =>
        State === 'running' ? processesIn(Id) : [`container ${Id.slice(0, 12)}: ${State}`],
      );
    },
  };
}

/** The real program as people start it, which comes to the same agent by way of a shell. */
export async function typedDockerPath(): Promise<LaunchPath> {
  const { prepare } = ofThisTree(`export TACKLE_ENGINE=docker\nexec '${FRONT}' run -- "$@"`);
  return { ...(await shimDockerPath()), prepare, name: 'typed on docker' };
}

/** `tool` is the shim of the command, with these variables. */
export function throughShims(variables: string): Pick<LaunchPath, 'prepare'> {
  const shims = join(rig().scratch, 'shims');
  const names = [...PROGRAMS, 'own'];
  execFileSync(TACKLE, ['shims', 'install', '--dir', shims, ...names], { stdio: 'ignore' });
  const lines = [
    `export ${variables}`,
    'command=$1',
    `[ -e '${shims}'/"$command" ] || exec '${TACKLE}' run -- "$@"`,
    'shift',
    `exec '${shims}'/"$command" "$@"`,
  ];
  return { prepare: ofThisTree(lines.join('\n')).prepare };
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
