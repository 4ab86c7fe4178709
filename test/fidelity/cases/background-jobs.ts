import { existsSync } from 'node:fs';
import {
  ask,
  changes,
  goOn,
  lastJob,
  modes,
  prompt,
  SHELLS,
  untilNoJobs,
  untilStopped,
} from '../at-the-prompt.ts';
import { until } from '../../rig/until.ts';
import type { Case } from '../case.ts';

export const backgroundJobs: readonly Case[] = SHELLS.flatMap((kind): readonly Case[] => [
  {
    row: 21,
    part: `it stops when it wants to read, and fg gives it the keys, in ${kind}`,
    streams: 'terminal',
    async observe(stage) {
      await using at = await stage.shell(kind);
      const before = await modes(stage, at);
      const line = `tool bash -c 'read line; echo "got $line"; read -s line; echo "and $line"' &`;
      const stopped = await untilStopped(stage, at, line);
      await goOn(at);
      at.send('this\n');
      const [got] = await at.expect(/got .*\n/);
      at.send('that\n');
      const [and] = await at.expect(/and .*\n/);
      await prompt(at);
      return { stopped, got, and, changed: changes(before, await modes(stage, at)) };
    },
  },
  {
    row: 21,
    part: `it stops when it wants to set the modes, in ${kind}`,
    streams: 'terminal',
    async observe(stage) {
      await using at = await stage.shell(kind);
      const before = await modes(stage, at);
      const stopped = await untilStopped(
        stage,
        at,
        `tool bash -c 'stty -echo; stty echo; exit 3' &`,
      );
      const changed = changes(before, await modes(stage, at));
      await ask(at, 'fg');
      return { stopped, changed, status: await ask(at, 'echo $?') };
    },
  },
  {
    row: 21,
    part: `it stops when it writes and the terminal says tostop, in ${kind}`,
    streams: 'terminal',
    async observe(stage) {
      await using at = await stage.shell(kind);
      await ask(at, 'stty tostop');
      const stopped = await untilStopped(stage, at, `tool bash -c 'echo wrote; exit 3' &`);
      const wrote = await ask(at, 'fg');
      return { stopped, wrote, status: await ask(at, 'echo $?') };
    },
  },
  {
    row: 21,
    part: `it goes on when it only writes, in ${kind}`,
    streams: 'terminal',
    async observe(stage) {
      await using at = await stage.shell(kind);
      const told = await untilNoJobs(
        stage,
        at,
        `tool bash -c 'for n in 1 2 3; do echo "wrote $n"; done' &`,
      );
      return { wrote: told.match(/wrote \d\n/g) };
    },
  },
  {
    row: 21,
    part: `its end leaves the modes to whoever is in front, in ${kind}`,
    streams: 'terminal',
    async observe(stage) {
      stage.bring('raw-keys.py');
      await using at = await stage.shell(kind);
      await ask(at, 'mkfifo said');
      at.send(`tool bash -c 'echo up; read < said' &\n`);
      await at.expect('up\n');
      const tool = lastJob(at);
      await ask(at, 'true');
      at.send('python3 raw-keys.py\n');
      await at.expect('ready\n');
      await stage.sh('echo > said');
      const isGone = () => !existsSync(`/proc/${tool}`);
      await until(isGone, { within: stage.patience, what: 'the end of the job' });
      at.send('\x03');
      const [shown] = await at.expect(/03 |\^C/);
      at.send('q');
      await prompt(at);
      return shown;
    },
  },
  {
    row: 21,
    part: `after Ctrl-Z, bg lets a tool that reads stop again, until fg, in ${kind}`,
    streams: 'terminal',
    async observe(stage) {
      await using at = await stage.shell(kind);
      at.send(`tool bash -c 'echo up; read line; echo "got $line"'\n`);
      await at.expect('\nup\n');
      at.send('\x1a');
      await prompt(at);
      const stopped = await untilStopped(stage, at, 'bg');
      await goOn(at);
      at.send('this\n');
      const [got] = await at.expect(/got .*\n/);
      await prompt(at);
      return { stopped, got };
    },
  },
  {
    row: 21,
    part: `after a SIGSTOP in front, bg lets it go on and leaves the modes alone, in ${kind}`,
    streams: 'terminal',
    async observe(stage) {
      await using at = await stage.shell(kind);
      await ask(at, 'mkfifo said');
      at.send(`tool bash -c 'echo up; read line < said; echo "got $line"'\n`);
      await at.expect('\nup\n');
      process.kill(lastJob(at), 'SIGSTOP');
      await prompt(at);
      await ask(at, 'stty sane -echoe');
      const before = await modes(stage, at);
      await ask(at, 'bg');
      await stage.sh('echo this > said');
      await at.expect(/got this\r*\n/);
      await untilNoJobs(stage, at, 'true');
      return changes(before, await modes(stage, at));
    },
  },
  {
    row: 21,
    part: `a tool that was started behind another leaves that its keys, in ${kind}`,
    streams: 'terminal',
    async observe(stage) {
      await using at = await stage.shell(kind);
      const stopped = await untilStopped(stage, at, `tool bash -c 'read line; echo "got $line"' &`);
      at.send('tool cat\n');
      at.send('mine\n');
      await at.expect(/mine\nmine\n/);
      at.send('\x04');
      await prompt(at);
      await goOn(at);
      at.send('this\n');
      const [got] = await at.expect(/got .*\n/);
      await prompt(at);
      return { stopped, got };
    },
  },
]);
