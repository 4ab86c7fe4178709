import { spawn } from 'node:child_process';
import type { DeathSignal } from '../engines/engine.ts';
import { TRIED } from '../shims/shim-text.ts';
import type { Outcome } from './command.ts';

/** Keys send these to the whole process group, the program included. */
const FROM_KEYS = ['SIGINT', 'SIGQUIT'] as const;
const PASSED_ON = ['SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGALRM'] as const;

/** A shell knows the process that the program will be; only scripts need to (`TRIED`). */
const EXECUTE = `[ -z "$${TRIED}" ] || export ${TRIED}="$$ $${TRIED}"; exec "$0" "$@"`;

/**
 * Runs a program of the host with this process's own streams, and ends as it does. Node cannot execute a program in its own
 * place (`process.execve` is of Node 22.15), so this process waits behind it, and passes on what signals it gets.
 */
export async function standIn(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Outcome> {
  const child = spawn('/bin/sh', ['-c', EXECUTE, program, ...args], { stdio: 'inherit', env });
  const nothing = () => undefined;
  const passOn = (signal: NodeJS.Signals) => void child.kill(signal);
  for (const signal of FROM_KEYS) process.on(signal, nothing);
  for (const signal of PASSED_ON) process.on(signal, passOn);
  return await new Promise<Outcome>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (status, signal) => {
      for (const each of FROM_KEYS) process.off(each, nothing);
      for (const each of PASSED_ON) process.off(each, passOn);
      const death = (name: DeathSignal): Outcome => ({ kind: 'signaled', signal: name });
      resolve(signal === null ? { kind: 'exited', status: status ?? 125 } : death(signal));
    });
  });
}
