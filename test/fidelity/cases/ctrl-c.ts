import { ask, jobInFront, prompt, SHELLS } from '../at-the-prompt.ts';
import type { Case } from '../case.ts';
import { atRest, atWork } from '../tools-at-work.ts';

const CTRL_C = '\x03';

export const ctrlC: readonly Case[] = [
  ...SHELLS.flatMap((kind): readonly Case[] => [
    {
      row: 14,
      part: `a tool with a handler hears each Ctrl-C once, in ${kind}`,
      streams: 'terminal',
      async observe(stage) {
        stage.bring('count-signals.py');
        await using at = await stage.shell(kind);
        at.send('tool python3 count-signals.py SIGINT\n');
        await at.expect('\nup\n');
        const counts: string[] = [];
        for (let times = 0; times < 3; times++) {
          at.send(CTRL_C);
          await at.expect('heard\n');
          at.send('\n');
          counts.push((await at.expect(/heard \d+ in all\n/))[0]);
        }
        at.send('\x04');
        await prompt(at);
        return { counts, status: await ask(at, 'echo $?') };
      },
    },
    {
      row: 14,
      part: `it ends a whole pipeline, in ${kind}`,
      streams: 'terminal',
      async observe(stage) {
        await using at = await stage.shell(kind);
        const tool = `tool sh -c 'echo up >&2; exec sleep 1000'`;
        at.send(`${tool} | ${tool}\n`);
        await at.expect(/\nup\n(?:[^]*\n)?up\n/);
        at.send(CTRL_C);
        const shown = await prompt(at);
        return { shown, statuses: await ask(at, 'echo ${PIPESTATUS[@]}${pipestatus[@]}') };
      },
    },
    {
      row: 14,
      part: `it ends a loop around the tool, and not the shell, in ${kind}`,
      streams: 'terminal',
      async observe(stage) {
        await using at = await stage.shell(kind);
        const tool = `tool sh -c 'echo up; exec sleep 1000'`;
        at.send(`for i in 1 2 3; do ${tool}; done; echo after\n`);
        await at.expect('\nup\n');
        at.send(CTRL_C);
        const shown = await prompt(at);
        return { shown, status: await ask(at, 'echo $?') };
      },
    },
    {
      row: 14,
      part: `a tool that is not up yet is ended by it, and leaves nothing, in ${kind}`,
      streams: 'terminal',
      async observe(stage) {
        await using at = await stage.shell(kind);
        at.send('tool sleep 1000\n');
        await jobInFront(stage, at);
        at.send(CTRL_C);
        await prompt(at);
        const status = await ask(at, 'echo $?');
        at.send('exit\n');
        await stage.endOf(at);
        return { status, isLeftTidy: await stage.isLeftTidy() };
      },
    },
  ]),
  {
    row: 14,
    part: 'whoever waits sees a death by SIGINT',
    streams: 'terminal',
    async observe(stage) {
      await using at = stage.terminal(`tool sh -c 'echo up; exec sleep 1000'`);
      await at.expect('up\n');
      at.send(CTRL_C);
      // The kernel echoes `^C` when it has sent the signal: where the terminal has gone with the tool by then, nobody sees it.
      return await stage.endOf(at);
    },
  },
  {
    row: 14,
    part: 'Python’s prompt says KeyboardInterrupt, and lives',
    streams: 'terminal',
    async observe(stage) {
      await using at = stage.terminal('tool python3 -q');
      await at.expect('>>> ');
      at.send('import time; print("asl" + "eep"); time.sleep(1000)\r');
      await at.expect('\nasleep\n');
      await atRest(stage, 'python3');
      at.send(CTRL_C);
      const [asleep] = await at.expect(/[^]*>>> $/);
      at.send('half a li');
      await at.expect('half a li');
      await atRest(stage, 'python3');
      at.send(CTRL_C);
      const [typing] = await at.expect(/[^]*>>> $/);
      at.send('6 * 7\r');
      const [alive] = await at.expect(/[^]*>>> $/);
      at.send('exit(3)\r');
      return { asleep, typing, alive, ...(await stage.endOf(at)) };
    },
  },
  {
    row: 14,
    part: 'Node’s prompt says that it was interrupted, and lives',
    streams: 'terminal',
    async observe(stage) {
      await using at = stage.terminal('TERM=dumb tool node');
      await at.expect(/> $/);
      // It leaves raw mode before it evaluates: only then is Ctrl-C a signal.
      at.send('console.log("spin" + "ning"); while (true) {}\r');
      await at.expect('spinning\n');
      await atWork(stage, 'node');
      at.send(CTRL_C);
      const [spinning] = await at.expect(/interrupted/);
      await at.expect(/> $/);
      at.send('6 * 7\r');
      const [alive] = await at.expect(/42\n> $/);
      at.send(CTRL_C);
      const [idle] = await at.expect(/\(To exit, press.*\)\n> $/);
      at.send('.exit\r');
      return { spinning, alive, idle, ...(await stage.endOf(at)) };
    },
  },
];
