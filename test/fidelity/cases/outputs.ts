import type { Case } from '../case.ts';
import type { Stage } from '../stage.ts';

export const outputs: readonly Case[] = [
  {
    row: 4,
    part: 'stdout and stderr are two streams',
    streams: 'pipes',
    observe: (stage) =>
      stage.sh(`tool bash -c 'echo out; echo err >&2; printf end; printf END >&2'`),
  },
  {
    row: 4,
    part: 'a tool that says nothing leaves both empty',
    streams: 'pipes',
    observe: (stage) => stage.sh('tool true'),
  },
  {
    row: 4,
    part: 'a newline stays one byte',
    streams: 'pipes',
    observe: (stage) => stage.sh(`tool bash -c 'printf "a\\nb\\r\\n"; printf "c\\n\\n" >&2'`),
  },
  {
    row: 4,
    part: 'a newline stays one byte in a pipe, typed at a terminal',
    streams: 'terminal',
    observe: (stage) =>
      stage.onTerminal(`tool bash -c 'printf "a\\nb\\r\\n"' | od -c
        tool bash -c 'printf "a\\nb\\r\\n" >&2' 2>&1 >/dev/null | od -c`),
  },
  {
    row: 4,
    part: 'stderr in a file, stdout on the terminal',
    streams: 'terminal',
    observe: (stage) =>
      stage.onTerminal(`tool bash -c 'echo shown; echo hidden >&2' 2>log; od -c log`),
  },
  {
    row: 4,
    part: 'the order of both in one pipe: 2>&1',
    streams: 'pipes',
    observe: (stage) => stage.sh(`${IN_TURN} 2>&1 | cat`),
  },
  {
    row: 4,
    part: 'the order of both in one file: >log 2>&1',
    streams: 'pipes',
    observe: (stage) => stage.sh(`${IN_TURN} >log 2>&1; cat log`),
  },
  {
    row: 4,
    part: 'the order of both on a terminal',
    streams: 'terminal',
    observe: (stage) => stage.onTerminal(IN_TURN),
  },
  {
    row: 4,
    part: 'a tool that closes stdout early ends its reader, and goes on',
    streams: 'pipes',
    observe: (stage) =>
      stage.sh(`mkfifo ended
        tool bash -c 'echo last; exec >&-; read end <ended; echo "$end" >&2; exit 3' |
          { cat; echo over >ended; }
        echo "\${PIPESTATUS[*]}"`),
  },
  {
    row: 4,
    part: 'a tool that closes stderr early ends its reader, and goes on',
    streams: 'pipes',
    observe: (stage) =>
      stage.sh(`mkfifo ended
        { tool bash -c 'echo last >&2; exec 2>&-; read end <ended; echo "$end"; exit 3' 2>&1 >&3 |
          { cat; echo over >ended; }
        echo "\${PIPESTATUS[*]}"; } 3>&1`),
  },
  {
    row: 8,
    part: 'a tool that writes is ended by SIGPIPE',
    streams: 'pipes',
    observe: (stage) => andIsOver(stage, 'tool yes | head -n 1'),
  },
  {
    row: 8,
    part: 'a tool that writes to stderr is ended by SIGPIPE',
    streams: 'pipes',
    observe: (stage) => andIsOver(stage, `tool bash -c 'exec yes >&2' 2>&1 >/dev/null | head -n 1`),
  },
  {
    row: 8,
    part: 'a tool that writes is ended by SIGPIPE, typed at a terminal',
    streams: 'terminal',
    async observe(stage) {
      const seen = await stage.onTerminal(`tool yes | head -n 1; echo "\${PIPESTATUS[*]}"`);
      return { ...seen, isOver: await stage.isLeftTidy() };
    },
  },
  {
    row: 8,
    part: 'Python’s BrokenPipeError, told on stderr',
    streams: 'pipes',
    observe(stage) {
      const tool = `import os, sys
try:
    while True: os.write(1, b"y\\n")
except BrokenPipeError:
    sys.exit("broken")`;
      return stage.sh(`tool python3 -c '${tool}' | head -n 1; echo "\${PIPESTATUS[*]}"`);
    },
  },
  {
    row: 8,
    part: 'Node’s EPIPE, told on stderr',
    streams: 'pipes',
    observe(stage) {
      const tool = `process.stdout.on("error", ({ code }) => { console.error(code); process.exit(5); });
        setInterval(() => process.stdout.write("y\\n"), 1)`;
      return stage.sh(`tool node -e '${tool}' | head -n 1; echo "\${PIPESTATUS[*]}"`);
    },
  },
  {
    row: 8,
    part: 'a tool that only computes is left alone',
    streams: 'pipes',
    observe: (stage) =>
      stage.sh(`mkfifo gone
        tool bash -c 'echo one; read word <gone; echo "$word" >&2; exit 6' |
          { read -r line; echo "$line" >&2; exec <&-; echo reader gone >gone; }
        echo "\${PIPESTATUS[*]}"`),
  },
  {
    row: 8,
    part: 'a writer into the tool is ended when the tool ends',
    streams: 'pipes',
    observe: (stage) => stage.sh(`yes | tool head -n 1; echo "\${PIPESTATUS[*]}"`),
  },
  {
    row: 8,
    part: 'a writer into the tool is ended when the tool closes its input',
    streams: 'pipes',
    observe: (stage) =>
      stage.sh(`mkfifo gone
        { yes; echo "$?" >gone; } | tool bash -c 'exec <&-; read status <gone; echo "$status"'`),
  },
];

/** Two hundred lines, to stdout and stderr in turn. */
const IN_TURN = `tool python3 -c 'import os
for n in range(200): os.write(1 + n % 2, b"%d\\n" % n)'`;

/** How a pipeline ended, and whether its tool did. */
async function andIsOver(stage: Stage, pipeline: string): Promise<object> {
  const outcome = await stage.sh(`${pipeline}; echo "\${PIPESTATUS[*]}"`);
  return { ...outcome, isOver: await stage.isLeftTidy() };
}
