import type { NotGiven } from './not-given.ts';

export const streams: readonly NotGiven[] = [
  {
    paths: ['tackle on docker'],
    parts: ['a loop that reads lines sees each of them: while read line; do tool; done'],
    because:
      'the launcher reads ahead of the tool, unless that has ended before, and what it has read cannot be given back; the fast path, which passes descriptors, will give it',
    sometimes: true,
  },
  {
    paths: ['tackle on docker'],
    parts: [
      'what a tool leaves in a pipe is the next command’s',
      'the command after reads on where the tool stopped',
      'a line typed ahead is the next command’s',
    ],
    because:
      'the launcher reads ahead of the tool, and what it has read cannot be given back; the fast path, which passes descriptors, will give it',
  },
  {
    paths: ['tackle on docker'],
    parts: [
      'an input can be sought in',
      'an output can be sought in',
      'fstat tells kind and size of an input',
      'fstat tells kind and size of an output',
      'a full disk is told to the tool',
      'a directory as input is told to the tool',
    ],
    because:
      'the engine gives a tool pipes, whatever is behind them outside; the fast path, which passes descriptors, will give it',
  },
  {
    paths: ['tackle on docker'],
    parts: [
      'a further output: 3>file',
      'a further input, by its name: tool cat /dev/fd/3',
      'another command’s output as a file: tool cat <(cmd)',
    ],
    because:
      'the engine has three streams and no more; the fast path, which passes descriptors, will give it',
  },
  {
    paths: ['tackle on docker'],
    parts: ['a descriptor that is closed is closed'],
    because:
      'Node opens /dev/null in place of a closed descriptor before it runs any program; the fast path, which passes descriptors, will give it',
  },
];
