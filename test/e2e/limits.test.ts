import { userInfo } from 'node:os';
import { expect, test } from 'vitest';
import { ordinaryUser } from '../rig/user.ts';
import { asNatively } from './as-natively.ts';

// The shell stays: what it is to Node, see `host/resource-limits.ts`.
const LOOK = `$run sh -c 'cat /proc/self/limits; nice; nproc'; true`;

test.each([
  'true',
  'ulimit -n 50',
  'ulimit -n 500; ulimit -Sn 50',
  'ulimit -t 100',
  'ulimit -c 0',
  'ulimit -Sc unlimited',
  'ulimit -f 1000',
  'ulimit -f 2',
  'ulimit -s 1000',
  'ulimit -Ss unlimited',
  'ulimit -v 4000000',
  'ulimit -Sd 500000',
  'ulimit -l 10; ulimit -q 1000; ulimit -i 100; ulimit -x 50; ulimit -R 90000',
])('limits are the same inside: %s', async (ulimit) => {
  expect(await asNatively(`${ulimit}; ${LOOK}`)).toMatch(/^Limit .*\nMax cpu time /);
});

test('also those of somebody who is not root', async () => {
  const said = await asNatively(`ulimit -u 300; ulimit -Sn 70; ${LOOK}`, ordinaryUser());
  expect(said).toMatch(/^Max processes +300 +300 /m);
  expect(said).toMatch(/^Max open files +70 /m);
});

/** Starts more processes than `ulimit -u` allows, and ends them. */
const FORKS = `
import os, signal
children = []
try:
    for _ in range(400):
        child = os.fork()
        if child == 0:
            signal.pause()
        children.append(child)
except BlockingIOError:
    print("refused")
for child in children:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
`;

test('a limit on processes holds', async () => {
  const script = `ulimit -u 300; $run python3 -c '${FORKS}'`;
  expect(await asNatively(script, ordinaryUser())).toBe('refused\n');
});

test('a limit on processor time ends the tool as it does outside', async () => {
  const loops = `{ $run python3 -c 'while True: pass'; } 2>/dev/null; echo $?`;
  expect(await asNatively(`ulimit -c 0; ulimit -St 1; ${loops}`)).toBe('152\n');
});

test('a limit on the size of files ends the tool as it does outside', async () => {
  const writes = `{ $run sh -c 'exec cat /dev/zero >made'; } 2>/dev/null; echo $?; stat -c %s made`;
  expect(await asNatively(`ulimit -c 0; ulimit -f 4; ${writes}`)).toBe('153\n4096\n');
});

test.each([
  ['stdout', `$run sh -c 'exec cat /dev/zero' >out`],
  ['stderr', `$run sh -c 'exec cat /dev/zero >&2' 2>out`],
])('so it does when the file is the %s of the caller', async (_, writes) => {
  const script = `ulimit -c 0; ulimit -f 4; { ${writes}; } 2>/dev/null; echo $?; stat -c %s out`;
  expect(await asNatively(script)).toBe('153\n4096\n');
});

test('a core file is the tool’s own', async () => {
  const abort = `{ $run python3 -c 'import os; os.abort()'; } 2>/dev/null; echo $?; ls`;
  const whose = `head -c 8192 core* 2>/dev/null | tr -c '[:alnum:]' '\n' | grep -x -m1 -e node -e import`;
  expect(await asNatively(`ulimit -Sc unlimited; ${abort}; ${whose}`)).toMatch(/^134\n/);
});

test('a limit on memory is felt by the tool', async () => {
  const takes = `$run python3 -c 'bytearray(3 << 30)' 2>&1 | tail -1`;
  expect(await asNatively(`ulimit -v 2500000; ${takes}`)).toBe('MemoryError\n');
});

test('niceness is the same inside', async () => {
  expect(await asNatively('nice -n 5 $run sh -c nice')).toMatch(/^\d+\n$/);
});

test.runIf(userInfo().uid === 0)('niceness below zero keeps no tool from starting', async () => {
  expect(await asNatively(`nice -n -5 $run sh -c 'echo here'`)).toBe('here\n');
});

test('processors are the same inside', async () => {
  const first = `$(taskset -pc $$ | sed 's/.*: //; s/[-,].*//')`;
  const look = `$run python3 -c 'import os; print(os.sched_getaffinity(0))'`;
  expect(await asNatively(`${look}; taskset -c ${first} ${look}`)).toMatch(/\{\d+\}\n$/);
});
