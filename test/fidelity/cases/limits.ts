import type { Case } from '../case.ts';

/** The shell stays after it: a limit of a shell that makes way for the tool is a part of its own. */
const LOOK = `tool cat /proc/self/limits; true`;

const OPEN_ALL = String.raw`
import os
files = []
try:
    while True: files.append(os.open("/dev/null", os.O_RDONLY))
except OSError as error:
    print(len(files), error.strerror)
`;

export const limits: readonly Case[] = [
  {
    row: 40,
    part: 'every limit, soft and hard, as the caller has it',
    streams: 'pipes',
    observe: (stage) => stage.sh(LOOK),
  },
  {
    row: 40,
    part: 'limits that were lowered, soft, or hard, or both',
    streams: 'pipes',
    async observe(stage) {
      const both = 'ulimit -c 0; ulimit -f 2000; ulimit -s 4096; ulimit -u 3000; ulimit -t 1000';
      const soft =
        'ulimit -Hn 1500; ulimit -Sn 400; ulimit -Ss 2048; ulimit -St 500; ulimit -Sv 9000000';
      return [await stage.sh(`${both}; ${LOOK}`), await stage.sh(`${soft}; ${LOOK}`)];
    },
  },
  {
    row: 40,
    part: 'a limit is felt where it is reached',
    streams: 'pipes',
    async observe(stage) {
      stage.write('open.py', OPEN_ALL);
      const files = 'ulimit -n 50; tool python3 open.py; true';
      const size = `ulimit -c 0; ulimit -f 8; tool bash -c 'exec head -c 100000 /dev/zero > big'; echo $?; stat -c %s big`;
      const memory = `ulimit -v 3000000; tool python3 -c 'bytearray(4 << 30)' 2>&1 | tail -1`;
      return Promise.all([files, `{ ${size}; } 2>/dev/null`, memory].map((line) => stage.sh(line)));
    },
  },
  {
    row: 40,
    part: 'a limit on open files that is set as the shell makes way for the tool',
    streams: 'pipes',
    observe: (stage) => stage.sh(`ulimit -Sn 300; exec tool bash -c 'ulimit -Sn; ulimit -Hn'`),
  },
  {
    row: 40,
    part: 'niceness',
    streams: 'pipes',
    observe: (stage) =>
      stage.sh(
        `tool nice; nice -n 5 tool nice; nice -n 5 tool nice -n 3 nice; nice -n 30 tool nice`,
      ),
  },
  {
    row: 40,
    part: 'niceness below zero',
    streams: 'pipes',
    callers: ['root'],
    observe: (stage) => stage.sh('nice -n -5 tool nice'),
  },
  {
    row: 40,
    part: 'the processors that it may run on',
    streams: 'pipes',
    async observe(stage) {
      const look = `tool python3 -c 'import os; print(os.sched_getaffinity(0))'`;
      return stage.sh(`${look}; taskset -c 0 ${look}; taskset -c 0 tool bash -c nproc`);
    },
  },
];
