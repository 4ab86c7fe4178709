import type { Case } from '../case.ts';
import { Conversation } from '../conversation.ts';
import { MARK } from '../marked-processes.ts';

/*
 * What takes the container away natively takes the tool itself away, by kill -9. A caller hears of that as a death,
 * of a container as words on stderr and a status: that it failed and that it was told is what can be compared.
 */

export const lostContainer: readonly Case[] = [
  {
    row: 27,
    part: 'a launch that loses its container fails and says so, and the next one works',
    streams: 'pipes',
    async observe(stage) {
      const talk = new Conversation(stage, `exec tool bash -c 'echo up; read line'`);
      await talk.expect('up\n');
      await stage.path.lose(stage.project);
      const { end, out, err } = await talk.outcome();
      const lost = { out, failed: end !== 0, isTold: typeof end === 'string' || err !== '' };
      const next = await stage.sh('tool cat', { input: 'the next\n' });
      return { lost, next, isTidy: await stage.isLeftTidy() };
    },
  },
  {
    row: 27,
    part: 'on a terminal the shell has it back as it was, and the next one works',
    streams: 'terminal',
    async observe(stage) {
      // The shell is not to be taken for the tool.
      await using shell = await stage.shell('bash', { env: { PS1: 'sh> ', [MARK]: '' } });
      shell.send('stty -a >before\r');
      await shell.expect('sh> ');
      shell.send(`${MARK}=$PWD tool bash -c 'echo "up"; read line' || echo it "failed"\r`);
      await shell.expect(/\bup\n/);
      await stage.path.lose(stage.project);
      await shell.expect('it failed\n');
      shell.send('stty -a | cmp - before && echo as it "was"; tool bash -c \'echo the "next"\'\r');
      await shell.expect('as it was\n');
      await shell.expect('the next\n');
      return { isTidy: await stage.isLeftTidy() };
    },
  },
];
