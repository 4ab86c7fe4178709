import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BUILDS, EMULATED } from '../native/builds.ts';
import { Terminal } from '../rig/pty.ts';
import { until } from '../rig/until.ts';
import { compiledCaller, startScript } from './start-caller.ts';
import { toldInit } from './told-init.ts';

const WITHIN = 15_000;

describe.each([...BUILDS, ...EMULATED])(
  'what init has said, $name',
  { timeout: 60_000 },
  (build) => {
    const programs = compiledCaller(build, ['python3', 'init.py']);

    async function ended(lines: string, before = '') {
      toldInit(programs.directory, 'init.py', lines);
      const variables = { OTHERWISE: 'exit 77' };
      await using driven = startScript(programs, `exec ${before} $CALLER true`, { variables });
      const stderr = driven.stderr.whole;
      const { status, signal } = await driven.over;
      return { end: status ?? signal, stderr: String(await stderr) };
    }

    test.each([
      ['nothing', '', 77],
      ['that the tool has ended, and not that it was begun', 'say("exited 3"); say("done")', 77],
      ['that it was begun', 'say("taken")', 125],
      ['that it has started', 'say("taken"); say("started")', 125],
      ['how it ended', 'say("taken"); say("started"); say("exited 3")', 3],
      [
        'two endings',
        'say("taken"); say("exited 3"); say("exited 4"); say("done"); hear("never")',
        3,
      ],
      ['a status that cannot be', 'say("taken"); say("exited 256"); say("exited 5")', 5],
      [
        'a signal that cannot be',
        'say("taken"); say("signaled 65"); say("signaled 15")',
        'SIGTERM',
      ],
      ['two lines in one message', 'say("taken"); say("exited 3\\nexited 4"); say("exited 6")', 6],
      ['that there is no such program', 'say("taken"); say("failed 2 missing")', 127],
      ['that it cannot be executed', 'say("taken"); say("failed 13 present")', 126],
    ])('%s', async (_, lines, end) => {
      expect(await ended(lines.replaceAll('\n', '\\n'))).toEqual({ end, stderr: '' });
    });

    describe.skipIf(process.getuid?.() !== 0)('that it wants the niceness of launch', () => {
      const own = 'os.getpriority(os.PRIO_PROCESS, 0)';
      const asks = `os.setpriority(os.PRIO_PROCESS, 0, 3); say("niceness"); hear("niceness"); is_given = ${own} == -5`;
      const goesOn = 'say("taken"); say("started"); say(f"exited {int(is_given)}"); say("done")';
      const nicer = 'nice -n -5';

      test('which it gets', async () => {
        expect(await ended(`${asks}; ${goesOn}`, nicer)).toEqual({ end: 1, stderr: '' });
      });

      test('which only who has the privilege can give', async () => {
        const powerless = `${nicer} setpriv --bounding-set=-all`;
        expect(await ended(`${asks}; ${goesOn}`, powerless)).toEqual({ end: 77, stderr: '' });
      });

      test('and not once the tool may have been begun', async () => {
        const stops = 'say("taken"); say("niceness"); say("started"); say("stopped 20 0")';
        const looks = `hear("resume fore"); say(f"exited {int(${own} == -5)}"); say("done")`;
        const lines = `os.setpriority(os.PRIO_PROCESS, 0, 3); ${stops}; ${looks}`;
        expect(await ended(lines, nicer)).toEqual({ end: 0, stderr: '' });
      });
    });

    test('why there is no tool, in words that move no cursor', async () => {
      const { end, stderr } = await ended(
        'say("taken"); say("error no room \\x1b[2J\\x7f für es")',
      );
      expect({ end, stderr }).toEqual({ end: 125, stderr: 'no room ?[2J? für es\n' });
    });

    test('a signal that came when the tool had ended does to the caller what it would have done to it', async () => {
      const { directory, caller } = programs;
      toldInit(
        directory,
        'init.py',
        'say("taken"); say("started"); open("up", "w").close(); hear("signal 20"); say("heard 0"); say("exited 3"); say("done"); hear("never")',
      );
      const env = { PATH: process.env['PATH'], PS1: 'sh> ', ...programs.env };
      const bash = ['--norc', '--noprofile', '-i'];
      await using terminal = new Terminal('bash', bash, { cwd: directory, env, patience: WITHIN });
      await terminal.expect('sh> ');
      terminal.send(`rm -f up; ${caller.join(' ')} true & caller=$!\r`);
      const up = (): boolean => existsSync(join(directory, 'up'));
      await until(up, { within: WITHIN, what: 'the start of the tool' });
      terminal.send(
        'kill -TSTP $caller; until [ "$(jobs -s)" ]; do sleep 0.02; done; echo it "stopped"\r',
      );
      await terminal.expect(/it stopped\n/);
      terminal.send('fg; echo "ended with $?"\r');
      await terminal.expect(/ended with 3\n/);
    });

    test('a signal that comes together with the word that it was begun is the tool’s', async () => {
      const together = [
        'caller = os.getppid(); os.kill(caller, signal.SIGSTOP)',
        'say("taken"); os.kill(caller, signal.SIGTERM); os.kill(caller, signal.SIGCONT)',
        'hear("signal 15"); say("started"); say("exited 3"); say("done"); hear("never")',
      ];
      expect(await ended(together.join('\n'))).toEqual({ end: 3, stderr: '' });
    });

    test('a tool that is never begun does not keep a caller that wants its end', async () => {
      toldInit(programs.directory, 'init.py', 'open("waits", "w").close(); hear("never")');
      await using driven = startScript(programs, 'rm -f waits; exec $CALLER true');
      const waits = (): boolean => existsSync(join(programs.directory, 'waits'));
      await until(waits, { within: WITHIN, what: 'the start of init' });
      process.kill(driven.pid, 'SIGTERM');
      expect(await driven.over).toEqual({ status: null, signal: 'SIGTERM' });
    });

    test('nor does one that never starts: the second time', async () => {
      const lines =
        'say("taken"); open("taken", "w").close(); hear("signal 15"); open("heard", "w").close(); hear("never")';
      toldInit(programs.directory, 'init.py', lines);
      await using driven = startScript(programs, 'rm -f taken heard; exec $CALLER true');
      for (const file of ['taken', 'heard']) {
        const isThere = (): boolean => existsSync(join(programs.directory, file));
        await until(isThere, { within: WITHIN, what: `that init has ${file} it` });
        process.kill(driven.pid, 'SIGTERM');
      }
      expect(await driven.over).toEqual({ status: null, signal: 'SIGTERM' });
    });

    test('a stop that the kernel throws away is followed by a pause, and then the tool goes on', async () => {
      const lines =
        'say("taken"); say("started"); say("stopped 20 0"); hear("resume fore"); say("exited 8")';
      expect(await ended(lines)).toEqual({ end: 8, stderr: '' });
    });
  },
);
