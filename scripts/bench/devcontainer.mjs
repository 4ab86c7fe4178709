// A development container of the same image, for `devcontainer exec`.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** @returns how its program is started, before the words of a tool, or `because` it is not there */
export function startDevcontainer(stage, docker, image, undo) {
  const program = installed();
  if (program === undefined) return { because: '`@devcontainers/cli` is not installed' };
  const folder = join(stage.path, 'devcontainer');
  mkdirSync(join(folder, '.devcontainer'), { recursive: true });
  mkdirSync(join(folder, 'home'));
  const config = { image, updateRemoteUserUID: false, runArgs: ['--network', 'host', '--init'] };
  writeFileSync(join(folder, '.devcontainer/devcontainer.json'), JSON.stringify(config));
  const label = `dev.tackle.bench=${process.pid}`;
  const env = { ...process.env, HOME: join(folder, 'home'), TMPDIR: join(folder, 'home') };
  const options = { env, cwd: folder };
  const argv = (verb) => [program, verb, '--workspace-folder', folder, '--id-label', label];
  undo.push(() => {
    const asked = ['ps', '--all', '--quiet', '--filter', `label=${label}`];
    const { stdout } = spawnSync(docker.program, asked, { encoding: 'utf8' });
    const ids = stdout.split('\n').filter(Boolean);
    if (ids.length > 0) spawnSync(docker.program, ['rm', '--force', ...ids], { stdio: 'ignore' });
  });
  const up = spawnSync(process.execPath, argv('up'), { ...options, encoding: 'utf8' });
  if (up.status !== 0) return { because: `\`devcontainer up\` ended with ${up.status}` };
  return { program: process.execPath, args: argv('exec'), options };
}

function installed() {
  try {
    return createRequire(import.meta.url).resolve('@devcontainers/cli/devcontainer.js');
  } catch {
    return undefined;
  }
}
