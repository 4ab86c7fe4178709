import { until } from '../../rig/until.ts';
import type { Case } from '../case.ts';
import type { Stage } from '../stage.ts';
import { atRest } from '../tools-at-work.ts';

/** Everything that a terminal gives a meaning to, and what arrow and other keys send. */
const CONTROLS = [...Array(32).keys(), 0x7f].map((code) => String.fromCharCode(code));
const SEQUENCES = [
  '\x1b[A\x1b[B\x1b[C\x1b[D\x1bOP\x1b[15~\x1b[1;5C\x1bx\x1b\x1b',
  '\x1b[<0;10;20M\x1b[200~two\nlines\x1b[201~\x1b[27;5;9~',
  'äöü€日本語🙂\x10\x11\x03\x04\x1a\x1c\x00\r\n',
];

export const controlKeys: readonly Case[] = [
  {
    row: 16,
    part: 'in raw mode every control character arrives, one at a time',
    streams: 'terminal',
    async observe(stage) {
      stage.bring('raw-keys.py');
      await using at = stage.terminal('tool python3 raw-keys.py');
      await at.expect('ready\n');
      const arrived: string[] = [];
      for (const key of CONTROLS) {
        at.send(key);
        arrived.push((await at.expect(/[0-9a-f]+ /))[0]);
      }
      at.send('q');
      return { arrived, ...(await stage.endOf(at)) };
    },
  },
  {
    row: 16,
    part: 'keys that are many bytes arrive as they are sent',
    streams: 'terminal',
    async observe(stage) {
      stage.bring('raw-keys.py');
      await using at = stage.terminal('tool python3 raw-keys.py');
      await at.expect('ready\n');
      at.send(`${SEQUENCES.join('')}q`);
      await stage.endOf(at);
      return at.text;
    },
  },
  {
    row: 16,
    part: 'the keys that edit a line edit it: characters, words, the next one as it is',
    streams: 'terminal',
    async observe(stage) {
      stage.bring('lines.py');
      await using at = stage.terminal('tool python3 lines.py');
      await at.expect('ready\n');
      const arrived: string[] = [];
      for (const keys of [
        ...['abc\x7f\x7fd\r', 'a\xe4\x7fb\r', '日本\x7f\x7f語\r', 'one two\x17three\r'],
        ...['all of it\x15none\r', 'a\x16\x03b\x16\x04\x16\x16\r', 'typo\x12\r', '\r'],
      ]) {
        at.send(keys);
        arrived.push((await at.expect(/[^]*?b'.*'\n/))[0]);
      }
      at.send('\x04');
      return { arrived, ...(await stage.endOf(at)) };
    },
  },
  {
    row: 16,
    part: 'Ctrl-D hands over what is typed, and on an empty line is the end',
    streams: 'terminal',
    async observe(stage) {
      await using at = stage.terminal(`tool sh -c 'echo up; exec cat'; echo "and $?"`);
      await at.expect('up\n');
      at.send('ab');
      await at.expect('ab');
      at.send('\x04');
      await at.expect('ab');
      at.send('c\r');
      await at.expect('c\nc\n');
      at.send('\x04');
      await stage.endOf(at);
      return at.text;
    },
  },
  {
    row: 16,
    part: 'Ctrl-\\ is a death by SIGQUIT',
    streams: 'terminal',
    async observe(stage) {
      await using at = stage.terminal('ulimit -c 0; exec tool sleep 1000');
      await atRest(stage, 'sleep');
      at.send('\x1c');
      return await stage.endOf(at);
    },
  },
  {
    row: 16,
    part: 'Ctrl-S holds the screen, and Ctrl-Q lets it go on',
    streams: 'terminal',
    async observe(stage) {
      stage.bring('flow.py');
      // Else any key would let it go on.
      await using at = stage.terminal('stty -ixany; tool python3 flow.py');
      await at.expect('ready\n');
      // What comes at once is worked off at once, and the screen was never held.
      for (const [index, keys] of ['one\r', '\x13two\r', '\x11three\r'].entries()) {
        at.send(keys);
        const isRead = async () => (await takes(stage)).length > index;
        await until(isRead, { within: stage.patience, what: `that line ${index} is read` });
      }
      const end = await stage.endOf(at);
      return { ...end, text: at.text, takes: await takes(stage) };
    },
  },
  {
    row: 16,
    part: 'without flow control Ctrl-S and Ctrl-Q are keys',
    streams: 'terminal',
    async observe(stage) {
      stage.bring('lines.py');
      await using at = stage.terminal('stty -ixon; tool python3 lines.py');
      await at.expect('ready\n');
      at.send('a\x13b\x11c\r');
      const [arrived] = await at.expect(/b'.*\n/);
      at.send('\x04');
      await stage.endOf(at);
      return arrived;
    },
  },
  {
    row: 16,
    part: 'the caller’s own choice of modes and keys holds for the tool',
    streams: 'terminal',
    async observe(stage) {
      const asked = 'sane -ixon -iutf8 -echoctl iuclc intr ^X erase ^H susp undef';
      const lines = ['true', `stty ${asked}`, 'stty -echo tostop'].map(async (choose) => {
        await using at = stage.terminal(`${choose}; tool stty -a`);
        await stage.endOf(at);
        return at.text;
      });
      return Promise.all(lines);
    },
  },
  {
    row: 16,
    part: 'the tool’s own choice of keys holds',
    streams: 'terminal',
    async observe(stage) {
      const tool = `tool sh -c 'stty intr ^X; echo up; read line; echo "got $line"; exec sleep 1000'`;
      await using at = stage.terminal(tool);
      await at.expect('up\n');
      at.send('\x03x\r');
      const [got] = await at.expect(/\ngot .*\n/);
      at.send('\x18');
      return { got, ...(await stage.endOf(at)) };
    },
  },
  {
    row: 16,
    part: 'keys typed before the tool is up are its keys',
    streams: 'terminal',
    async observe(stage) {
      await using at = stage.terminal('tool cat > typed');
      at.send('one\rtwo\x7f\x7f2\r\x04');
      return { ...(await stage.endOf(at)), typed: (await stage.sh('cat typed')).out };
    },
  },
];

/** What `flow.py` has said of the screen so far. */
async function takes(stage: Stage): Promise<readonly string[]> {
  return (await stage.sh('cat takes')).out.split('\n').filter(Boolean);
}
