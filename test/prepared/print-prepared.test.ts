import { expect, test } from 'vitest';
import { decodeBytes } from '../../src/kernel/byte-text.ts';
import { nameOfPrepared, printPrepared } from '../../src/prepared/print-prepared.ts';
import { COMMAND, NO_GUARDS, TOOLBOX } from './front.ts';

const FOR = {
  project: '/home/ada/thesis',
  command: COMMAND,
  variables: { TERM: 'xterm', LANG: '' },
};
const GUARDS = { ...NO_GUARDS, caller: { uid: 1000, gid: 100, groups: [4, 24] } };

test('a file is named by the project, the command and the terminal', () => {
  expect(nameOfPrepared(FOR)).toMatchInlineSnapshot(`"ffad26251c305cdd"`);
  const others = [
    { ...FOR, project: '/home/ada/thesi' },
    { ...FOR, variables: { TERM: '', LANG: 'xterm' } },
  ];
  expect(new Set([FOR, ...others].map(nameOfPrepared)).size).toBe(3);
});

test('a launch that takes Node each time', () => {
  const text = decodeBytes(printPrepared({ ...FOR, guards: GUARDS, way: { kind: 'slow' } }));
  expect(text.replaceAll('\0', ' ')).toMatchInlineSnapshot(
    `"tackle-prepared 3 slow /home/ada/thesis tool xterm  caller 1 1000 100 4,24 variables 0 unset 0 all-of 0 nothing 0 hidden 0 directories 0 files 0 "`,
  );
});

test('a launch by an agent', () => {
  const way = {
    ...TOOLBOX,
    kind: 'agent' as const,
    socket: '/run/user/1000/tackle/warm/abc/agent',
    pid: 4711,
    removed: ['container'],
    limits: [{ resource: 7, most: 4096 }],
  };
  const guards = { ...GUARDS, files: [{ path: '/a', said: '1 2' }], variables: { HOME: '/home' } };
  const text = decodeBytes(printPrepared({ ...FOR, guards, way }));
  expect(text.replaceAll('\0', ' ')).toMatchInlineSnapshot(
    `"tackle-prepared 3 agent /home/ada/thesis tool xterm  caller 1 1000 100 4,24 variables 1 HOME=/home unset 0 all-of 0 nothing 0 hidden 0 directories 0 files 2 /a 1 2 project 0 start 0 shown 0 own 3 /run /tmp /var/tmp trees 11 /bin /dev /etc /lib /lib32 /lib64 /libx32 /proc /sbin /sys /usr weak 0 pass 0 pass-prefixes 0 never 0 never-prefixes 0 set 0 exec 1 tool init 0 agent 2 /run/user/1000/tackle/warm/abc/agent 4711 removed 1 container limits 2 7 4096 "`,
  );
});
