import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { takeBuildLock } from '../../host/build-lock.ts';
import { runtimeDir } from '../../host/runtime-dir.ts';
import type { AbsolutePath } from '../../kernel/brand.ts';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import type { EngineProblem } from '../engine.ts';
import type { Environment } from '../finding.ts';
import { knock } from '../knock.ts';
import { unusable } from '../problems.ts';
import type { DockerAddress } from './address.ts';

type SocketAddress = Extract<DockerAddress, { kind: 'socket' }>;

/** A service that nobody speaks to for so long ends, and takes its socket with it (`--time`, in seconds). */
const IDLE_SECONDS = 30;
/** Each knock lets it live for another while: a build may go on for minutes without a word to it. */
const KNOCK_MS = 10_000;
/** Rootless Podman's first start makes its storage. */
const START_MS = 30_000;
const POLL_MS = 10;

/**
 * The service of Podman's that launches of this user share: `podman system service`, started when it does not listen,
 * and kept for as long as this process lives. Of launches that need it at once one starts it.
 */
export async function startPodmanService(
  program: string,
  env: Environment,
): Promise<Result<SocketAddress, EngineProblem>> {
  try {
    const directory = runtimeDir(env, process.geteuid?.() ?? 0);
    const passed = passedVariables(env);
    // Other settings are another Podman: it has other images.
    const key = createHash('sha256')
      .update(JSON.stringify([program, passed]))
      .digest('hex');
    const path = join(directory, `podman-${key.slice(0, 8)}.sock`) as AbsolutePath;
    await startUnlessListening(program, path, passed);
    setInterval(() => void knock(path), KNOCK_MS).unref();
    return ok({ kind: 'socket', path, saidBy: 'started by tackle' });
  } catch (error) {
    return err(cannotStart(program, error as Error));
  }
}

async function startUnlessListening(
  program: string,
  path: AbsolutePath,
  env: Record<string, string>,
): Promise<void> {
  if ((await knock(path)).kind === 'listening') return;
  const { signal } = new AbortController();
  await using _lock = await takeBuildLock(`${path}.lock` as AbsolutePath, { signal });
  if ((await knock(path)).kind === 'listening') return;
  const log = `${path}.log`;
  try {
    const service = startDetached(program, path, env, log);
    const deadline = Date.now() + START_MS;
    while ((await knock(path)).kind !== 'listening') {
      const isOver = service.exitCode !== null || service.signalCode !== null;
      if (isOver || service.pid === undefined || Date.now() > deadline) {
        service.kill('SIGKILL');
        throw new Error(readFileSync(log, 'utf8').trim() || 'it did not start');
      }
      await wait(POLL_MS);
    }
  } finally {
    rmSync(log, { force: true });
  }
}

/**
 * In a session of its own and at the root: no terminal, key or directory of the launch at hand reaches it, nor does the
 * umask, with which it would make the files of images.
 */
function startDetached(
  program: string,
  path: string,
  env: Record<string, string>,
  logFile: string,
): ChildProcess {
  const log = openSync(logFile, 'w', 0o600);
  const callers = process.umask(0o022);
  try {
    const argv = ['system', 'service', `--time=${IDLE_SECONDS}`, `unix://${path}`];
    const stdio = ['ignore', log, log] as const;
    const service = spawn(program, argv, { detached: true, stdio: [...stdio], cwd: '/', env });
    // What keeps it from starting is found by looking.
    service.on('error', () => undefined);
    service.unref();
    return service;
  } finally {
    process.umask(callers);
    closeSync(log);
  }
}

/** What Podman goes by. The rest is the launch's own, and would be every later launch's too. */
const PASSED =
  /^(PATH|HOME|USER|LOGNAME|LANG|TMPDIR|XDG_\w+|CONTAINERS_\w+|STORAGE_\w+|REGISTRY_AUTH_FILE|DOCKER_CONFIG|DBUS_SESSION_BUS_ADDRESS|SSL_CERT_\w+|(http|https|no|all)_proxy)$/i;

function passedVariables(env: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env)
      .flatMap(([name, value]) => (value !== undefined && PASSED.test(name) ? [[name, value]] : []))
      .sort() as [string, string][],
  );
}

function cannotStart(program: string, { message }: Error): EngineProblem {
  return unusable('Podman is installed, and its service cannot be started', {
    hint: `see what \`${program} info\` says`,
    said: message.split('\n'),
  });
}
