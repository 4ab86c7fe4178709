import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { killMarked, MARK, markedProcesses } from '../fidelity/marked-processes.ts';
import { scratch } from './scratch.ts';
import { until } from './until.ts';

const WITHIN = { within: 30_000, what: 'a `sleep`' };
const nameOf = (pid: number) => readFileSync(`/proc/${pid}/comm`, 'utf8').trim();

test.each([
  ['that bears its mark, wherever it is', (project: string) => [`${MARK}=${project}`], '/'],
  ['that has no variables, as in the midst of an execve', () => [], undefined],
])('a stage ends a process %s', async (_, variables, cwd) => {
  using project = scratch('marked');
  const child = spawn('env', ['-i', ...variables(project.path), 'sleep', '1000'], {
    cwd: cwd ?? project.path,
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  await until(() => nameOf(child.pid!) === 'sleep', WITHIN);
  const isMarked = markedProcesses(project.path).length > 0;
  killMarked(project.path);
  expect({ isMarked, end: await ended }).toEqual({
    isMarked: cwd !== undefined,
    end: [null, 'SIGKILL'],
  });
});
