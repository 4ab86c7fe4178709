import type { Case } from '../case.ts';

export const input: readonly Case[] = [
  {
    row: 6,
    part: 'a tool may answer after the end of its input',
    streams: 'pipes',
    observe: (stage) =>
      stage.sh(`mkfifo go
        printf 'a\\nb\\n' | tool bash -c 'cat; read word <go; echo "$word"; exit 3' |
          { read -r one; read -r two; echo "$one $two"; echo after >go; cat; }
        echo "\${PIPESTATUS[*]}"`),
  },
  {
    row: 6,
    part: 'the end comes when the last writer goes, not before',
    streams: 'pipes',
    observe: (stage) =>
      stage.sh(`mkfifo answers
        exec 4<>answers
        { echo one; read -r line <&4; echo "$line, two"; read -r line <&4; echo "$line, three"; } |
          tool bash -c 'while read -r line; do echo "$line" >answers; echo "$line"; done; echo end'`),
  },
  {
    row: 6,
    part: 'an empty input ends at once',
    streams: 'pipes',
    observe: (stage) =>
      stage.sh(`tool cat </dev/null; echo "$?"
        : | tool cat; echo "$?"
        : >empty; tool cat <empty; echo "$?"`),
  },
  {
    row: 6,
    part: 'an input that never ends does not keep a tool that has ended',
    streams: 'pipes',
    observe: (stage) =>
      stage.sh(`mkfifo never; exec 4<>never; tool bash -c 'exit 4' <&4; echo "$?"
        sleep 1000 | { tool bash -c 'exit 5'; echo "$?"; kill 0; } &
        wait "$!"`),
  },
  {
    row: 6,
    part: 'a reader who comes after the tool’s end finds all of it',
    streams: 'pipes',
    observe: (stage) =>
      // As much as fits into a pipe, so that a tool can end with nobody reading.
      stage.sh(`mkfifo written
        { tool bash -c 'seq 1 12000; echo last'; echo "$?" >written; } |
          { read -r status <written; echo "$status"; sha256sum; }`),
  },
  {
    row: 6,
    part: 'a reader who comes when nothing more fits finds all of 18.9 MB',
    streams: 'pipes',
    observe: (stage) => stage.sh(`${FULL}exit(0)' | ${LATE}; echo "\${PIPESTATUS[*]}"`),
  },
  {
    row: 6,
    part: 'such a reader finds all of it, also when the tool was killed after its last byte',
    streams: 'pipes',
    observe: (stage) =>
      stage.sh(
        `{ ${FULL}os.kill(os.getpid(), 9)' | ${LATE}; echo "\${PIPESTATUS[*]}"; } 2>/dev/null`,
      ),
  },
  {
    row: 7,
    part: 'a loop that reads lines sees each of them: while read line; do tool; done',
    streams: 'pipes',
    observe: (stage) =>
      stage.sh(
        `printf '%s\\n' one two three | while read -r line; do ${QUIET}; echo "$line"; done`,
      ),
  },
  {
    row: 7,
    part: 'what a tool leaves in a pipe is the next command’s',
    streams: 'pipes',
    observe: (stage) =>
      stage.sh(
        `printf 'one\\ntwo\\nthree\\n' | { tool bash -c 'read line; echo "tool: $line"'; cat; }`,
      ),
  },
  {
    row: 7,
    part: 'a tool that was given another input takes nothing: tool </dev/null',
    streams: 'pipes',
    observe: (stage) =>
      stage.sh(
        `printf '%s\\n' one two | while read -r line; do tool cat </dev/null; echo "$line"; done`,
      ),
  },
  {
    row: 7,
    part: 'a line typed ahead is the next command’s',
    streams: 'terminal',
    async observe(stage) {
      await using at = await stage.shell('bash');
      at.send(`mkfifo go; tool bash -c 'echo up; read word <go'\r`);
      await at.expect(/\nup\n/);
      at.send('echo typed "ahead"\r');
      // The terminal shows what is typed as soon as it is the tool's to read.
      await at.expect('echo typed "ahead"');
      await stage.sh('echo >go');
      await at.expect('typed ahead\n');
      return true;
    },
  },
];

/** Writes until nothing more fits, tells of it, writes the rest. What is left is how it ends. */
const FULL = `mkfifo full; tool python3 -c 'import os
lines = b"".join(b"%d " % n for n in range(2500000))[:18900000]
os.set_blocking(1, False)
at = 0
try:
    while at < len(lines): at += os.write(1, lines[at:at + 65536])
except BlockingIOError: pass
open("full", "w").write("full\\n")
os.set_blocking(1, True)
while at < len(lines): at += os.write(1, lines[at:])
`;

const LATE = '{ read -r word <full; echo "$word"; sha256sum; }';

/** Reads nothing, and lives for as long as it takes to start an interpreter. */
const QUIET = `tool python3 -c 'pass'`;
