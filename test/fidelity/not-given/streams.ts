import { ON_AN_ENGINE, OURS, type PathName } from '../paths/launch-path.ts';
import type { NotGiven } from './not-given.ts';

const CLI: readonly PathName[] = ['docker run -it', 'docker exec -it'];
const IN_A_RUNNING_ONE: readonly PathName[] = ['docker exec -it', 'devcontainer exec'];
const OTHERS: readonly PathName[] = [...CLI, 'devcontainer exec'];

/** A tool that is quick ends before it is read ahead of. */
const MAYBE_READ_AHEAD = [
  'a loop that reads lines sees each of them: while read line; do tool; done',
];
const READ_AHEAD = [
  'what a tool leaves in a pipe is the next command’s',
  'the command after reads on where the tool stopped',
  'a line typed ahead is the next command’s',
];
const BEHIND_PIPES = [
  'an input can be sought in',
  'an output can be sought in',
  'fstat tells kind and size of an input',
  'fstat tells kind and size of an output',
  'a full disk is told to the tool',
  'a directory as input is told to the tool',
];
const FROM_THREE_ON = [
  'a further output: 3>file',
  'a further input, by its name: tool cat /dev/fd/3',
  'another command’s output as a file: tool cat <(cmd)',
];
const CLOSED = 'a descriptor that is closed is closed';
const DEATHS = [
  'death by each signal that ends a program',
  'death by each signal that dumps core',
  'death by real-time signals',
  'death on a terminal of its own',
  'an interactive shell tells what killed the tool',
  'Ctrl-C ends a loop typed into bash',
  'Ctrl-C ends a loop typed into zsh',
  'Ctrl-C ends a script around the tool',
];
const BROKEN_PIPES = [
  'a tool that writes is ended by SIGPIPE',
  'a tool that writes to stderr is ended by SIGPIPE',
  'a tool that writes is ended by SIGPIPE, typed at a terminal',
  'Python’s BrokenPipeError, told on stderr',
  'Node’s EPIPE, told on stderr',
];

/** Streams, statuses, descriptors and arguments: rows 1 to 12. */
export const streams: readonly NotGiven[] = [
  {
    paths: ON_AN_ENGINE,
    parts: READ_AHEAD,
    because:
      'the launcher reads ahead of the tool, and what it has read cannot be given back; the fast path, which passes descriptors, gives it',
  },
  {
    paths: ON_AN_ENGINE,
    parts: MAYBE_READ_AHEAD,
    because:
      'the launcher reads ahead of the tool, unless that ends at once, and what it has read cannot be given back; the fast path, which passes descriptors, gives it',
    sometimes: true,
  },
  {
    paths: ON_AN_ENGINE,
    parts: BEHIND_PIPES,
    because:
      'the engine gives a tool pipes, whatever is behind them outside; the fast path, which passes descriptors, gives it',
  },
  {
    paths: OURS,
    parts: FROM_THREE_ON,
    because:
      'a launcher in Node cannot tell descriptors that it was given from its own; the fast path, which passes descriptors, gives it',
  },
  {
    paths: OURS,
    parts: [CLOSED],
    because:
      'Node opens /dev/null in place of a closed descriptor before it runs any program; the fast path, which passes descriptors, gives it',
  },
  {
    paths: ['docker run -it'],
    parts: [
      ...DEATHS,
      'a shell says 128 and the signal’s number',
      'such a reader finds all of it, also when the tool was killed after its last byte',
    ],
    because:
      'the tool is process 1 of its container, which no signal ends that it does not handle, its own neither',
  },
  {
    paths: IN_A_RUNNING_ONE,
    parts: DEATHS,
    because: 'death by signal N is told as exit status 128+N: who waits sees no death',
  },
  {
    paths: OTHERS,
    parts: ['what waits for the tool hears of Ctrl-C too'],
    because:
      'with the terminal in raw mode the key is a byte for the tool alone, and nobody sends the caller’s job the signal',
  },
  {
    paths: OTHERS,
    parts: ['a core file is the tool’s, where the limit lets it have one'],
    because: 'the caller’s limits are not passed on',
  },
  {
    paths: ['docker run -it'],
    parts: ['126 for a program that cannot be executed'],
    because: 'the runtime does not find a program without the mode: 127',
  },
  {
    paths: IN_A_RUNNING_ONE,
    parts: [
      '126 for a program that cannot be executed',
      '127 for a program that is not there',
      '127 for a path that is not there',
    ],
    because: 'whatever the runtime cannot execute is 126, and its words are on stdout',
  },
  {
    paths: OTHERS,
    parts: ['a program without #! is one for the shell'],
    because: 'the runtime takes it for damaged: a shell or execvp would try /bin/sh',
  },
  {
    paths: OTHERS,
    parts: [
      'stderr in a file, stdout on the terminal',
      'stdin from the terminal; stdout and stderr to it or elsewhere',
      'stdin from a file; stdout and stderr to the terminal or elsewhere',
      '/dev/null in place of each',
    ],
    because: '-t makes one terminal of all three descriptors; without it none is one',
  },
  {
    paths: OTHERS,
    parts: ['the order of both in one pipe: 2>&1', 'the order of both in one file: >log 2>&1'],
    because: 'stdout and stderr are two pipes on their way, and lose their order',
  },
  {
    paths: OTHERS,
    parts: [
      'a tool that closes stdout early ends its reader, and goes on',
      'a tool that closes stderr early ends its reader, and goes on',
    ],
    because: 'an output ends with the command, not when it is closed',
  },
  {
    paths: OTHERS,
    parts: [...MAYBE_READ_AHEAD, ...READ_AHEAD],
    because: 'the client reads ahead of the tool, and what it has read cannot be given back',
  },
  {
    paths: ['docker run -it'],
    parts: BROKEN_PIPES,
    because:
      'the client ends with 1 and words of its own at the first write that fails; the tool is not told, and goes on',
  },
  {
    paths: ['docker exec -it'],
    parts: BROKEN_PIPES,
    because: 'the client itself is ended by SIGPIPE; the tool is not told, and goes on',
  },
  {
    paths: ['devcontainer exec'],
    parts: [...BROKEN_PIPES, 'a writer into the tool is ended when the tool ends'],
    because:
      'the client does not expect EPIPE, and ends with 1 and a stack trace or without a word; the tool is not told',
  },
  {
    paths: OTHERS,
    parts: ['a writer into the tool is ended when the tool closes its input'],
    because: 'that the tool has closed its input is told to nobody',
  },
  {
    paths: OTHERS,
    parts: [...BEHIND_PIPES, CLOSED],
    because: 'the engine gives a tool pipes, whatever is behind them outside',
  },
  { paths: OTHERS, parts: FROM_THREE_ON, because: 'the engine has three streams and no more' },
  {
    paths: OTHERS,
    parts: ['bytes that are no UTF-8', 'a file whose name is no UTF-8'],
    because: 'words travel as JSON, which has no bytes but UTF-8',
  },
  {
    paths: ['devcontainer exec'],
    parts: ['a list as long as Linux takes, of short arguments'],
    because: 'the client pushes them on its stack, and overflows it',
  },
  {
    paths: ['devcontainer exec'],
    parts: [
      'a reader who comes when nothing more fits finds all of 18.9 MB',
      'such a reader finds all of it, also when the tool was killed after its last byte',
    ],
    because: 'the client ends without waiting for what it has still to write',
    sometimes: true,
  },
];
