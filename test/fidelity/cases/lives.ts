import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rig } from '../../rig/rig.ts';
import { until } from '../../rig/until.ts';
import type { Case, Observation } from '../case.ts';
import { Conversation } from '../conversation.ts';
import type { Stage } from '../stage.ts';

/*
 * Who is still alive is seen by a lock that the tool holds on a file of the project: it is free when the last
 * process that has the file open has gone, wherever that ran.
 */

/** Holds `lock` and says `held`; a child of it holds `lock-of-child`. Both wait for ever. */
const HOLDS = `
import fcntl, os, signal
def hold(name):
    file = open(name, 'w')
    fcntl.flock(file, fcntl.LOCK_EX)
    os.write(1, b'held\\n')
    while True: signal.pause()
if CHILD and os.fork() == 0: hold('lock-of-child')
hold('lock')
`;

const HOLDS_ALONE = HOLDS.replace('CHILD', 'False');
const HOLDS_WITH_CHILD = HOLDS.replace('CHILD', 'True');

async function isHeld(stage: Stage, name: string): Promise<boolean> {
  const { end } = await stage.sh(`flock -n ${name} true`);
  return end === 1;
}

/** Waits until nobody holds it. */
async function isReleased(stage: Stage, name: string): Promise<boolean> {
  const { end } = await stage.sh(`flock ${name} true`);
  return end === 0;
}

/** What is to be seen after something was killed: its locks are free, the next tool runs, nothing is left. */
async function aftermath(stage: Stage, ...locks: readonly string[]): Promise<object> {
  const released = await Promise.all(locks.map((name) => isReleased(stage, name)));
  const next = await stage.sh('tool cat', { input: 'the next\n' });
  return { released, next, isTidy: await stage.isLeftTidy() };
}

function read(stage: Stage, name: string): string {
  const path = join(stage.project, name);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** Waits until a file of the project holds this line. */
async function hasLine(stage: Stage, name: string, line: string): Promise<void> {
  const holds = () => read(stage, name).includes(`${line}\n`);
  await until(holds, { within: stage.patience, what: `that \`${name}\` says \`${line}\`` });
}

/** Writes into `heard` the signals that come, and that the terminal gives no more; ends with 3 at SIGUSR1. */
const TELLS_OF_THE_END = `
import os, select, signal
file = os.open('heard', os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
heard, tell = os.pipe()
os.set_blocking(tell, False)
signal.set_wakeup_fd(tell)
def hear(number, _):
    os.write(file, (signal.Signals(number).name + '\\n').encode())
    if number == signal.SIGUSR1: os._exit(3)
for number in [signal.SIGHUP, signal.SIGUSR1]: signal.signal(number, hear)
inputs = [heard, 0]
os.write(1, b'ready\\n')
while True:
    news, _, _ = select.select(inputs, [], [])
    if heard in news: os.read(heard, 1)
    if 0 in news:
        try: rest = os.read(0, 100)
        except OSError: rest = b''
        if not rest:
            os.write(file, b'no more input\\n')
            inputs.remove(0)
            try: os.write(1, b'to nobody')
            except OSError: os.write(file, b'no more output\\n')
`;

/** Says that it hung up, and ends: for tools in the background, which must not read. */
const TELLS_OF_HUP = `
import os, signal, sys
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGHUP])
os.write(1, b'ready\\n')
signal.sigwait([signal.SIGHUP])
with open('heard', 'w') as file: file.write('hung up\\n')
sys.exit(3)
`;

export const lives: readonly Case[] = [
  {
    row: 23,
    part: 'kill -9 of the launcher ends the tool, and leaves nothing',
    streams: 'pipes',
    async observe(stage) {
      stage.write('holds.py', HOLDS_ALONE);
      const talk = new Conversation(stage, 'exec tool python3 holds.py');
      await talk.expect('held\n');
      const before = await isHeld(stage, 'lock');
      talk.kill('SIGKILL');
      return { before, ended: await talk.outcome(), ...(await aftermath(stage, 'lock')) };
    },
  },
  {
    row: 23,
    part: 'kill -9 of it on a terminal',
    streams: 'terminal',
    async observe(stage) {
      stage.write('holds.py', HOLDS_ALONE);
      await using at = stage.terminal('exec tool python3 holds.py');
      await at.expect('held\n');
      at.kill('SIGKILL');
      const ended = { ...(await stage.within(at.ended, 'its end')) };
      return { ended, ...(await aftermath(stage, 'lock')) };
    },
  },
  {
    row: 23,
    part: 'kill -9 of its process group takes the tool’s children with it',
    streams: 'pipes',
    async observe(stage) {
      stage.write('holds.py', HOLDS_WITH_CHILD);
      const talk = new Conversation(stage, 'exec tool python3 holds.py');
      for (const said of ['held\n', 'held\n']) await talk.expect(said);
      const before = [await isHeld(stage, 'lock'), await isHeld(stage, 'lock-of-child')];
      talk.killGroup('SIGKILL');
      const ended = await talk.outcome();
      return { before, ended, ...(await aftermath(stage, 'lock', 'lock-of-child')) };
    },
  },
  {
    row: 23,
    part: 'kill -9 at any moment of the start leaves nothing that the next tools do not clear away',
    streams: 'pipes',
    async observe(stage) {
      const env = { XDG_RUNTIME_DIR: runtimeDirectory(stage) };
      const next = () => stage.sh('tool true', { env });
      await next();
      // Moments all over a launch; which one it is does not matter, so none is waited for.
      const ends = Array.from({ length: 10 }, async (_, index) => {
        const talk = new Conversation(stage, 'exec tool sleep 1000', { env });
        setTimeout(() => talk.kill('SIGKILL'), index * 60);
        return talk.outcome();
      });
      const ended = await Promise.all(ends);
      let isTidy = false;
      for (let tools = 0; tools < 2 && !isTidy; tools++) {
        await next();
        isTidy = await stage.isLeftTidy();
      }
      return { ended, isTidy };
    },
  },
  {
    row: 24,
    part: 'closing the terminal: HUP once, and no more input or output',
    streams: 'terminal',
    async observe(stage) {
      stage.write('tells.py', TELLS_OF_THE_END);
      await using at = stage.terminal('exec tool python3 tells.py');
      await at.expect('ready\n');
      at.hangUp();
      await Promise.all([
        hasLine(stage, 'heard', 'SIGHUP'),
        hasLine(stage, 'heard', 'no more input'),
      ]);
      at.kill('SIGUSR1');
      const ended = { ...(await stage.within(at.ended, 'its end')) };
      return {
        heard: read(stage, 'heard').split('\n').sort(),
        ended,
        isTidy: await stage.isLeftTidy(),
      };
    },
  },
  {
    row: 24,
    part: 'closing the terminal ends a tool that does nothing about it, and REPLs and editors',
    streams: 'terminal',
    async observe(stage) {
      // Which of the end and SIGHUP a REPL notices first is chance, natively too.
      const tools = [
        ['tool sh -c "echo ready; exec sleep 1000"', 'ready'],
        ['tool python3 -q', '>>> '],
        ['tool bash --norc', /[$#] $/],
        ['tool vim.tiny', '~'],
      ] as const;
      const ends: object[] = [];
      for (const [line, ready] of tools) {
        await using at = stage.terminal(`exec ${line}`);
        await at.expect(ready);
        at.hangUp();
        const { status, signal } = await stage.within(at.ended, 'its end');
        ends.push(line.includes('sleep') ? { line, status, signal } : { line });
      }
      return { ends, isTidy: await stage.isLeftTidy() };
    },
  },
  {
    row: 24,
    part: 'a tool that ignores HUP ends by the end of its input',
    streams: 'terminal',
    async observe(stage) {
      await using at = stage.terminal(
        `exec tool bash -c 'trap "" HUP; echo ready; cat; echo over >heard'`,
      );
      await at.expect('ready\n');
      at.hangUp();
      await stage.within(at.ended, 'its end');
      return { heard: read(stage, 'heard'), isTidy: await stage.isLeftTidy() };
    },
  },
  ...(['bash', 'zsh'] as const).flatMap((kind): readonly Case[] => [
    {
      row: 24,
      part: `closing the terminal of ${kind}: its job in the foreground is hung up`,
      streams: 'terminal',
      observe: (stage) => hangUpJob(stage, kind, ''),
    },
    {
      row: 24,
      part: `closing the terminal of ${kind}: its job in the background is hung up`,
      streams: 'terminal',
      observe: (stage) => hangUpJob(stage, kind, ' &'),
    },
  ]),
  {
    row: 24,
    part: 'closing a pane of tmux hangs its tool up',
    streams: 'terminal',
    async observe(stage) {
      stage.write('tells.py', TELLS_OF_HUP);
      await using screen = await stage.screen('tool python3 tells.py');
      await screen.waitFor(/ready/);
      await screen.closePane();
      await hasLine(stage, 'heard', 'hung up');
      return { isTidy: await stage.isLeftTidy() };
    },
  },
  {
    row: 24,
    part: 'bash that exits leaves its job in the background alone',
    streams: 'terminal',
    async observe(stage) {
      await stage.sh('mkfifo go');
      await using shell = await stage.shell('bash');
      shell.send(`tool bash -c 'read x <go; echo "$x" >went' </dev/null >/dev/null 2>&1 &\r`);
      await shell.expect('sh> ');
      shell.send('exit\r');
      const ended = { ...(await stage.within(shell.ended, 'the end of bash')) };
      await stage.sh('echo on >go');
      await hasLine(stage, 'went', 'on');
      return { ended, isTidy: await stage.isLeftTidy() };
    },
  },
  {
    row: 24,
    part: 'zsh that exits hangs its job in the background up',
    streams: 'terminal',
    async observe(stage) {
      stage.write('tells.py', TELLS_OF_HUP);
      await using shell = await stage.shell('zsh');
      shell.send('tool python3 tells.py &\r');
      await shell.expect('ready\n');
      // It says first that there are jobs.
      shell.send('exit\r');
      await shell.expect('running jobs');
      shell.send('exit\r');
      await stage.within(shell.ended, 'the end of zsh');
      await hasLine(stage, 'heard', 'hung up');
      return { isTidy: await stage.isLeftTidy() };
    },
  },
  {
    row: 25,
    part: 'orphans are reaped while the tool runs',
    streams: 'pipes',
    async observe(stage) {
      stage.write('orphans.py', LEAVES_ORPHANS);
      return stage.sh('tool python3 orphans.py');
    },
  },
  {
    row: 25,
    part: 'thousands of them, more than may live at once',
    streams: 'pipes',
    observe: (stage) =>
      stage.sh(`tool bash -c 'for i in {1..5000}; do ( : & ); done; echo "all started"'`),
  },
  {
    row: 25,
    part: 'a tool’s end does not wait for what it left running',
    streams: 'pipes',
    observe: (stage) =>
      stage.sh(`tool bash -c 'sleep 1000 </dev/null >/dev/null 2>&1 & echo left; exit 3'`),
  },
  {
    row: 25,
    part: 'what a tool left running goes on after its end',
    streams: 'pipes',
    async observe(stage) {
      const orphan = `setsid bash -c "exec 9>lock; flock 9; echo held; exec 1>&-; read x <go; echo \\$x >went"`;
      const { end, out } = await stage.sh(
        `mkfifo go; tool bash -c '${orphan} </dev/null 2>/dev/null & read held < <(cat); exit 3'`,
      );
      const goesOn = await isHeld(stage, 'lock');
      return { end, out, goesOn };
    },
  },
];

/** Leaves twenty grandchildren that end at once, and tells when the last of them is no process any more. */
const LEAVES_ORPHANS = `
import os
orphans, tell = os.pipe()
for _ in range(20):
    child = os.fork()
    if child == 0:
        if os.fork() == 0: os.write(tell, b'%d\\n' % os.getpid())
        os._exit(0)
    os.waitpid(child, 0)
os.close(tell)
left = open(orphans).read().split()
print(len(left), flush=True)
while left: left = [orphan for orphan in left if os.path.exists('/proc/' + orphan)]
print('reaped')
`;

/** For what the last tools may leave to the next: to the end of the run. A socket's path has to be short. */
function runtimeDirectory(stage: Stage): string {
  const path = join(rig().scratch, `runtime-${stage.caller}`);
  mkdirSync(path, { recursive: true });
  stage.own(path);
  return path;
}

async function hangUpJob(stage: Stage, kind: 'bash' | 'zsh', ground: string): Promise<Observation> {
  stage.write('tells.py', TELLS_OF_HUP);
  await using shell = await stage.shell(kind);
  shell.send(`tool python3 tells.py${ground}\r`);
  await shell.expect('ready\n');
  // A shell that reads may notice the end of its terminal before SIGHUP, and then it hangs nobody up.
  if (ground !== '') shell.send('wait\r');
  shell.hangUp();
  await hasLine(stage, 'heard', 'hung up');
  return { heard: read(stage, 'heard'), isTidy: await stage.isLeftTidy() };
}
