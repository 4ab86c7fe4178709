// Is there a container engine, and if not, start one. Needs no docker client: it asks the engine's
// own API. Only node: built-ins, because this runs before any dependency is installed.
import { spawn } from 'node:child_process';
import { mkdtempSync, openSync, closeSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findProgram } from './programs.mjs';

const DEFAULT_SOCKET = '/var/run/docker.sock';

/** Longest wait for dockerd's first answer, in milliseconds: seconds as a rule, more on a cold disk. */
const START_LIMIT = 90_000;

/** Longest wait for dockerd to end after SIGTERM, in milliseconds, before SIGKILL. */
const STOP_LIMIT = 30_000;

/** How to reach the engine: what DOCKER_HOST says, else the usual socket. Options for `node:http`. */
export function engineAddress(env = process.env) {
  const host = env.DOCKER_HOST;
  if (!host) return { socketPath: DEFAULT_SOCKET };
  const url = new URL(host);
  if (url.protocol === 'unix:') return { socketPath: url.pathname };
  return { host: url.hostname, port: Number(url.port || 2375) };
}

/**
 * One question to the engine.
 * @returns {Promise<'answers' | 'forbidden' | 'silent'>} `forbidden`: it is there, but not for this user
 */
export function askEngine(address = engineAddress()) {
  return new Promise((resolve) => {
    const asked = request({ ...address, path: '/_ping', timeout: 3_000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200 ? 'answers' : 'silent');
    });
    asked.on('timeout', () => asked.destroy());
    asked.on('error', (error) => resolve(error.code === 'EACCES' ? 'forbidden' : 'silent'));
    asked.end();
  });
}

/**
 * Starts dockerd in the background, in a session of its own (a Ctrl-C meant for the tests would end
 * it under them), and waits until it answers. Needs root.
 * @returns {Promise<{ stop: () => Promise<void> }>}
 */
export async function startEngine(env = process.env) {
  const program = findProgram('dockerd', env);
  if (program === undefined) throw new Error('dockerd is not installed');
  const directory = mkdtempSync(join(tmpdir(), 'tackle-dockerd-'));
  const logFile = join(directory, 'dockerd.log');
  const log = openSync(logFile, 'a');
  const daemon = spawn(program, [], { detached: true, stdio: ['ignore', log, log], env });
  closeSync(log);
  daemon.unref();
  const ended = new Promise((resolve) => {
    daemon.on('exit', () => resolve('ended'));
    daemon.on('error', () => resolve('ended'));
  });
  const stop = async () => {
    await end(daemon, ended);
    rmSync(directory, { recursive: true, force: true });
  };

  const outcome = await Promise.race([ended, firstAnswer()]);
  if (outcome === 'answers') return { stop };
  const tail = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-20);
  await stop();
  const why = outcome === 'ended' ? 'ended at once' : `gave no answer in ${START_LIMIT / 1000} s`;
  throw new Error(`dockerd ${why}; the end of its log:\n  ${tail.join('\n  ')}`);
}

/** The daemon says nowhere that it is ready: its socket has to be asked. */
async function firstAnswer() {
  const deadline = Date.now() + START_LIMIT;
  while (Date.now() < deadline) {
    if ((await askEngine()) === 'answers') return 'answers';
    await delay(100, undefined, { ref: true });
  }
  return 'late';
}

async function end(daemon, ended) {
  if (daemon.pid === undefined || daemon.exitCode !== null || daemon.signalCode !== null) return;
  daemon.kill('SIGTERM');
  const gaveUp = new AbortController();
  const late = delay(STOP_LIMIT, 'late', { signal: gaveUp.signal }).catch(() => 'ended');
  if ((await Promise.race([ended, late])) === 'late') daemon.kill('SIGKILL');
  gaveUp.abort();
  await ended;
}
