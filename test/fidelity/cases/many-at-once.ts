import type { Case } from '../case.ts';
import { Conversation } from '../conversation.ts';

const MANY = 50;

/**
 * Says that it is up, then hands what it reads to both outputs, and ends with the status that it was given. The end of
 * its input is none of its affairs: it comes with the end of the launcher that was killed, and sooner than its own.
 */
const ECHOES = 'echo "up $0"; read line || exit; echo "out $line"; echo "err $line" >&2; exit "$1"';

/** Every sixth is asked to end, every seventh is killed, the others are left alone. */
function fateOf(index: number): 'SIGTERM' | 'SIGKILL' | 'none' {
  if (index % 6 === 1) return 'SIGTERM';
  return index % 7 === 2 ? 'SIGKILL' : 'none';
}

export const manyAtOnce: readonly Case[] = [
  {
    row: 26,
    part: 'fifty at once, some ended by TERM and some by kill -9, each with its own streams and status',
    streams: 'pipes',
    async observe(stage) {
      const talks = Array.from(
        { length: MANY },
        (_, index) =>
          new Conversation(stage, `exec tool bash -c '${ECHOES}' ${index} ${index + 100}`),
      );
      // All of them are there at once before the first of them ends.
      for (const [index, talk] of talks.entries()) await talk.expect(`up ${index}\n`);
      for (const [index, talk] of talks.entries()) {
        const fate = fateOf(index);
        if (fate === 'none') talk.send(`line ${index}\n`);
        else talk.kill(fate);
      }
      const ends: object[] = [];
      for (const talk of talks) ends.push(await talk.outcome());
      const next = await stage.sh('tool cat', { input: 'the next\n' });
      return { ends, next, isTidy: await stage.isLeftTidy() };
    },
  },
];
