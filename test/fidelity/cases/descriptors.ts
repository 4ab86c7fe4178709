import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Case } from '../case.ts';
import type { Stage } from '../stage.ts';

export const descriptors: readonly Case[] = [
  {
    row: 9,
    part: 'stdin from the terminal; stdout and stderr to it or elsewhere',
    streams: 'terminal',
    observe: (stage) => terminals(stage, ['', '2>log', '| cat', '2>log | cat']),
  },
  {
    row: 9,
    part: 'stdin from a file; stdout and stderr to the terminal or elsewhere',
    streams: 'terminal',
    observe: (stage) =>
      terminals(stage, ['<file', '<file 2>log', '<file | cat', '<file 2>log | cat']),
  },
  {
    row: 9,
    part: '/dev/null in place of each',
    streams: 'terminal',
    observe: (stage) => terminals(stage, ['</dev/null', '>/dev/null', '2>/dev/null']),
  },
  {
    row: 9,
    part: 'no terminal anywhere',
    streams: 'pipes',
    observe: (stage) => stage.sh('tool tty; echo "$?"'),
  },
  {
    row: 9,
    part: 'a tool that arranges things for a terminal does not for a pipe',
    streams: 'terminal',
    observe: (stage) =>
      stage.onTerminal(`mkdir some; touch some/one some/two
      tool bash -c 'exec ls some'; tool bash -c 'exec ls some' | cat`),
  },
  {
    row: 9,
    part: 'each opens by its name: /dev/stdin, /dev/stdout, /dev/stderr',
    streams: 'pipes',
    observe(stage) {
      const tool = 'cat /dev/stdin; echo out >/dev/stdout; echo err >/dev/stderr';
      return stage.sh(`{ echo in | tool bash -c '${tool}' | cat; } 2>&1 | sort`);
    },
  },
  {
    row: 9,
    part: 'a descriptor that is closed is closed',
    streams: 'pipes',
    observe(stage) {
      const tool = `import os
def is_open(n):
    try: os.fstat(n); return True
    except OSError: return False
print([is_open(n) for n in range(3)], file=open("seen", "a"))`;
      const line = `tool python3 -c '${tool}'`;
      return stage.sh(`${line} <&-; ${line} >&-; ${line} 2>&-; cat seen`);
    },
  },
  {
    row: 10,
    part: 'an input can be sought in',
    streams: 'pipes',
    observe(stage) {
      stage.write('file', 'one two three\n');
      const tool = 'import os; os.lseek(0, 4, 0); print(os.read(0, 3))';
      return stage.sh(`tool python3 -c '${tool}' <file`);
    },
  },
  {
    row: 10,
    part: 'an output can be sought in',
    streams: 'pipes',
    observe(stage) {
      const tool = 'import os; os.write(1, b"hello\\n"); os.lseek(1, 0, 0); os.write(1, b"J")';
      return stage.sh(`tool python3 -c '${tool}' >file; cat file`);
    },
  },
  {
    row: 10,
    part: 'fstat tells kind and size of an input',
    streams: 'pipes',
    observe(stage) {
      stage.write('file', 'one two three\n');
      const tool = 'import os, stat; s = os.fstat(0); print(stat.S_ISREG(s.st_mode), s.st_size)';
      return stage.sh(`tool python3 -c '${tool}' <file`);
    },
  },
  {
    row: 10,
    part: 'fstat tells kind and size of an output',
    streams: 'pipes',
    observe(stage) {
      const tool =
        'import os, stat; s = os.fstat(1); print(stat.S_ISREG(s.st_mode), s.st_size, flush=True)';
      return stage.sh(`echo before >file; tool python3 -c '${tool}' >>file; cat file`);
    },
  },
  {
    row: 10,
    part: 'commands before and after write to the same file: { a; tool; b; } >file',
    streams: 'pipes',
    observe: (stage) =>
      stage.sh(`{ echo before; tool bash -c 'echo tool'; echo after; } >file; cat file`),
  },
  {
    row: 10,
    part: 'what others append meanwhile is not overwritten: tool >>log',
    streams: 'pipes',
    observe: (stage) =>
      stage.sh(`mkfifo up go; echo first >log
        tool bash -c 'echo one; echo >up; read word <go; echo two' >>log & read word <up
        until [ "$(wc -l <log)" = 2 ]; do sleep 0.05; done
        echo between >>log; echo >go; wait; cat log`),
  },
  {
    row: 10,
    part: 'what others write to a file that is not appended to is overwritten: tool >log',
    streams: 'pipes',
    observe: (stage) =>
      stage.sh(`mkfifo up go
        tool bash -c 'echo one; echo >up; read word <go; echo two' >log & read word <up
        until [ "$(wc -l <log)" = 1 ]; do sleep 0.05; done
        echo between >>log; echo >go; wait; cat log`),
  },
  {
    row: 10,
    part: 'an input is read from where the command before left it',
    streams: 'pipes',
    observe(stage) {
      stage.write('file', 'one\ntwo\nthree\n');
      return stage.sh('{ head -c 4 >/dev/null; tool cat; } <file');
    },
  },
  {
    row: 10,
    part: 'the command after reads on where the tool stopped',
    streams: 'pipes',
    observe(stage) {
      stage.write('file', 'one\ntwo\nthree\n');
      return stage.sh('{ tool head -c 4; echo then; cat; } <file');
    },
  },
  {
    row: 10,
    part: 'a tool that read all of a file leaves nothing of it',
    streams: 'pipes',
    observe(stage) {
      stage.write('file', 'one\ntwo\nthree\n');
      return stage.sh('{ tool cat; echo then; cat; } <file');
    },
  },
  {
    row: 10,
    part: 'a full disk is told to the tool',
    streams: 'pipes',
    observe(stage) {
      const tool = `import errno, os, sys
try: os.write(1, b"lost")
except OSError as error: sys.exit(errno.errorcode[error.errno])`;
      return stage.sh(`tool python3 -c '${tool}' >/dev/full; echo "$?"`);
    },
  },
  {
    row: 10,
    part: 'a directory as input is told to the tool',
    streams: 'pipes',
    observe: (stage) => stage.sh('tool cat <. ; echo "$?"'),
  },
  {
    row: 11,
    part: 'a further output: 3>file',
    streams: 'pipes',
    async observe(stage) {
      const { end, out } = await stage.sh(
        `tool bash -c 'echo three >&3' 3>file; echo "$?"; cat file`,
      );
      return { end, out };
    },
  },
  {
    row: 11,
    part: 'a further input, by its name: tool cat /dev/fd/3',
    streams: 'pipes',
    async observe(stage) {
      stage.write('file', 'three\n');
      const { end, out } = await stage.sh('tool cat /dev/fd/3 3<file');
      return { end, out };
    },
  },
  {
    row: 11,
    part: 'another command’s output as a file: tool cat <(cmd)',
    streams: 'pipes',
    async observe(stage) {
      const { end, out } = await stage.sh('tool cat <(echo one) <(echo two)');
      return { end, out };
    },
  },
  {
    row: 11,
    part: 'no other is: a tool has those it was given',
    streams: 'pipes',
    observe: (stage) =>
      // Whatever the run itself has open; and the listing's own is the fourth.
      stage.sh(`for fd in /proc/$$/fd/*; do ((\${fd##*/} > 2)) && eval "exec \${fd##*/}>&-"; done
        tool python3 -c 'import os; print(sorted(os.listdir("/proc/self/fd")))'`),
  },
];

/** Which of the three the tool takes for terminals, in each of these ways of calling it. */
async function terminals(stage: Stage, ways: readonly string[]): Promise<object> {
  stage.write('file', 'one\n');
  const tool = 'import os; print([os.isatty(n) for n in range(3)], file=open("seen", "a"))';
  await stage.onTerminal(ways.map((way) => `tool python3 -c '${tool}' ${way}`).join('\n'));
  const seen = readFileSync(join(stage.project, 'seen'), 'utf8').trim().split('\n');
  return ways.map((way, index) => `${way}: ${seen[index]}`);
}
