import { execFileSync } from 'node:child_process';
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

/** One container, kept, for one project at the same path as outside. */
export async function devcontainerPath(version: string): Promise<LaunchPath> {
  const root = join(rig().scratch, 'devcontainer');
  const cli = join(root, 'cli');
  const project = join(root, 'project');
  mkdirSync(join(project, '.devcontainer'), { recursive: true });
  chmodSync(root, 0o755);
  const temporary = join(root, 'tmp');
  mkdirSync(temporary);
  chmodSync(temporary, 0o1777);
  cpSync(PACKAGE, cli, { recursive: true });
  writeFileSync(join(project, '.devcontainer/devcontainer.json'), definition());
  const words = (verb: string) =>
    [process.execPath, join(cli, 'devcontainer.js'), verb].concat(
      ...['--workspace-folder', project, '--docker-path', DOCKER],
    );
  const up = () => {
    const [program, ...args] = words('up');
    execFileSync(program!, args, {
      stdio: 'ignore',
      env: { ...process.env, HOME: root, TMPDIR: temporary },
    });
  };
  await removeContainersWith(project);
  up();
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
    prepare: () =>
      `#!/bin/sh\nexport TMPDIR='${temporary}'\nexec ${words('exec').map(quote).join(' ')} "$@"\n`,
    remains: processes,
    lose: removeContainersWith,
    async tidy() {
      if ((await container()) !== undefined && (await processes()).length === 0) return;
      await removeContainersWith(project);
      up();
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
