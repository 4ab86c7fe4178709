import {
  ask,
  changes,
  goOn,
  lastJob,
  modes,
  prompt,
  SHELLS,
  untilNoJobs,
} from '../at-the-prompt.ts';
import type { Case } from '../case.ts';
import { atRest, isStopped } from '../tools-at-work.ts';

const CTRL_C = '\x03';
const CTRL_Z = '\x1a';

/** Says a line of the FIFO `said`, when it comes. */
const WAITS = `tool python3 -c 'said = open("said", "rb+", 0); print("up", flush=True); print("got", said.readline())'`;

const LINES = `python3 -c 'for n in range(100_000): print("line", n)' 2>errors`;

export const jobControl: readonly Case[] = SHELLS.flatMap((kind): readonly Case[] => [
  {
    row: 15,
    part: `a prompt is stopped by Ctrl-Z, twice, and goes on where it was, in ${kind}`,
    streams: 'terminal',
    async observe(stage) {
      await using at = await stage.shell(kind);
      at.send('tool python3 -q\n');
      await at.expect('>>> ');
      at.send('kept = 40\r');
      await at.expect('>>> ');
      const seen: unknown[] = [];
      for (let times = 0; times < 2; times++) {
        await atRest(stage, 'python3');
        at.send(CTRL_Z);
        await prompt(at);
        seen.push(await ask(at, 'jobs'));
        await goOn(at);
        at.send('kept += 1; kept\r');
        seen.push((await at.expect(/\n4\d\n/))[0]);
        await at.expect('>>> ');
      }
      at.send('exit(3)\r');
      await prompt(at);
      return { seen, status: await ask(at, 'echo $?') };
    },
  },
  {
    row: 15,
    part: `after Ctrl-Z the tool itself is stopped; bg lets it go on behind the prompt, in ${kind}`,
    streams: 'terminal',
    async observe(stage) {
      await using at = await stage.shell(kind);
      await ask(at, 'mkfifo said');
      at.send(`${WAITS}\n`);
      await at.expect('\nup\n');
      at.send(CTRL_Z);
      await prompt(at);
      const stopped = await isStopped(stage, 'python3');
      await ask(at, 'echo this > said');
      const still = await isStopped(stage, 'python3');
      const told = await untilNoJobs(stage, at, 'bg');
      return { stopped, still, told: /got .*\n/.exec(told)?.[0] };
    },
  },
  {
    row: 15,
    part: `a pipeline into a pager is stopped and goes on as one, in ${kind}`,
    streams: 'terminal',
    async observe(stage) {
      await using at = await stage.shell(kind);
      const before = await modes(stage, at);
      const seen: unknown[] = [];
      for (const line of [`tool ${LINES} | less`, `${LINES} | tool less`]) {
        at.send(`${line}\n`);
        await at.expect(/\nline 22\n[^]*:$/);
        await atRest(stage, 'less');
        at.send(CTRL_Z);
        await prompt(at);
        seen.push(await ask(at, 'jobs'));
        await goOn(at);
        await at.expect(/\nline 22\n[^]*:$/);
        at.send('5000g');
        await at.expect('line 5021');
        at.send('q');
        await prompt(at);
        seen.push(changes(before, await modes(stage, at)));
      }
      return seen;
    },
  },
  {
    row: 15,
    part: `a tool that stops itself gives the prompt back, in ${kind}`,
    streams: 'terminal',
    async observe(stage) {
      await using at = await stage.shell(kind);
      const seen: unknown[] = [];
      for (const signal of ['STOP', 'TSTP']) {
        at.send(`tool bash -c 'echo up; kill -${signal} $$; echo on'\n`);
        await at.expect('\nup\n');
        await prompt(at);
        seen.push(await ask(at, 'jobs'), await ask(at, 'fg'));
      }
      return seen;
    },
  },
  {
    row: 15,
    part: `two tools are stopped and go on apart, in ${kind}`,
    streams: 'terminal',
    async observe(stage) {
      await using at = await stage.shell(kind);
      for (const name of ['one', 'two']) {
        at.send(`tool bash -c 'echo up; read line; echo ${name} got $line'\n`);
        await at.expect('\nup\n');
        at.send(CTRL_Z);
        await prompt(at);
      }
      const both = await ask(at, 'jobs');
      const seen: string[] = [];
      for (const job of [1, 2]) {
        await goOn(at, `%${job}`);
        at.send('this\n');
        seen.push((await at.expect(/(?:one|two) got .*\n/))[0]);
        await prompt(at);
      }
      return { both, seen, none: await ask(at, 'jobs') };
    },
  },
  {
    row: 15,
    part: `a stopped tool can be killed, in ${kind}`,
    streams: 'terminal',
    async observe(stage) {
      await using at = await stage.shell(kind);
      // Not a shell that becomes another program: it loses a SIGTERM that comes just before.
      at.send(`tool python3 -c 'import time; print("up", flush=True); time.sleep(1000)'\n`);
      await at.expect('\nup\n');
      at.send(CTRL_Z);
      await prompt(at);
      const told = await untilNoJobs(stage, at, 'kill %1');
      return /terminated/i.exec(told)?.[0] ?? told;
    },
  },
  {
    row: 15,
    part: `fg after a SIGSTOP finds the keys as they were, in ${kind}`,
    streams: 'terminal',
    async observe(stage) {
      await using at = await stage.shell(kind);
      at.send('tool python3 -q\n');
      await at.expect('>>> ');
      process.kill(lastJob(at), 'SIGSTOP');
      await prompt(at);
      const jobs = await ask(at, 'stty sane; jobs');
      await goOn(at);
      // Only in raw mode is what DEL takes away shown as taken away.
      at.send('print("ab" +\x7f\x7f + "cd")\r');
      // Nobody hears a SIGSTOP, and the SIGCONT after it may be heard later than keys are read: until then the terminal is as
      // the shell left it, and puts a return of its own before every newline. On the screen that is the same.
      const [shown] = await at.expect(/\nabcd\r*\n/);
      await at.expect('>>> ');
      at.send('\x04');
      await prompt(at);
      return { jobs, shown: shown.replaceAll('\r', '') };
    },
  },
  {
    row: 15,
    part: `SIGSTOP stops the tool too, in ${kind}`,
    streams: 'terminal',
    async observe(stage) {
      await using at = await stage.shell(kind);
      await ask(at, 'mkfifo said');
      at.send(`${WAITS}\n`);
      await at.expect('\nup\n');
      process.kill(lastJob(at), 'SIGSTOP');
      await prompt(at);
      const stopped = await isStopped(stage, 'python3');
      await ask(at, 'echo this > said');
      return { stopped, told: /got .*\n/.exec(await ask(at, 'fg'))?.[0] };
    },
  },
  {
    row: 15,
    part: `a shell inside controls its own jobs, and can be stopped itself, in ${kind}`,
    streams: 'terminal',
    async observe(stage) {
      stage.write('rc', `PS1='in> '; echo \${-//[!im]}\n`);
      await using at = await stage.shell(kind);
      const inside = async (keys: string) => {
        at.send(keys);
        return (await at.expect(/([^]*?)in> /))[1];
      };
      const seen = [await inside('tool bash --noprofile --rcfile rc --noediting -i\n')];
      at.send(`bash -c 'echo up; exec cat'\n`);
      await at.expect('\nup\n');
      seen.push(await inside(CTRL_Z), await inside('jobs\n'));
      at.send('fg\n');
      await at.expect(/fg\n.*exec cat'\n/);
      at.send('this\n');
      await at.expect(/this\nthis\n/);
      seen.push(await inside(CTRL_C), await inside('echo $?; jobs\n'));
      at.send('suspend\n');
      await prompt(at);
      seen.push(await ask(at, 'jobs'));
      await goOn(at);
      await inside('');
      at.send('exit 4\n');
      await prompt(at);
      return { seen, status: await ask(at, 'echo $?') };
    },
  },
]);
