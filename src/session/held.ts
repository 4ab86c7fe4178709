import type { Caller } from './caller.ts';

/** Those that a caller sends to end a launch, as signals and as keys. */
export const ENDING: ReadonlySet<NodeJS.Signals> = new Set([
  'SIGINT',
  'SIGTERM',
  'SIGHUP',
  'SIGQUIT',
]);
const ENDING_KEYS = new Map<number, NodeJS.Signals>([
  [0x03, 'SIGINT'],
  [0x1c, 'SIGQUIT'],
]);

/** What arrives before there is a tool to give it to. */
export interface Held {
  /** Settles when somebody has asked twice for the end: the engine may never answer. */
  readonly gaveUp: Promise<NodeJS.Signals>;
  /** Hands over the signals that were held, and all that are still to come. */
  passSignalsTo(tool: (name: NodeJS.Signals) => void): void;
  /** What was typed until now; the keys are the taker's from here on. */
  takeKeys(): readonly Buffer[];
  stop(): void;
}

/**
 * Hears signals and keys from the first moment. One that would end the tool is kept for it: a launcher that
 * died of it while its container is being made would leave that behind, until the next launch sweeps.
 */
export function hold(caller: Caller): Held {
  const signals: NodeJS.Signals[] = [];
  const typed: Buffer[] = [];
  let asked = 0;
  let giveUp: (name: NodeJS.Signals) => void;
  const gaveUp = new Promise<NodeJS.Signals>((settle) => (giveUp = settle));
  const ask = (name: NodeJS.Signals): void => {
    if (++asked > 1) giveUp(name);
  };
  let tell = (name: NodeJS.Signals): void => {
    signals.push(name);
    if (ENDING.has(name)) ask(name);
  };
  const type = (chunk: Buffer): void => {
    typed.push(chunk);
    for (const byte of chunk) {
      const name = ENDING_KEYS.get(byte);
      if (name === undefined) continue;
      // The first is kept for the tool, and heard of when that is given it. A second gives up.
      if (asked > 0) caller.signalJob(name);
      ask(name);
    }
  };
  caller.terminal?.keys.on('data', type);
  return {
    gaveUp,
    stop: caller.onSignal((name) => tell(name)),
    passSignalsTo(tool) {
      tell = tool;
      for (const name of signals.splice(0)) tool(name);
    },
    takeKeys() {
      caller.terminal?.keys.off('data', type);
      return typed.splice(0);
    },
  };
}
