import { SHELLS } from '../at-the-prompt.ts';
import type { PathName } from '../paths/launch-path.ts';
import type { NotGiven } from './not-given.ts';

const IN_A_NEW_ONE: readonly PathName[] = ['docker run -it'];
const IN_A_RUNNING_ONE: readonly PathName[] = ['docker exec -it', 'devcontainer exec'];
const CLI: readonly PathName[] = ['docker run -it', 'docker exec -it'];
const OTHERS: readonly PathName[] = [...CLI, 'devcontainer exec'];

const CTRL_Z = [
  ...inEach('a size that changes while the tool is stopped holds when it goes on'),
  'an editor that goes on after Ctrl-Z draws itself in the size of now',
  ...inEach('a prompt is stopped by Ctrl-Z, twice, and goes on where it was'),
  ...inEach('after Ctrl-Z the tool itself is stopped; bg lets it go on behind the prompt'),
  ...inEach('two tools are stopped and go on apart'),
  ...inEach('a stopped tool can be killed'),
  'after Ctrl-Z and at the end, in a shell that sets no modes of its own',
  ...inEach('after Ctrl-Z, bg lets a tool that reads stop again, until fg'),
];
const BG_AFTER_SIGSTOP = inEach(
  'after a SIGSTOP in front, bg lets it go on and leaves the modes alone',
);
const STOPS_ITSELF = [
  ...inEach('a tool that stops itself gives the prompt back'),
  ...inEach('a shell inside controls its own jobs, and can be stopped itself'),
];
const INTO_A_PAGER = inEach('a pipeline into a pager is stopped and goes on as one');

/** The terminal: rows 13 to 21. */
export const terminal: readonly NotGiven[] = [
  {
    paths: OTHERS,
    parts: ['it is there at the tool’s first act, whatever it is'],
    because:
      'the client tells the size when the tool runs already: most that look at once find 0 by 0',
  },
  {
    paths: OTHERS,
    parts: ['each resize is told, once'],
    because:
      'the client tells the size when the tool runs already: one that looks at once finds it or 0 by 0, and one that waits for resizes may hear of it as one more',
    sometimes: true,
  },
  {
    paths: OTHERS,
    parts: [
      'it comes through whichever descriptor is the terminal',
      ...inEach('after an orderly end of prompts, editors and pagers'),
      '/dev/tty opens where stdin or stdout is something else',
      '/dev/tty opens where all three are something else',
      ...inEach('a password is asked for on the terminal, and does not show'),
    ],
    because:
      'without -t the tool has no terminal at all, and -t does not go together with a stdin or stdout that is something else',
  },
  {
    paths: IN_A_NEW_ONE,
    parts: [
      ...inEach('it ends a whole pipeline'),
      ...inEach('it ends a loop around the tool, and not the shell'),
      'whoever waits sees a death by SIGINT',
      'Ctrl-\\ is a death by SIGQUIT',
      'the tool’s own choice of keys holds',
      ...inEach('after a death by a signal, in raw mode too'),
    ],
    because:
      'the tool is process 1 of its container, which no signal ends that it does not handle, those of keys neither',
  },
  {
    paths: OTHERS,
    parts: inEach('a tool that is not up yet is ended by it, and leaves nothing'),
    because:
      'it depends on how far the client is: Ctrl-C ends it, by a signal or with 125 and an error of the engine’s, and may leave the tool running or be lost',
    sometimes: true,
  },
  {
    paths: IN_A_NEW_ONE,
    parts: [...CTRL_Z, ...STOPS_ITSELF],
    because:
      'the tool is process 1 of its container, which no signal stops; and if it were stopped, the client would not be told',
  },
  {
    paths: IN_A_RUNNING_ONE,
    parts: [
      ...inEach('it ends a loop around the tool, and not the shell'),
      'whoever waits sees a death by SIGINT',
      'Ctrl-\\ is a death by SIGQUIT',
      'the tool’s own choice of keys holds',
    ],
    because: 'death by signal N is told as exit status 128+N: who waits sees no death',
  },
  {
    paths: IN_A_RUNNING_ONE,
    parts: [...CTRL_Z, ...STOPS_ITSELF],
    because:
      'that the tool has stopped is told to nobody: the client waits on, and the shell gets no prompt',
  },
  {
    paths: IN_A_NEW_ONE,
    parts: INTO_A_PAGER,
    because:
      'the client catches SIGTSTP to pass it on: it does not stop itself, and the shell gets no prompt',
  },
  {
    paths: IN_A_RUNNING_ONE,
    parts: INTO_A_PAGER,
    because:
      'with -i the client reads whatever is typed, also when the tool does not: the pager gets no keys',
  },
  {
    paths: OTHERS,
    parts: inEach('SIGSTOP stops the tool too'),
    because: 'nobody can hear SIGSTOP: it stops the client alone, and the tool goes on',
  },
  {
    paths: CLI,
    parts: inEach('fg after a SIGSTOP finds the keys as they were'),
    because: 'the client does not make the terminal raw again when it goes on',
  },
  {
    paths: IN_A_NEW_ONE,
    parts: BG_AFTER_SIGSTOP,
    because:
      'in the background the client may not set the terminal’s modes at its end, and as it catches SIGTTOU it tries again and again',
  },
  {
    paths: ['docker exec -it'],
    parts: BG_AFTER_SIGSTOP,
    because:
      'with -i the client reads whatever is typed, also when the tool does not: in the background it is stopped for that (tty input)',
  },
  {
    paths: ['devcontainer exec'],
    parts: [
      ...inEach('fg after a SIGSTOP finds the keys as they were'),
      ...BG_AFTER_SIGSTOP,
      ...inEach('after a kill -9 of the launcher of a tool in raw mode'),
    ],
    because:
      'the signal is for the client alone: the `docker exec` that it has started goes on, and takes the keys from the shell',
  },
  {
    paths: OTHERS,
    parts: [
      'in raw mode every control character arrives, one at a time',
      'keys that are many bytes arrive as they are sent',
    ],
    because:
      'the Docker CLI keeps Ctrl-P back, and Ctrl-P Ctrl-Q detaches it from the tool, unless other keys are chosen for that',
  },
  {
    paths: OTHERS,
    parts: [
      'the keys that edit a line edit it: characters, words, the next one as it is',
      'without flow control Ctrl-S and Ctrl-Q are keys',
      'the caller’s own choice of modes and keys holds for the tool',
    ],
    because:
      'the tool’s terminal is a new one in the kernel’s modes, which are not those of the caller’s: no iutf8, and none of what `stty` has set',
  },
  {
    paths: OTHERS,
    parts: inEach('the terminal has a name, is the caller’s and controls the tool'),
    because: 'the tool leads the session of its terminal itself, where natively a shell does',
  },
  {
    paths: OTHERS,
    parts: [
      'a common terminal can inside what it can outside',
      'a terminal with an entry of its own loses no colour, and brings no warning',
      'a pager and an editor start in it as they do outside',
      'no TERM, and what is said of colours, pass too',
    ],
    because: 'TERM is `xterm` inside, whatever the terminal is, and no variable is passed on',
  },
  {
    paths: IN_A_NEW_ONE,
    parts: [
      ...inEach('it stops when it wants to read, and fg gives it the keys'),
      ...inEach('it stops when it wants to set the modes'),
      ...inEach('it stops when it writes and the terminal says tostop'),
      ...inEach('it goes on when it only writes'),
      ...inEach('its end leaves the modes to whoever is in front'),
      ...inEach('a tool that was started behind another leaves that its keys'),
    ],
    because:
      'in the background the client may not make the terminal raw, and as it catches SIGTTOU it tries again and again instead of being stopped; the tool is not started',
  },
  {
    paths: IN_A_RUNNING_ONE,
    parts: [
      ...inEach('it stops when it wants to read, and fg gives it the keys'),
      ...inEach('it goes on when it only writes'),
      ...inEach('its end leaves the modes to whoever is in front'),
      ...inEach('a tool that was started behind another leaves that its keys'),
    ],
    because:
      'the client makes the terminal raw before the tool does anything, and is stopped for that (tty output) whenever it is in the background',
  },
];

function inEach(part: string): readonly string[] {
  return SHELLS.map((kind) => `${part}, in ${kind}`);
}
