// The same image in Docker, where that answers.
import { execFileSync, spawnSync } from 'node:child_process';

const ASKED = ['version', '--format', '{{.Server.Version}}'];

/** The version of the engine that answers, or nothing. */
export function dockerVersion() {
  const { status, stdout } = spawnSync('docker', ASKED, { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

/** Starts a container that does nothing, for `docker exec`. */
export function startContainer(image) {
  const name = `tackle-bench-${process.pid}`;
  const run = ['run', '--detach', '--rm', '--init', '--network', 'host', '--name', name];
  const stop = () => void spawnSync('docker', ['rm', '--force', name], { stdio: 'ignore' });
  try {
    execFileSync('docker', [...run, image, 'sleep', 'infinity'], { stdio: 'ignore' });
  } catch (error) {
    stop();
    throw error;
  }
  return { name, stop };
}
