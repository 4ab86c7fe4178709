import { goOn, prompt, SHELLS } from '../at-the-prompt.ts';
import type { Case } from '../case.ts';
import type { Stage } from '../stage.ts';

const SIZES: readonly (readonly [columns: number, rows: number])[] = [
  ...([[80, 24], [37, 101], [200, 60], [1, 1], [5000, 3000]] as const), // prettier-ignore
];

/** Lines of shell in which only one descriptor is the terminal, and where the tool may speak. */
const ONE_DESCRIPTOR = [
  'tool python3 sizes.py 0 1 2 2>errors | cat',
  'tool python3 sizes.py 1 1 2 </dev/null 2>errors',
  'tool python3 sizes.py 2 2 2 </dev/null >out',
];

export const size: readonly Case[] = [
  {
    row: 13,
    part: 'it is there at the tool’s first act, whatever it is',
    streams: 'terminal',
    async observe(stage) {
      const shown = SIZES.map(async ([columns, rows]) => {
        await using at = stage.terminal('tool stty size', { columns, rows });
        return { ...(await stage.endOf(at)), text: at.text };
      });
      return Promise.all(shown);
    },
  },
  {
    row: 13,
    part: 'a terminal that has none has none inside',
    streams: 'terminal',
    async observe(stage) {
      await using at = stage.terminal('stty rows 0 columns 0; tool stty size');
      return { ...(await stage.endOf(at)), text: at.text };
    },
  },
  {
    row: 13,
    part: 'each resize is told, once',
    streams: 'terminal',
    async observe(stage) {
      stage.bring('count-signals.py');
      await using at = stage.terminal('tool python3 count-signals.py SIGWINCH; tool stty size');
      await at.expect('up\n');
      for (const [columns, rows] of SIZES) {
        at.resize(columns + 2, rows + 3);
        await at.expect('heard\n');
      }
      at.resize(101, 37);
      await at.expect('heard\n');
      at.send('\n');
      const [counted] = await at.expect(/heard \d+ in all\n/);
      at.send('\x04');
      const [told] = await at.expect(/\d+ \d+\n/);
      return { counted, told, ...(await stage.endOf(at)) };
    },
  },
  {
    row: 13,
    part: 'it comes through whichever descriptor is the terminal',
    streams: 'terminal',
    async observe(stage) {
      stage.bring('sizes.py');
      const shown = ONE_DESCRIPTOR.map(async (line) => {
        await using at = stage.terminal(line, { columns: 37, rows: 101 });
        await at.expect('37x101\n');
        at.resize(200, 60);
        await at.expect('200x60\n');
        at.resize(80, 24);
        await stage.endOf(at);
        return at.text;
      });
      return Promise.all(shown);
    },
  },
  ...SHELLS.map((kind): Case => ({
    row: 13,
    part: `a size that changes while the tool is stopped holds when it goes on, in ${kind}`,
    streams: 'terminal',
    async observe(stage) {
      await using at = await stage.shell(kind);
      at.send(`tool bash -c 'echo up; read; stty size'\n`);
      await at.expect('\nup\n');
      at.send('\x1a');
      await prompt(at);
      at.resize(101, 37);
      await goOn(at);
      at.send('\n');
      const [told] = await at.expect(/\d+ \d+\n/);
      await prompt(at);
      return told;
    },
  })),
  {
    row: 13,
    part: 'an editor and a pager fill the screen, and draw it anew when it changes',
    streams: 'terminal',
    async observe(stage) {
      return [await drawn(stage, VIM), await drawn(stage, LESS)];
    },
  },
  {
    row: 13,
    part: 'an editor that goes on after Ctrl-Z draws itself in the size of now',
    streams: 'terminal',
    async observe(stage) {
      stage.write('lines', LINES);
      await using at = await stage.screen(`PS1='sh> ' bash --norc --noprofile --noediting -i`);
      await at.waitFor(/sh>$/);
      await at.press('tool vim.tiny lines', 'Enter');
      await at.waitFor(/"lines"/);
      await at.press('C-z');
      const stopped = await at.waitFor(/Stopped[^]*\nsh>$/);
      await at.resize(37, 101);
      await at.press('fg', 'Enter');
      await at.waitFor(/line 100$/m);
      await at.press(VIM.speak);
      // It is wider than the last line.
      const resumed = await at.waitFor(/\nPress ENTER or type command to contin\nue$/);
      await at.press(':q', 'Enter');
      await at.waitFor(/\nsh>$/);
      return { stopped, resumed };
    },
  },
];

const LINES = Array.from({ length: 500 }, (_, index) => `line ${index + 1}\n`).join('');

interface FullScreen {
  readonly program: string;
  /** Makes it say something in its last line. */
  readonly speak: string;
  /** All of what it says then: the file and where in it. An editor draws the second after the first. */
  readonly spoken: RegExp;
  /** Has it look whether there is a new size, and draw. */
  readonly look: readonly string[];
  readonly quit: readonly string[];
}

const VIM: FullScreen = {
  program: 'vim.tiny',
  speak: 'C-g',
  spoken: /^"lines" 500 lines .* \d+,\d+ +Top$/m,
  look: [],
  quit: [':q', 'Enter'],
};
/** A SIGWINCH between its last word and its waiting for a key is overlooked by less until there is one. */
const LESS: FullScreen = {
  program: 'less',
  speak: '=',
  spoken: /^lines lines .*\(press RETURN\)$/m,
  look: ['r'],
  quit: ['q'],
};

/** What it shows in an odd size, and in a larger one. */
async function drawn(
  stage: Stage,
  { program, speak, spoken, look, quit }: FullScreen,
): Promise<object> {
  stage.write('lines', LINES);
  await using at = await stage.screen(`tool ${program} lines; echo over; read -r`, {
    columns: 61,
    rows: 17,
  });
  await at.waitFor(/line 16$/m);
  await at.press(speak);
  const small = await at.waitFor(spoken);
  await at.resize(60, 101);
  await at.press(...look);
  await at.waitFor(/line 100$/m);
  await at.press(speak);
  const large = await at.waitFor(spoken);
  await at.press(...quit);
  return { small, large, after: await at.waitFor(/^over$/m) };
}
