import type { Terminal } from '../../rig/pty.ts';
import { ask, changes, goOn, lastJob, modes, prompt, SHELLS } from '../at-the-prompt.ts';
import type { Case } from '../case.ts';
import { MARK } from '../marked-processes.ts';
import type { Stage } from '../stage.ts';
import { atRest } from '../tools-at-work.ts';

/** How a tool comes to its end, from the line that starts it to the shell's next prompt. */
interface WayOut {
  readonly line: string;
  readonly leave: (at: Terminal, stage: Stage) => void | Promise<void>;
}

const RAW = 'tool python3 raw-keys.py';

const ORDERLY: readonly WayOut[] = [
  { line: 'tool python3 -q', leave: typeAfter('>>> ', '\x04') },
  { line: 'tool vim.tiny lines', leave: typeAfter('"lines"', ':q!\r') },
  { line: 'tool less lines', leave: typeAfter('line 22', 'q') },
  { line: RAW, leave: typeAfter('ready', 'q') },
  { line: 'seq 100 | tool less', leave: typeAfter('22', 'q') },
  { line: `tool bash -c 'echo up; read; exit 3'`, leave: typeAfter('up\n', '\n') },
];

const BY_SIGNAL: readonly WayOut[] = [
  { line: `tool sh -c 'echo up; exec sleep 1000'`, leave: typeAfter('\nup\n', '\x03') },
  { line: `tool bash -c 'stty raw -echo; echo mine; kill -9 $$'`, leave: () => undefined },
  { line: `tool bash -c 'stty -icanon -echo; echo mine; kill -TERM $$'`, leave: () => undefined },
];

export const restore: readonly Case[] = [
  ...SHELLS.flatMap((kind): readonly Case[] => [
    {
      row: 17,
      part: `after an orderly end of prompts, editors and pagers, in ${kind}`,
      streams: 'terminal',
      observe: (stage) => leaveBy(stage, kind, ORDERLY),
    },
    {
      row: 17,
      part: `after a death by a signal, in raw mode too, in ${kind}`,
      streams: 'terminal',
      observe: (stage) => leaveBy(stage, kind, BY_SIGNAL),
    },
    {
      row: 17,
      part: `after a kill -9 of the launcher of a tool in raw mode, in ${kind}`,
      streams: 'terminal',
      observe: (stage) =>
        leaveBy(stage, kind, [
          {
            line: RAW,
            async leave(at) {
              await at.expect('ready\n');
              process.kill(lastJob(at), 'SIGKILL');
            },
          },
        ]),
    },
    {
      row: 17,
      part: `after the loss of the container under a tool in raw mode, in ${kind}`,
      streams: 'terminal',
      async observe(stage) {
        stage.bring('raw-keys.py');
        // What a native loss takes is what bears the mark: the shell is to stay.
        await using at = await shellOf(stage, kind, { [MARK]: '', PS1: 'sh> ' });
        const before = await modes(stage, at);
        at.send(`${MARK}=$PWD ${RAW}\n`);
        await at.expect('ready\n');
        await stage.path.lose(stage.project);
        await prompt(at);
        return { changed: changes(before, await modes(stage, at)) };
      },
    },
    {
      row: 17,
      part: `after Ctrl-C at a password’s prompt, in ${kind}`,
      streams: 'terminal',
      observe: (stage) =>
        leaveBy(stage, kind, [
          {
            line: `tool python3 -c 'import getpass; getpass.getpass()' 2>errors`,
            async leave(at) {
              await at.expect('Password: ');
              await atRest(stage, 'python3');
              at.send('\x03');
            },
          },
        ]),
    },
  ]),
  {
    row: 17,
    part: 'after Ctrl-Z and at the end, in a shell that sets no modes of its own',
    streams: 'terminal',
    async observe(stage) {
      await using at = await stage.shell('sh');
      const before = await modes(stage, at);
      at.send(`tool bash -c 'echo up; read line; echo "got $line"'\n`);
      await at.expect('\nup\n');
      at.send('\x1a');
      await prompt(at);
      const stopped = changes(before, await modes(stage, at));
      await goOn(at);
      at.send('this\n');
      const [got] = await at.expect(/got .*\n/);
      await prompt(at);
      return { stopped, got, ended: changes(before, await modes(stage, at)) };
    },
  },
];

/** What is another in the terminal after each of them, and the tool's status. */
async function leaveBy(
  stage: Stage,
  kind: 'bash' | 'zsh',
  ways: readonly WayOut[],
): Promise<object> {
  stage.bring('raw-keys.py');
  stage.write('lines', Array.from({ length: 99 }, (_, index) => `line ${index}\n`).join(''));
  await using at = await shellOf(stage, kind);
  const before = await modes(stage, at);
  const seen: object[] = [];
  for (const { line, leave } of ways) {
    at.send(`${line}\n`);
    await leave(at, stage);
    await prompt(at);
    const status = /status \d+/.exec(await ask(at, 'echo "status $?"'))?.[0];
    seen.push({ line, status, changed: changes(before, await modes(stage, at)) });
  }
  return seen;
}

/** It is its line editor with which zsh puts the terminal right; bash does it without. */
async function shellOf(
  stage: Stage,
  kind: 'bash' | 'zsh',
  env: Readonly<Record<string, string>> = { PS1: 'sh> ' },
): Promise<Terminal> {
  const at = await stage.shell(kind, { env });
  if (kind === 'zsh') await ask(at, 'setopt zle; ttyctl -f');
  return at;
}

function typeAfter(said: string, keys: string): WayOut['leave'] {
  return async (at) => {
    await at.expect(said);
    at.send(keys);
  };
}
