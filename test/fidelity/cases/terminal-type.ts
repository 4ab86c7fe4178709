import type { Case } from '../case.ts';
import type { Stage } from '../stage.ts';

/** What every host and every Debian image has an entry for, one that nobody has, and none. */
const KNOWN = [
  'xterm-256color',
  'tmux-256color',
  'screen-256color',
  'linux',
  'vt100',
  'dumb',
  'nobodys',
];

/** What comes with an entry of its own, on the machine where it is installed. */
const WITH_THEIR_OWN = ['alacritty', 'xterm-kitty', 'foot'];

const CAPABILITIES = ['colors', 'cup 3 4', 'setaf 5', 'smcup', 'kcuu1', 'bold'];

export const terminalType: readonly Case[] = [
  {
    row: 19,
    part: 'a common terminal can inside what it can outside',
    streams: 'terminal',
    async observe(stage) {
      const ask = CAPABILITIES.map((name) => `tput ${name} | od -An -c`).join('; ');
      const shown = KNOWN.map((name) =>
        shownBy(stage, `TERM=${name} tool bash -c 'echo $TERM; ${ask}'`),
      );
      return Promise.all(shown);
    },
  },
  {
    row: 19,
    part: 'a terminal with an entry of its own loses no colour, and brings no warning',
    streams: 'terminal',
    async observe(stage) {
      await describe(stage);
      const python = 'import curses; curses.setupterm(); print(curses.tigetnum("colors"))';
      const shown = WITH_THEIR_OWN.map((name) =>
        shownBy(stage, `TERMINFO=$PWD/terminfo TERM=${name} tool python3 -c '${python}'`),
      );
      return Promise.all(shown);
    },
  },
  {
    row: 19,
    part: 'a pager and an editor start in it as they do outside',
    streams: 'terminal',
    async observe(stage) {
      await describe(stage);
      stage.write('lines', Array.from({ length: 99 }, (_, index) => `line ${index}\n`).join(''));
      const seen: object[] = [];
      for (const name of ['tmux-256color', 'dumb', ...WITH_THEIR_OWN.slice(0, 2)]) {
        const setting = `TERMINFO=$PWD/terminfo TERM=${name}`;
        await using pager = stage.terminal(`${setting} tool less lines`);
        const [first] = await pager.expect(/WARNING|line 21/);
        if (first === 'WARNING') pager.send('\r');
        await pager.expect(/line 22\n[^]*lines$/);
        pager.send('q');
        const end = await stage.endOf(pager);
        await using editor = stage.terminal(`${setting} tool vim.tiny lines`);
        await editor.expect('line 21');
        editor.send(':q\r');
        await stage.endOf(editor);
        seen.push({ name, end, pager: pager.raw, editorWarns: /E\d\d\d/.test(editor.text) });
      }
      return seen;
    },
  },
  {
    row: 19,
    part: 'no TERM, and what is said of colours, pass too',
    streams: 'terminal',
    async observe(stage) {
      const python =
        'import os; print([os.environ.get(n) for n in ("TERM", "COLORTERM", "NO_COLOR")])';
      const lines = ['unset TERM', 'export COLORTERM=truecolor', 'export NO_COLOR=1'];
      return Promise.all(
        lines.map((line) => shownBy(stage, `${line}; tool python3 -c '${python}'`)),
      );
    },
  },
];

async function shownBy(stage: Stage, line: string): Promise<object> {
  await using at = stage.terminal(line);
  return { ...(await stage.endOf(at)), text: at.text };
}

/** Installs the entries that come with these terminals, as far as all of them agree. */
async function describe(stage: Stage): Promise<void> {
  const entries = WITH_THEIR_OWN.map((name) => `${name}|test,\n\tuse=xterm-256color,\n`);
  stage.write('entries', entries.join(''));
  await stage.sh('tic -x -o terminfo entries');
}
