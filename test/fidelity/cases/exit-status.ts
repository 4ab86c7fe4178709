import type { Case } from '../case.ts';
import type { Stage } from '../stage.ts';
import { atRest } from '../tools-at-work.ts';

export const exitStatus: readonly Case[] = [
  {
    row: 1,
    part: 'statuses from one end of the range to the other',
    streams: 'pipes',
    async observe(stage) {
      const statuses = [0, 1, 2, 7, 64, 128, 130, 143, 254, 255];
      return Promise.all(statuses.map((status) => stage.sh(`tool bash -c 'exit ${status}'`)));
    },
  },
  {
    row: 1,
    part: 'a status of a tool that has the terminal to itself',
    streams: 'terminal',
    async observe(stage) {
      await using at = stage.terminal(`tool bash -c 'exit 43'`);
      return { ...(await stage.within(at.ended, 'the tool ended')) };
    },
  },
  {
    row: 1,
    part: 'a shell decides by it: if, &&, set -e',
    streams: 'pipes',
    observe: (stage) =>
      stage.sh(`if tool bash -c 'exit 2'; then echo yes; else echo "no, $?"; fi
        tool true && echo next
        set -e; tool bash -c 'exit 9'; echo never`),
  },
  {
    row: 2,
    part: 'death by each signal that ends a program',
    streams: 'pipes',
    observe: (stage) =>
      deaths(stage, 'HUP INT KILL USR1 USR2 PIPE ALRM TERM STKFLT VTALRM PROF IO PWR'),
  },
  {
    row: 2,
    part: 'death by each signal that dumps core',
    streams: 'pipes',
    observe: (stage) => deaths(stage, 'QUIT ILL TRAP ABRT BUS FPE SEGV XCPU XFSZ SYS'),
  },
  {
    row: 2,
    part: 'death by real-time signals',
    streams: 'pipes',
    observe: (stage) => deaths(stage, 'RTMIN RTMAX'),
  },
  {
    row: 2,
    part: 'a core file is the tool’s, where the limit lets it have one',
    streams: 'pipes',
    async observe(stage) {
      // What only the memory of the tool holds.
      const tool = `bash -c 'half=plugh; whole=$half$half; kill -SEGV $$'`;
      const { end, out } = await stage.sh(`ulimit -Sc unlimited; tool ${tool}; echo "$?"
        set -- core*; echo "$#"; grep -aq plughplugh "$@" && echo found`);
      return { end, out };
    },
  },
  {
    row: 2,
    part: 'a shell says 128 and the signal’s number',
    streams: 'pipes',
    async observe(stage) {
      const line = `tool bash -c 'kill -TERM $$'; echo "$?"
        tool bash -c 'kill -KILL $$' | cat; echo "\${PIPESTATUS[*]}"
        tool bash -c 'kill -USR1 $$' & wait "$!"; echo "$?"`;
      // On stderr the shell tells of each death, with the process's number.
      const { end, out } = await stage.sh(line);
      return { end, out };
    },
  },
  {
    row: 2,
    part: 'death on a terminal of its own',
    streams: 'terminal',
    async observe(stage) {
      await using at = stage.terminal(`tool bash -c 'kill -SEGV $$'`);
      return { ...(await stage.within(at.ended, 'the tool ended')) };
    },
  },
  {
    row: 2,
    part: 'an interactive shell tells what killed the tool',
    streams: 'terminal',
    async observe(stage) {
      await using at = await stage.shell('bash');
      at.send(`tool bash -c 'kill -KILL $$'\r`);
      await at.expect(/\nKilled\n[^]*sh> /);
      at.send(`tool bash -c 'kill -SEGV $$'\r`);
      const [words] = await at.expect(/\nSegmentation fault.*\n[^]*sh> /);
      at.send('echo "status $?"\r');
      const [status] = await at.expect(/status \d+\n/);
      return { words, status };
    },
  },
  ...(['bash', 'zsh'] as const).map((kind): Case => ({
    row: 2,
    part: `Ctrl-C ends a loop typed into ${kind}`,
    streams: 'terminal',
    async observe(stage) {
      await using at = await stage.shell(kind);
      at.send(`for i in 1 2 3; do tool sh -c "echo round $i; exec sleep 1000"; done\r`);
      await at.expect(/round 1\n/);
      at.send('\x03');
      await at.expect('sh> ');
      at.send('echo "status $?"\r');
      const [status] = await at.expect(/status \d+\n/);
      return { status, rounds: roundsOf(at.text) };
    },
  })),
  {
    row: 2,
    part: 'Ctrl-C ends a script around the tool',
    streams: 'terminal',
    async observe(stage) {
      const line = 'for i in 1 2 3; do tool sh -c "echo round $i; exec sleep 1000"; done; exit 7';
      await using at = stage.terminal(line);
      await at.expect(/round 1\n/);
      at.send('\x03');
      const end = await stage.within(at.ended, 'the script ended');
      return { ...end, rounds: roundsOf(at.text) };
    },
  },
  {
    row: 2,
    part: 'a script goes on when its tool took Ctrl-C for itself',
    streams: 'terminal',
    async observe(stage) {
      const tool = `tool bash -c 'trap "exit 130" INT; echo round '$i'; while :; do sleep 1000; done'`;
      await using at = stage.terminal(`for i in 1 2; do ${tool}; done; exit 7`);
      for (const round of [1, 2]) {
        await at.expect(`round ${round}\n`);
        await atRest(stage, 'sleep');
        at.send('\x03');
      }
      return { ...(await stage.within(at.ended, 'the script ended')) };
    },
  },
  {
    row: 2,
    part: 'what waits for the tool hears of Ctrl-C too',
    streams: 'terminal',
    async observe(stage) {
      const tool = 'trap "echo caught; exit 3" INT; echo up; while :; do sleep 1000; done';
      const caller = `import os, signal, subprocess, sys
signal.signal(signal.SIGINT, lambda *_: os.write(1, b"caller interrupted\\n"))
print("status", subprocess.Popen(["tool", "bash", "-c", sys.argv[1]]).wait())`;
      await using at = stage.terminal(`python3 -c '${caller}' '${tool}'; read -r`);
      await at.expect(/\bup\n/);
      await atRest(stage, 'sleep');
      at.send('\x03');
      await at.expect(/status \d+\n/);
      return at.text.match(/caught|caller interrupted|status \d+/g)!.sort();
    },
  },
  {
    row: 3,
    part: 'a tool’s own 125, 126 and 127',
    streams: 'pipes',
    observe: (stage) =>
      Promise.all(
        ['exit 125', 'exit 126', 'exit 127'].map((own) => stage.sh(`tool bash -c '${own}'`)),
      ),
  },
  {
    row: 3,
    part: '127 for a program that is not there',
    streams: 'pipes',
    observe: (stage) => failure(stage, 'tool no-such-tool'),
  },
  {
    row: 3,
    part: '127 for a path that is not there',
    streams: 'pipes',
    observe: (stage) => failure(stage, 'tool ./missing'),
  },
  {
    row: 3,
    part: '126 for a program that cannot be executed',
    streams: 'pipes',
    observe(stage) {
      stage.write('bin/own', 'no program\n');
      return failure(stage, 'tool own');
    },
  },
  {
    row: 3,
    part: 'a program without #! is one for the shell',
    streams: 'pipes',
    observe(stage) {
      stage.write('bin/own', 'echo "$# $1"; exit 3\n', 0o755);
      return stage.sh('tool own "a word"');
    },
  },
];

/** What a program sees that waits for tools, all at once: minus the signal that a tool died of. */
async function deaths(stage: Stage, signals: string): Promise<object> {
  const script = `
import signal, subprocess, sys
def tool(name):
    # dash, because bash takes no SIGQUIT.
    number = signal.Signals["SIG" + name].value
    return subprocess.Popen(["tool", "sh", "-c", f"kill -{number} $$"])
for name, running in [(name, tool(name)) for name in sys.argv[1:]]:
    print(name, running.wait())`;
  return stage.sh(`python3 -c '${script}' ${signals}`);
}

function roundsOf(text: string): readonly string[] {
  return text.match(/^round \d$/gm) ?? [];
}

/** The words are each program's own; that there are some is not. */
async function failure(stage: Stage, line: string): Promise<object> {
  const { end, out, err } = await stage.sh(line);
  return { end, out, isExplained: err !== '' };
}
