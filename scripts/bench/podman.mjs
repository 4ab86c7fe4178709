// A Podman of the benchmark's own: its images, containers and settings lie in one directory.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { askEngine } from '../setup/engine.mjs';
import { findProgram } from '../setup/programs.mjs';

/** In milliseconds, until its service answers. */
const START_LIMIT = 30_000;

/**
 * Starts its service, as a machine has it that uses Podman.
 *
 * @param undo gets what is to be done in the end
 * @returns the program with its options and the environment of whoever uses it, or `because` it cannot be used here
 */
export async function startPodman(stage, undo) {
  const program = findProgram('podman');
  if (program === undefined) return { because: '`podman` is not installed' };
  const directory = join(stage.path, 'p');
  const env = { ...process.env, ...settings(directory) };
  const cli = { program, options: { env, cwd: '/' } };
  const socketPath = join(directory, 'sock');
  const listen = ['system', 'service', '--time=0', `unix://${socketPath}`];
  const service = spawn(program, listen, { ...cli.options, stdio: 'ignore', detached: true });
  const ended = once(service, 'exit').catch(() => undefined);
  undo.push(async () => {
    spawnSync(program, ['rm', '--all', '--force', '--time=0'], { ...cli.options, stdio: 'ignore' });
    service.kill();
    await ended;
  });
  const deadline = Date.now() + START_LIMIT;
  while ((await askEngine({ socketPath })) !== 'answers') {
    const isOver = service.exitCode !== null || service.signalCode !== null;
    if (isOver || Date.now() > deadline)
      return { because: '`podman system service` does not answer' };
    await setTimeout(50);
  }
  return { cli, env: { ...settings(directory), CONTAINER_HOST: `unix://${socketPath}` } };
}

function settings(directory) {
  const at = (name) => join(directory, name);
  mkdirSync(directory, { recursive: true });
  // crun refuses machines with both versions of cgroups.
  const runtime = findProgram('runc') === undefined ? '' : 'runtime = "runc"\n';
  const files = {
    'containers.conf': `[containers]\ndefault_ulimits = [${ownLimits()}]\n[engine]\n${runtime}events_logger = "file"\ncgroup_manager = "cgroupfs"\n`,
    'storage.conf': `[storage]\ndriver = "overlay"\ngraphroot = "${at('graph')}"\nrunroot = "${at('s')}"\n`,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(at(name), text);
  return {
    CONTAINERS_CONF: at('containers.conf'),
    CONTAINERS_STORAGE_CONF: at('storage.conf'),
  };
}

/** Podman's defaults are higher than what a nested machine gives, and then no container starts. */
function ownLimits() {
  const said = readFileSync('/proc/self/limits', 'utf8');
  const hard = (title) => Number(new RegExp(`^${title} +\\S+ +(\\d+)`, 'm').exec(said)?.[1]);
  const pids = Number(readFileSync('/proc/sys/kernel/pid_max', 'utf8'));
  const files = hard('Max open files') || 1 << 20;
  const processes = Math.min(hard('Max processes') || pids, pids);
  return `"nofile=${files}:${files}", "nproc=${processes}:${processes}"`;
}
