// Containers of an engine with a command line of its own, as people use it without Tackle.
import { execFileSync, spawnSync } from 'node:child_process';

/** @typedef {{ program: string, options: object }} Cli  `docker` or `podman`, and how it is started */

/** The version of the engine that answers, or nothing. */
export function versionOf({ program, options }, format) {
  const asked = ['version', '--format', format];
  const { status, stdout } = spawnSync(program, asked, { ...options, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

/** Starts a container that does nothing, for `docker exec`. It sees the project, as a warm one does. */
export function startIdle(cli, image, project) {
  const name = `tackle-bench-${process.pid}`;
  const run = ['run', '--detach', '--rm', '--init', '--network', 'host', '--name', name];
  run.push('--volume', `${project}:${project}`, image, 'sleep', 'infinity');
  const stop = () => remove(cli, name);
  try {
    execFileSync(cli.program, run, { ...cli.options, stdio: 'ignore' });
  } catch (error) {
    stop();
    throw error;
  }
  return { name, stop };
}

/** Those that shims keep for a while for a project. */
export function warmContainers({ program, options }, project) {
  const asked = ['ps', '--quiet', '--filter', 'label=dev.tackle.warm'];
  asked.push('--filter', `volume=${project}`);
  const { stdout } = spawnSync(program, asked, { ...options, encoding: 'utf8' });
  return stdout.split('\n').filter(Boolean);
}

export function endWarmContainers(cli, project) {
  for (const id of warmContainers(cli, project)) remove(cli, id);
}

/** Of its first process, as seen outside. */
export function pidOf({ program, options }, container) {
  const asked = ['inspect', '--format', '{{.State.Pid}}', container];
  return Number(execFileSync(program, asked, { ...options, encoding: 'utf8' }));
}

/** All names of the image that has this one; none where there is no such image. */
export function namesOf({ program, options }, image) {
  const asked = ['image', 'inspect', '--format', '{{join .RepoTags "\\n"}}', image];
  const { status, stdout } = spawnSync(program, asked, { ...options, encoding: 'utf8' });
  return status === 0 ? stdout.split('\n').filter(Boolean) : [];
}

export function removeImage({ program, options }, image) {
  const names = namesOf({ program, options }, image);
  if (names.length > 0) spawnSync(program, ['rmi', ...names], { ...options, stdio: 'ignore' });
}

function remove({ program, options }, container) {
  spawnSync(program, ['rm', '--force', container], { ...options, stdio: 'ignore' });
}
