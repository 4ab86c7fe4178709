import { fstatSync } from 'node:fs';
import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Stdio } from '../plan/launch-plan.ts';
import type { Caller } from './caller.ts';
import { type OwnInput, ownInput } from './own-input.ts';
import { type OwnOutput, ownOutput } from './own-output.ts';
import { ownTerminal } from './own-terminal.ts';
import { putNull } from './put-null.ts';

/**
 * What a launcher passes on. Not among them: SIGKILL and SIGSTOP, which nobody can catch; SIGTTIN and
 * SIGTTOU, which are between this process and its own terminal; those by which the kernel tells of this
 * process's own faults and limits; real-time signals, which have no names in Node.
 */
const PASSED_ON: readonly NodeJS.Signals[] = [
  ...(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGALRM'] as const),
  ...(['SIGTSTP', 'SIGCONT', 'SIGWINCH'] as const),
  ...(['SIGABRT', 'SIGIO', 'SIGPWR', 'SIGURG', 'SIGVTALRM'] as const),
];

/** How long to wait for a stopping signal to stop this process before it counts as thrown away. */
const STOP_MS = 100;

/** This process as the caller. `stdio` says which of its descriptors are terminals. */
export function processCaller(stdio: Stdio): Caller {
  const terminal = ownTerminal(stdio);
  let outputs: { readonly stdout: OwnOutput; readonly stderr: OwnOutput } | undefined;
  const output = (): NonNullable<typeof outputs> =>
    (outputs ??= { stdout: ownOutput(1), stderr: ownOutput(2) });
  const areOne = stdio.stderr === 'same-as-stdout';
  const listeners = new Set<(name: NodeJS.Signals) => void>();
  let stdin: OwnInput | undefined;
  const input = (): OwnInput => (stdin ??= ownInput());
  let goOn: (() => void) | undefined;
  /** Sent to the whole job by this process, and not yet come back to it. */
  const own = new Set<NodeJS.Signals>();

  const hear = (name: NodeJS.Signals): void => {
    if (own.delete(name)) return;
    if (name === 'SIGCONT' && goOn) goOn();
    else for (const tell of listeners) tell(name);
  };
  return {
    get stdin() {
      return input().stream;
    },
    closeInput: () => input().close(),
    letGo() {
      for (const descriptor of [0, 1] as const) if (hasOtherEnd(descriptor)) putNull(descriptor);
    },
    get stdout() {
      return output().stdout.stream;
    },
    get stderr() {
      return output().stderr.stream;
    },
    release(name) {
      output()[name].release();
    },
    close(name) {
      const { stdout, stderr } = output();
      if (name === 'stdout' || areOne) stdout.close();
      if (name === 'stderr' || areOne) stderr.close();
    },
    ...(terminal && { terminal }),
    onSignal(listener) {
      if (listeners.size === 0) for (const name of PASSED_ON) process.on(name, hear);
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) for (const name of PASSED_ON) process.off(name, hear);
      };
    },
    async stopSelf(signal, whom) {
      // A key of the terminal stops the whole job; without a terminal the group may be somebody else's, a script's or a
      // build server's. With a listener the signal would be heard instead of obeyed.
      process.off('SIGTSTP', hear);
      const gone = new Promise<void>((resolve) => (goOn = resolve));
      const waiting = new AbortController();
      const isJob = whom === 'job' && terminal !== undefined && signal !== 'SIGSTOP';
      // 0 is this process's group: a pager and the shell's subshells with it.
      process.kill(isJob ? 0 : process.pid, signal);
      await Promise.race([gone, thrownAway(waiting.signal)]);
      waiting.abort();
      goOn = undefined;
      if (listeners.size > 0) process.on('SIGTSTP', hear);
    },
    signalJob(signal) {
      own.add(signal);
      process.kill(0, signal);
    },
  };
}

/** Somebody reads what is written there, or writes what is read. */
function hasOtherEnd(descriptor: number): boolean {
  const status = fstatSync(descriptor);
  return status.isFIFO() || status.isSocket();
}

/** Timers come before signals in the turn of the loop that follows a stop. */
async function thrownAway(signal: AbortSignal): Promise<void> {
  await setTimeout(STOP_MS, undefined, { signal });
  await setImmediate();
}
