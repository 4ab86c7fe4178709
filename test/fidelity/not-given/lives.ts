import { OURS, SHIMS, type PathName } from '../paths/launch-path.ts';
import type { NotGiven } from './not-given.ts';

const IN_A_NEW_ONE: readonly PathName[] = ['docker run -it'];
const IN_A_RUNNING_ONE: readonly PathName[] = ['docker exec -it', 'devcontainer exec'];
const CLI: readonly PathName[] = ['docker run -it', 'docker exec -it'];
const OTHERS: readonly PathName[] = [...CLI, 'devcontainer exec'];

const HANDLED = [
  'TERM, INT, HUP, QUIT, USR1, USR2, ALRM, CONT, WINCH and TSTP reach the tool’s handler once',
  'ABRT, IO, PWR, URG and VTALRM reach it too',
  'a real-time signal reaches it too',
  'a REPL that a signal interrupts or ends, in its own words',
  'a signal that the tool ignores changes nothing',
  'a tool that catches TERM takes the time that it needs',
  'INT and HUP for the whole process group reach the tool’s children too, once',
  'TERM for the whole process group reaches the tool’s children too',
  'INT for the tool alone does not reach its children',
  '`timeout` in front: when the time is up, and when it is asked to end itself',
  'HUP is nothing to a tool behind `nohup`',
  'INT is nothing to a tool that a script runs with `&`',
];
const IN_THE_BACKGROUND = [
  '`kill %1` in an interactive shell',
  'TSTP to a job of a shell stops it, and CONT lets it go on',
  'closing the terminal of bash: its job in the background is hung up',
  'closing the terminal of zsh: its job in the background is hung up',
  'zsh that exits hangs its job in the background up',
];
const KILLED = [
  'kill -9 of the launcher ends the tool, and leaves nothing',
  'kill -9 of it on a terminal',
  'kill -9 of its process group takes the tool’s children with it',
];
const HUNG_UP = [
  'closing the terminal: HUP once, and no more input or output',
  'closing the terminal ends a tool that does nothing about it, and REPLs and editors',
  'a tool that ignores HUP ends by the end of its input',
];

/** Signals and lives: rows 22 to 27. */
export const lives: readonly NotGiven[] = [
  {
    paths: [...OURS, ...SHIMS],
    parts: [
      'TERM for the whole process group reaches the tool’s children too',
      'INT for the tool alone does not reach its children',
    ],
    because:
      'a launcher cannot see whether a signal was for it alone or for its process group: INT, QUIT and HUP, which keys and terminals send, are passed on to the tool’s group, all others to the tool',
  },
  {
    paths: [...OURS, ...SHIMS],
    parts: [
      'STOP stops the tool itself',
      'SIGSTOP stops the tool too, in bash',
      'SIGSTOP stops the tool too, in zsh',
    ],
    because:
      'nobody can hear SIGSTOP: it stops the launcher, and the tool goes on until it waits for it; TSTP stops both',
  },
  {
    paths: OURS,
    parts: ['a real-time signal reaches it too'],
    because:
      'real-time signals have no names in Node, so its launcher dies of them; the fast path, whose launcher is not written in Node, gives it',
  },
  {
    paths: OURS,
    parts: [
      'HUP is nothing to a tool behind `nohup`',
      'INT is nothing to a tool that a script runs with `&`',
    ],
    because:
      'Node puts back the default of every signal that was ignored before it runs any program of ours, so that nothing tells of it; the fast path, whose launcher is not written in Node, gives it',
  },
  {
    paths: [...OURS, ...SHIMS, 'docker run -it'],
    parts: ['what a tool left running goes on after its end'],
    because:
      'a launch is disposable: it ends with its tool, and whatever the tool has started with it',
  },
  {
    paths: IN_A_RUNNING_ONE,
    parts: [
      ...HANDLED,
      'a tool without a handler dies of the signal, and the caller sees that',
      'a signal at any moment of the start ends it, and leaves nothing',
    ],
    because:
      'the client passes no signal on: it does with it what it does itself, and the tool goes on',
  },
  {
    paths: CLI,
    parts: ['they reach a tool that has a terminal'],
    because:
      'with -t the client takes INT for itself: it puts the terminal back and ends with 1, and the tool is not told',
  },
  {
    paths: ['devcontainer exec'],
    parts: ['they reach a tool that has a terminal'],
    because:
      'the client dies of the signal; the `docker exec` that it has started and the tool go on',
  },
  {
    paths: IN_A_NEW_ONE,
    parts: [
      'a tool without a handler dies of the signal, and the caller sees that',
      'a REPL that a signal interrupts or ends, in its own words',
      'a signal at any moment of the start ends it, and leaves nothing',
      'fifty at once, some ended by TERM and some by kill -9, each with its own streams and status',
    ],
    because:
      'the tool is process 1 of its container, which no signal ends that it does not handle, its own neither',
  },
  {
    paths: IN_A_NEW_ONE,
    parts: ['ABRT, IO, PWR, URG and VTALRM reach it too'],
    because: 'the client does not pass URG on, with which Go programs interrupt themselves',
  },
  {
    paths: IN_A_NEW_ONE,
    parts: ['a real-time signal reaches it too'],
    because: 'the client dies of SIGRTMIN, which no Go program can catch, and the tool goes on',
  },
  {
    paths: IN_A_NEW_ONE,
    parts: [
      'INT and HUP for the whole process group reach the tool’s children too, once',
      'TERM for the whole process group reaches the tool’s children too',
      'INT for the tool alone does not reach its children',
    ],
    because: 'whatever the client gets is for the tool alone: its children are not told',
  },
  {
    paths: IN_A_NEW_ONE,
    parts: ['INT is nothing to a tool that a script runs with `&`'],
    because: 'the client passes on a signal that it was started to ignore',
  },
  {
    paths: OTHERS,
    parts: ['STOP stops the tool itself'],
    because: 'nobody can hear SIGSTOP: it stops the client alone, and the tool goes on',
  },
  {
    paths: IN_A_RUNNING_ONE,
    parts: ['STOP and then CONT: the tool hears the CONT and goes on'],
    because: 'CONT wakes the client, and is not passed on',
  },
  {
    paths: OTHERS,
    parts: IN_THE_BACKGROUND,
    because:
      'with -t the client wants the terminal raw before the tool does anything, which in the background it may not: no tool is started there',
  },
  {
    paths: IN_A_NEW_ONE,
    parts: [
      'kill -9 at any moment of the start leaves nothing that the next tools do not clear away',
    ],
    because:
      'the container of a client that was killed stays, whether it has been started or not, and no later one looks after it',
  },
  {
    paths: ['docker exec -it'],
    parts: [
      'kill -9 at any moment of the start leaves nothing that the next tools do not clear away',
    ],
    because:
      'a tool that was started before its client was killed goes on; it depends on the moment',
    sometimes: true,
  },
  {
    paths: ['devcontainer exec'],
    parts: [
      'kill -9 at any moment of the start leaves nothing that the next tools do not clear away',
    ],
    because: 'whatever the client has started before it was killed, `docker exec` too, goes on',
  },
  {
    paths: OTHERS,
    parts: KILLED,
    because:
      'that the client is dead is told to nobody: the tool, and a container of its own, go on for ever',
  },
  {
    paths: IN_A_NEW_ONE,
    parts: HUNG_UP,
    because:
      'the client passes HUP on, but the terminal inside is never hung up: process 1 does not die of the signal, and reads no end',
  },
  {
    paths: IN_A_RUNNING_ONE,
    parts: [
      ...HUNG_UP,
      'closing the terminal of bash: its job in the foreground is hung up',
      'closing the terminal of zsh: its job in the foreground is hung up',
      'closing a pane of tmux hangs its tool up',
    ],
    because:
      'HUP ends the client, which has not passed it on; the terminal inside is not hung up, and the tool goes on',
  },
  {
    paths: IN_A_NEW_ONE,
    parts: ['orphans are reaped while the tool runs'],
    because: 'orphans fall to the tool, which is process 1: without --init nobody reaps them',
  },
  {
    paths: IN_A_NEW_ONE,
    parts: ['a launch that loses its container fails and says so, and the next one works'],
    because: 'it ends with 137, as after a kill -9 of the tool, and says nothing of the container',
  },
  {
    paths: IN_A_RUNNING_ONE,
    parts: [
      'a launch that loses its container fails and says so, and the next one works',
      'on a terminal the shell has it back as it was, and the next one works',
    ],
    because:
      'a container that is gone is gone for the next command too, until somebody starts another',
  },
];
