import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rig } from '../../rig/rig.ts';
import { containersWith, removeContainersWith } from './containers.ts';
import { DOCKER, processesIn } from './docker-cli.ts';
import type { LaunchPath } from './launch-path.ts';

const PACKAGE = join(import.meta.dirname, '../../../node_modules/@devcontainers/cli');

export function devcontainerVersion(): string | undefined {
  const manifest = join(PACKAGE, 'package.json');
  if (!existsSync(manifest) || !existsSync(DOCKER)) return undefined;
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  return `@devcontainers/cli ${version}`;
}

/** A container for each project, kept, with the project at the same path as outside. */
export async function devcontainerPath(version: string): Promise<LaunchPath> {
  const root = join(rig().scratch, 'devcontainer');
  const cli = join(root, 'cli');
  const project = join(root, 'project');
  mkdirSync(project, { recursive: true });
  chmodSync(root, 0o755);
  const temporary = join(root, 'tmp');
  mkdirSync(temporary);
  chmodSync(temporary, 0o1777);
  cpSync(PACKAGE, cli, { recursive: true });
  const command = [process.execPath, join(cli, 'devcontainer.js')];
  const up = (directory: string) => {
    mkdirSync(join(directory, '.devcontainer'), { recursive: true });
    writeFileSync(join(directory, '.devcontainer/devcontainer.json'), definition());
    const args = ['up', '--docker-path', DOCKER, '--workspace-folder', directory];
    const [program, script] = command;
    return spawnSync(program!, [script!, ...args], {
      stdio: 'ignore',
      env: { ...process.env, HOME: root, TMPDIR: temporary },
    });
  };
  /** Projects in the project, which a case has made. */
  const inside = new Set<string>();
  await removeContainersWith(project);
  if (up(project).status !== 0) throw new Error('`devcontainer up` has failed');
  const container = async () => (await containersWith(project))[0]?.Id;
  const processes = async () => {
    const id = await container();
    return id === undefined ? [] : processesIn(id);
  };
  return {
    name: 'devcontainer exec',
    version,
    callers: ['user'],
    onlyProject: project,
    prepare(directory) {
      if (directory !== project) {
        inside.add(directory);
        // Where that fails, as with some names, the case sees that there is no container.
        up(directory);
      }
      return [
        '#!/bin/sh',
        `export TMPDIR='${temporary}'`,
        'folder=$(pwd -P)',
        'while [ "$folder" ] && [ ! -d "$folder/.devcontainer" ]; do folder=${folder%/*}; done',
        `set -- --workspace-folder "\${folder:-${project}}" "$@"`,
        `exec ${command.map(quote).join(' ')} exec --docker-path ${DOCKER} "$@"`,
      ].join('\n');
    },
    remains: processes,
    lose: removeContainersWith,
    async tidy() {
      for (const directory of inside) await removeContainersWith(directory);
      inside.clear();
      if ((await container()) !== undefined && (await processes()).length === 0) return;
      await removeContainersWith(project);
      up(project);
    },
    [Symbol.asyncDispose]: () => removeContainersWith(project),
  };
}

function definition(): string {
  const folder = '${localWorkspaceFolder}';
  return JSON.stringify({
    image: rig().kit.tag,
    workspaceMount: `source=${folder},target=${folder},type=bind`,
    workspaceFolder: folder,
    remoteEnv: { PATH: `${folder}/bin:/usr/local/bin:/usr/bin:/bin` },
  });
}

function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
