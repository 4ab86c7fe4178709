import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { sandboxesIn } from '../../../src/engines/embedded/sandboxes-in.ts';
import type { Process } from '../../../src/host/processes.ts';

const INIT = '/run/.tackle/init';
const hash = createHash('sha256').update('/home/ada/thesis').digest('hex').slice(0, 12);
const home = `/home/ada/.local/share/tackle/homes/python@3.8-${hash}`;
const mounts = ['--ro-bind', '/images/root', '/', '--bind', '/home/ada/thesis', '/home/ada/thesis'];
const bwrap = ['/usr/bin/bwrap', ...mounts, '--bind', home, '/home/ada', '--', INIT, '--link', 'x'];

function process(pid: number, parent: number, ...words: readonly string[]): Process {
  return { pid, parent, uid: 1000, words, started: 5000 };
}

const FOUND = {
  ...{ id: '10', toolbox: 'python@3.8', project: '/home/ada/thesis' },
  ...{ life: 'one launch', made: 5000 },
};

test('bubblewrap that has forked twice is one sandbox, with what init has started', () => {
  const tree = [
    process(1, 0, 'init'),
    process(10, 1, ...bwrap),
    process(11, 10, ...bwrap),
    process(12, 11, INIT, '--link', 'x'),
    process(13, 12, 'python3.8', 'a.py'),
    process(14, 13, 'cc'),
  ];
  expect(sandboxesIn(tree, 1000)).toEqual([{ ...FOUND, tools: ['python3.8 a.py'] }]);
  expect(sandboxesIn(tree, 1001)).toEqual([]);
});

test('one that is just starting runs nothing yet, and those of others are none of ours', () => {
  const other = ['bwrap', '--bind', '/', '/', '--', 'bash'];
  expect(sandboxesIn([process(10, 1, ...bwrap), process(20, 1, ...other)], 1000)).toEqual([
    { ...FOUND, tools: [] },
  ]);
});

test('a toolbox outside of projects has its name alone', () => {
  const words = bwrap.map((word) => (word === home ? home.replace(`-${hash}`, '') : word));
  expect(sandboxesIn([process(10, 1, ...words)], 1000)).toMatchObject([{ toolbox: 'python@3.8' }]);
});
