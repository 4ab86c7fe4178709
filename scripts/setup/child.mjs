// Runs one step as a child that shares this terminal, and lives to clean up after it.
import { spawn } from 'node:child_process';

const PASSED_ON = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a program to its end.
 *
 * While it runs, signals meant to end this process end the child instead, so that the caller can
 * still stop what it started. (Ctrl-C reaches the child from the terminal as well.)
 * @returns {Promise<number>} its exit status, 128 + n when signal n ended it
 */
export function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'inherit', ...options });
    const passOn = (signal) => child.kill(signal);
    for (const signal of PASSED_ON) process.on(signal, passOn);
    const settle = (act) => {
      for (const signal of PASSED_ON) process.off(signal, passOn);
      act();
    };
    child.on('error', (error) => settle(() => reject(error)));
    child.on('exit', (status, signal) => settle(() => resolve(status ?? 128 + numberOf(signal))));
  });
}

function numberOf(signal) {
  return { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }[signal] ?? 0;
}
