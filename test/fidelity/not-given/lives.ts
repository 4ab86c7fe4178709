import type { NotGiven } from './not-given.ts';

export const lives: readonly NotGiven[] = [
  {
    paths: ['tackle on docker'],
    parts: [
      'TERM for the whole process group reaches the tool’s children too',
      'INT for the tool alone does not reach its children',
    ],
    because:
      'a launcher cannot see whether a signal was for it alone or for its process group: INT, QUIT and HUP, which keys and terminals send, are passed on to the tool’s group, all others to the tool',
  },
  {
    paths: ['tackle on docker'],
    parts: [
      'STOP stops the tool itself',
      'SIGSTOP stops the tool too, in bash',
      'SIGSTOP stops the tool too, in zsh',
    ],
    because:
      'nobody can hear SIGSTOP: it stops the launcher, and the tool goes on until it waits for it; TSTP stops both',
  },
  {
    paths: ['tackle on docker'],
    parts: ['a real-time signal reaches it too'],
    because:
      'real-time signals have no names in Node, so its launcher dies of them; the fast path, whose launcher is not written in Node, will give it',
  },
  {
    paths: ['tackle on docker'],
    parts: [
      'HUP is nothing to a tool behind `nohup`',
      'INT is nothing to a tool that a script runs with `&`',
    ],
    because:
      'Node puts back the default of every signal that was ignored before it runs any program of ours, so that nothing tells of it; the fast path, whose launcher is not written in Node, will give it',
  },
  {
    paths: ['tackle on docker', 'docker run -it'],
    parts: ['what a tool left running goes on after its end'],
    because: 'the container is disposable: it ends with its tool, and everything in it',
  },
];
