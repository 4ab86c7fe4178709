import { readlinkSync } from 'node:fs';
import type { Terminal } from '../../rig/pty.ts';
import { ask, changes, modes, prompt, SHELLS } from '../at-the-prompt.ts';
import type { Case } from '../case.ts';
import type { Stage } from '../stage.ts';
import { atRest } from '../tools-at-work.ts';

const GETPASS = `tool python3 -c 'import getpass; print("got " + getpass.getpass())'`;

export const devTty: readonly Case[] = [
  ...SHELLS.map((kind): Case => ({
    row: 18,
    part: `the terminal has a name, is the caller’s and controls the tool, in ${kind}`,
    streams: 'terminal',
    async observe(stage) {
      stage.bring('about-tty.py');
      await using at = await stage.shell(kind);
      logIn(stage, at);
      return await ask(at, 'tool python3 about-tty.py');
    },
  })),
  {
    row: 18,
    part: '/dev/tty opens where stdin or stdout is something else',
    streams: 'terminal',
    async observe(stage) {
      stage.bring('ask-tty.py');
      const tool = 'tool python3 ask-tty.py';
      // What goes another way to the terminal is shown afterwards: of two ways either may be the quicker one.
      const lines = [
        `${tool} < ask-tty.py`,
        `${tool} > out; cat out`,
        `echo x | ${tool} | cat > out; cat out`,
      ];
      const seen: object[] = [];
      for (const line of lines) seen.push(await answer(stage, line));
      return seen;
    },
  },
  {
    row: 18,
    part: '/dev/tty opens where all three are something else',
    streams: 'terminal',
    async observe(stage) {
      stage.bring('ask-tty.py');
      const line = 'tool python3 ask-tty.py < ask-tty.py > out 2> errors; cat out errors';
      return answer(stage, line);
    },
  },
  {
    row: 18,
    part: 'without a terminal there is no /dev/tty',
    streams: 'pipes',
    async observe(stage) {
      return stage.sh(`tool bash -c 'true < /dev/tty' 2>/dev/null; echo $?`);
    },
  },
  ...SHELLS.map((kind): Case => ({
    row: 18,
    part: `a password is asked for on the terminal, and does not show, in ${kind}`,
    streams: 'terminal',
    async observe(stage) {
      await using at = await stage.shell(kind);
      const before = await modes(stage, at);
      const seen: object[] = [];
      const lines = [GETPASS, `echo x | ${GETPASS}`, `${GETPASS} > out; cat out`];
      for (const line of [...lines, `(echo "in $(${GETPASS})")`]) {
        at.send(`${line}\n`);
        await at.expect('Password: ');
        at.send('s3cret\n');
        const shown = await prompt(at);
        seen.push({ line, shown, changed: changes(before, await modes(stage, at)) });
      }
      return seen;
    },
  })),
];

/** As `login` does: the terminal of a test was opened by whoever runs the tests. */
function logIn(stage: Stage, at: Terminal): void {
  stage.own(readlinkSync(`/proc/${at.pid}/fd/0`));
}

async function answer(stage: Stage, line: string): Promise<object> {
  await using at = stage.terminal(line);
  await at.expect('name? ');
  await atRest(stage, 'python3');
  at.send('me\r');
  return { ...(await stage.endOf(at)), text: at.text };
}
