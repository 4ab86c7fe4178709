import { expect, test } from 'vitest';
import { toolsIn } from '../../../src/engines/docker/tools-in.ts';

/* As Docker 27 and Podman 4.3 say it: numbers of the machine, or of the container. */

const DOCKER = ['UID', 'PID', 'PPID', 'C', 'STIME', 'TTY', 'TIME', 'CMD'];
const PODMAN = ['USER', 'PID', 'PPID', '%CPU', 'ELAPSED', 'TTY', 'TIME', 'COMMAND'];

const row = (pid: number, parent: number, words: string) => {
  return ['ada', String(pid), String(parent), '0', '1s', '?', '0s', words];
};

test('an agent that serves nobody runs no tool', () => {
  const top = { Titles: DOCKER, Processes: [row(900, 880, '/.tackle/init --agent /a')] };
  expect(toolsIn(top, 'kept')).toEqual([]);
});

test('what runs in a container that is kept is what its supervisors have started', () => {
  const Processes = [
    row(1, 0, '/.tackle/init --agent /a'),
    row(7, 1, '/.tackle/init --agent /a'),
    row(8, 7, 'python3.8 a.py'),
    row(9, 8, 'cc1 a.c'),
    row(20, 1, '/.tackle/init --agent /a'),
    row(21, 20, 'make -j8 all'),
  ];
  const tools = ['python3.8 a.py', 'make -j8 all'];
  expect(toolsIn({ Titles: PODMAN, Processes }, 'kept')).toEqual(tools);
});

test('a launch that is just beginning, or ending, counts', () => {
  const Processes = [row(900, 880, 'init --agent'), row(901, 900, 'init --agent')];
  expect(toolsIn({ Titles: DOCKER, Processes }, 'kept')).toEqual(['init --agent']);
});

test('what runs in the container of one launch is what its init has started', () => {
  const Processes = [row(900, 880, 'init --link /l'), row(901, 900, 'bash'), row(902, 901, 'vi')];
  expect(toolsIn({ Titles: DOCKER, Processes }, 'one launch')).toEqual(['bash']);
});

test('of a container in which nothing is left there is nothing to tell', () => {
  expect(toolsIn({ Titles: DOCKER, Processes: null }, 'kept')).toEqual([]);
});
