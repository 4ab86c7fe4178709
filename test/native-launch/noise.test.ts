import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { BUILDS, compileSources, sourcesIn } from '../native/builds.ts';
import { Terminal } from '../rig/pty.ts';
import { compiledCaller, startScript } from './start-caller.ts';

/** To be tried again with: NOISE_SEED=… */
const SEED = Number(process.env['NOISE_SEED'] ?? Date.now() % 1_000_000_000);
const ROUNDS = 100;

/*
 * Whatever an init says, the session ends in one of the ways that there are, in time, with the terminal as it was and
 * without a descriptor left (see `caller.c`, which else aborts).
 */
describe(`an init that says anything, from seed ${SEED} on`, { timeout: 120_000 }, () => {
  const programs = compiledCaller(BUILDS[1], ['true']);
  const [caller] = programs.caller;
  const babbler = join(programs.directory, 'babbler');
  beforeAll(() => {
    const own = join(import.meta.dirname, 'babbler.c');
    compileSources([own, ...sourcesIn('shared')], babbler, BUILDS[0].flags);
  });

  // All that babbler.c lets init say: of signals it is SIGCHLD, SIGKILL's neighbour 64, and what keys send.
  const script = `trap '' INT QUIT TSTP; stty -a > before 2>/dev/null
    for seed in $(seq ${SEED} ${SEED + ROUNDS - 1}); do
      timeout --foreground -s KILL 20 ${caller} ${babbler} $seed -- true 2>/dev/null
      case $? in 0 | 7 | 125 | 126 | 127 | 130 | 131 | 145 | 192) ;; *) echo "seed $seed ended with $?" >>odd ;; esac
      stty -a 2>/dev/null | cmp -s - before || echo "seed $seed left other modes" >>odd
    done; echo over >>odd`;

  test('without a terminal', async () => {
    await using driven = startScript(programs, `rm -f odd; ${script}`, { stdio: 'ignore' });
    await driven.over;
    expect(readFileSync(join(programs.directory, 'odd'), 'utf8')).toBe('over\n');
  });

  test('on a terminal, with somebody at its keys', async () => {
    const { directory, env } = programs;
    writeFileSync(join(directory, 'script'), `rm -f odd; ${script}`);
    const environment = { PATH: process.env['PATH'], ...env };
    await using terminal = new Terminal('bash', ['script'], { cwd: directory, env: environment });
    const keys = ['abc\r', '\x03x', '\x1a', 'q\x1c', '\x04', '\x16\x03'];
    for (let at = 0, over = false; !over; at++) {
      terminal.send(keys[at % keys.length]!);
      over = await Promise.race([
        terminal.ended.then(() => true),
        new Promise<boolean>((turn) => setImmediate(() => turn(false))),
      ]);
    }
    expect(readFileSync(join(directory, 'odd'), 'utf8')).toBe('over\n');
  });
});
