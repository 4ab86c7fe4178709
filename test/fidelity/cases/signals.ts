import { readFileSync } from 'node:fs';
import type { Case } from '../case.ts';
import { Conversation } from '../conversation.ts';
import type { Outcome, Stage } from '../stage.ts';
import { until } from '../../rig/until.ts';

/**
 * Says `ready`, then the name of each signal that it was told to catch, as it comes; ends with 3 after SIGTERM.
 * A name with `-` in front is ignored. The pipe is there so that no signal comes unnoticed just before a wait.
 */
const HEARS = `
import os, signal, sys
heard, tell = os.pipe()
os.set_blocking(tell, False)
signal.set_wakeup_fd(tell)
def hear(number, _):
    os.write(1, (signal.Signals(number).name + '\\n').encode())
    if number == signal.SIGTERM: os._exit(3)
for name in sys.argv[1:]:
    signal.signal(getattr(signal, name.lstrip('-')), signal.SIG_IGN if name[0] == '-' else hear)
os.write(1, b'ready\\n')
while True: os.read(heard, 1)
`;

/** Those that people and programs send to end a tool or to tell it something. */
const USUAL: readonly NodeJS.Signals[] = [
  ...(['SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGALRM'] as const),
  ...(['SIGCONT', 'SIGWINCH', 'SIGTSTP'] as const),
];

/** Watchdogs, timers and power supplies send these. */
const RARE: readonly NodeJS.Signals[] = ['SIGABRT', 'SIGIO', 'SIGPWR', 'SIGURG', 'SIGVTALRM'];

const DEADLY: readonly NodeJS.Signals[] = [
  ...(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGALRM'] as const),
  ...(['SIGABRT', 'SIGVTALRM'] as const),
];

/** A launch of `HEARS` that says `ready`. `before` stands in front of `tool` in the line. */
async function listener(
  stage: Stage,
  names: readonly string[],
  before = 'exec',
): Promise<Conversation> {
  stage.write('hears.py', HEARS);
  const talk = new Conversation(stage, `${before} tool python3 hears.py ${names.join(' ')}`);
  await talk.expect('ready\n');
  return talk;
}

/** Sends one after the other, each when the one before has been heard: one that came twice would show. */
async function sendEach(names: readonly NodeJS.Signals[], stage: Stage): Promise<Outcome> {
  const talk = await listener(stage, [...names, 'SIGTERM']);
  for (const name of names) {
    talk.kill(name);
    await talk.expect(`${name}\n`);
  }
  talk.kill('SIGTERM');
  return talk.outcome();
}

/** `T` is stopped, proc(5). */
function isStopped(pid: number): boolean {
  return /^State:\tT/m.test(readFileSync(`/proc/${pid}/status`, 'latin1'));
}

export const signals: readonly Case[] = [
  {
    row: 22,
    part: 'TERM, INT, HUP, QUIT, USR1, USR2, ALRM, CONT, WINCH and TSTP reach the tool’s handler once',
    streams: 'pipes',
    observe: (stage) => sendEach(USUAL, stage),
  },
  {
    row: 22,
    part: 'ABRT, IO, PWR, URG and VTALRM reach it too',
    streams: 'pipes',
    observe: (stage) => sendEach(RARE, stage),
  },
  {
    row: 22,
    part: 'a real-time signal reaches it too',
    streams: 'pipes',
    async observe(stage) {
      const talk = await listener(stage, ['SIGRTMIN', 'SIGTERM']);
      await stage.sh(`kill -RTMIN ${talk.pid}`);
      await talk.expect('SIGRTMIN\n');
      talk.kill('SIGTERM');
      return talk.outcome();
    },
  },
  {
    row: 22,
    part: 'they reach a tool that has a terminal',
    streams: 'terminal',
    async observe(stage) {
      stage.write('hears.py', HEARS);
      const line = `exec tool python3 hears.py ${USUAL.join(' ')} SIGTERM`;
      await using at = stage.terminal(line);
      await at.expect('ready\n');
      for (const name of [...USUAL, 'SIGTERM'] as const) {
        at.kill(name);
        await at.expect(`${name}\n`);
      }
      return { ...(await stage.within(at.ended, 'its end')), shown: at.text };
    },
  },
  {
    row: 22,
    part: 'a tool without a handler dies of the signal, and the caller sees that',
    streams: 'pipes',
    async observe(stage) {
      const ends = DEADLY.map(async (name) => {
        const talk = new Conversation(stage, `exec tool sh -c 'echo ready; exec sleep 1000'`);
        await talk.expect('ready\n');
        talk.kill(name);
        return { name, ...(await talk.outcome()) };
      });
      return Promise.all(ends);
    },
  },
  {
    row: 22,
    part: 'a REPL that a signal interrupts or ends, in its own words',
    streams: 'pipes',
    async observe(stage) {
      // A signal between two instructions and the sleep would be told at the sleep's end.
      const sleeps = `import time; print('ready', flush=True)
while True: time.sleep(.1)`;
      const talk = new Conversation(stage, `exec tool python3 -c "${sleeps}"`);
      await talk.expect('ready\n');
      talk.kill('SIGINT');
      const { err, ...outcome } = await talk.outcome();
      // Which of the two lines it interrupts is chance.
      return { ...outcome, err: err.replace(/ line [12],/, ' line N,') };
    },
  },
  {
    row: 22,
    part: 'a signal that the tool ignores changes nothing',
    streams: 'pipes',
    async observe(stage) {
      const ignored = DEADLY.filter((name) => name !== 'SIGTERM' && name !== 'SIGUSR2');
      const names = [...ignored.map((name) => `-${name}`), 'SIGUSR2', 'SIGTERM'];
      const talk = await listener(stage, names);
      for (const name of ignored) talk.kill(name);
      talk.kill('SIGUSR2');
      await talk.expect('SIGUSR2\n');
      talk.kill('SIGTERM');
      return talk.outcome();
    },
  },
  {
    row: 22,
    part: 'a tool that catches TERM takes the time that it needs',
    streams: 'pipes',
    async observe(stage) {
      stage.write('takes-its-time.py', TAKES_ITS_TIME);
      const talk = new Conversation(stage, 'exec tool python3 takes-its-time.py');
      await talk.expect('ready\n');
      for (const said of ['stopping\n', 'still stopping\n', 'still stopping\n']) {
        talk.kill('SIGTERM');
        await talk.expect(said);
      }
      talk.send('go\n');
      return talk.outcome();
    },
  },
  {
    row: 22,
    part: 'INT and HUP for the whole process group reach the tool’s children too, once',
    streams: 'pipes',
    async observe(stage) {
      const talk = await family(stage);
      talk.killGroup('SIGINT');
      for (const said of ['SIGINT\n', 'SIGINT\n']) await talk.expect(said);
      talk.killGroup('SIGHUP');
      for (const said of ['SIGHUP\n', 'SIGHUP\n']) await talk.expect(said);
      return inOrder(await talk.outcome());
    },
  },
  {
    row: 22,
    part: 'TERM for the whole process group reaches the tool’s children too',
    streams: 'pipes',
    callers: ['user'],
    async observe(stage) {
      const talk = await family(stage);
      talk.killGroup('SIGTERM');
      for (const said of ['SIGTERM\n', 'SIGTERM\n']) await talk.expect(said);
      talk.killGroup('SIGHUP');
      return inOrder(await talk.outcome());
    },
  },
  {
    row: 22,
    part: 'INT for the tool alone does not reach its children',
    streams: 'pipes',
    async observe(stage) {
      const talk = await family(stage);
      talk.kill('SIGINT');
      await talk.expect('SIGINT\n');
      // By the time that a second tool has come and gone, it has long arrived wherever it does arrive.
      await stage.sh('tool true');
      talk.killGroup('SIGHUP');
      for (const said of ['SIGHUP\n', 'SIGHUP\n']) await talk.expect(said);
      return inOrder(await talk.outcome());
    },
  },
  {
    row: 22,
    part: '`timeout` in front: when the time is up, and when it is asked to end itself',
    streams: 'pipes',
    async observe(stage) {
      // `timeout` takes SIGALRM for its time being up, and need not be waited for. What it sends, it sends both to
      // its child and to the process group: it is heard once because it stays blocked (timeout.c of coreutils).
      stage.write('asked.py', HEARS_ONE_TERM);
      const ends = (['SIGALRM', 'SIGTERM'] as const).map(async (name) => {
        const talk = new Conversation(stage, 'exec timeout 1000 tool python3 asked.py');
        await talk.expect('ready\n');
        talk.kill(name);
        return talk.outcome();
      });
      return Promise.all(ends);
    },
  },
  {
    row: 22,
    part: '`kill %1` in an interactive shell',
    streams: 'terminal',
    async observe(stage) {
      await using shell = await stage.shell('bash');
      shell.send(`tool sh -c 'echo "up"; exec sleep 1000' &\r`);
      await shell.expect(/\bup\n/);
      shell.send('kill %1; wait %1; echo "status $?"\r');
      const [, status] = await shell.expect(/\nstatus (\d+)\n/);
      return { status };
    },
  },
  {
    row: 22,
    part: 'STOP and then CONT: the tool hears the CONT and goes on',
    streams: 'pipes',
    async observe(stage) {
      const talk = await listener(stage, ['SIGCONT', 'SIGTERM']);
      talk.kill('SIGSTOP');
      await until(() => isStopped(talk.pid), {
        within: stage.patience,
        what: 'that it is stopped',
      });
      talk.kill('SIGCONT');
      await talk.expect('SIGCONT\n');
      talk.kill('SIGTERM');
      return talk.outcome();
    },
  },
  {
    row: 22,
    part: 'STOP stops the tool itself',
    streams: 'pipes',
    async observe(stage) {
      await stage.sh('mkfifo go; chmod 666 go');
      const talk = new Conversation(
        stage,
        `exec tool bash -c 'exec 3<>go; echo ready; read -u 3 x; echo it >went'`,
      );
      await talk.expect('ready\n');
      talk.kill('SIGSTOP');
      await until(() => isStopped(talk.pid), {
        within: stage.patience,
        what: 'that it is stopped',
      });
      // By the time that a second tool has come and gone, one that is not stopped has long gone on.
      const meanwhile = await stage.sh('echo on >go; tool cat went');
      talk.kill('SIGCONT');
      return { wentOn: meanwhile.end === 0, ...(await talk.outcome()) };
    },
  },
  {
    row: 22,
    part: 'TSTP to a job of a shell stops it, and CONT lets it go on',
    streams: 'terminal',
    async observe(stage) {
      await using shell = await stage.shell('bash');
      stage.write('hears.py', HEARS);
      shell.send('tool python3 hears.py SIGCONT SIGTERM &\r');
      await shell.expect('ready\n');
      shell.send('kill -TSTP %1; until [ "$(jobs -s)" ]; do sleep 0.05; done; echo it "stopped"\r');
      await shell.expect('\nit stopped\n');
      shell.send('kill -CONT %1\r');
      await shell.expect(/SIGCONT\n/);
      shell.send('kill %1; wait %1; echo "status $?"\r');
      const [, status] = await shell.expect(/\nstatus (\d+)\n/);
      return { status };
    },
  },
  {
    row: 22,
    part: 'a signal at any moment of the start ends it, and leaves nothing',
    streams: 'pipes',
    async observe(stage) {
      // Moments all over a launch; which one it is does not matter, so none is waited for.
      const ends = Array.from({ length: 12 }, async (_, index) => {
        const name = (['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const)[index % 4]!;
        const talk = new Conversation(stage, 'exec tool sleep 1000');
        setTimeout(() => talk.kill(name), index * 60);
        return { name, ...(await talk.outcome()) };
      });
      return { ends: await Promise.all(ends), tidy: await stage.isLeftTidy() };
    },
  },
  {
    row: 22,
    part: 'HUP is nothing to a tool behind `nohup`',
    streams: 'pipes',
    observe: (stage) => ignoredBefore(stage, 'exec nohup', 'SIGHUP'),
  },
  {
    row: 22,
    part: 'INT is nothing to a tool that a script runs with `&`',
    streams: 'pipes',
    // What a shell without job control does for `&` (POSIX, "Asynchronous AND-OR lists").
    observe: (stage) => ignoredBefore(stage, "trap '' INT; exec", 'SIGINT'),
  },
];

const HEARS_ONE_TERM = `
import signal, sys
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
print('ready', flush=True)
signal.sigwait([signal.SIGTERM])
print('asked')
sys.exit(3)
`;

const TAKES_ITS_TIME = `
import os, select, signal, sys
heard, tell = os.pipe()
os.set_blocking(tell, False)
signal.set_wakeup_fd(tell)
times = 0
def stop(*_):
    global times
    times += 1
    os.write(1, b'stopping\\n' if times == 1 else b'still stopping\\n')
signal.signal(signal.SIGTERM, stop)
os.write(1, b'ready\\n')
while True:
    news, _, _ = select.select([0, heard], [], [])
    if heard in news: os.read(heard, 1)
    if 0 in news: break
os.write(1, b'stopped: ' + os.read(0, 100))
sys.exit(3)
`;

/** A tool and its child, who both tell of signals; SIGHUP ends them, the tool with 3 after its child. */
async function family(stage: Stage): Promise<Conversation> {
  stage.write('family.py', FAMILY);
  const talk = new Conversation(stage, 'exec tool python3 family.py');
  for (const said of ['ready\n', 'ready\n']) await talk.expect(said);
  return talk;
}

const FAMILY = `
import os, signal
heard, tell = os.pipe()
child = os.fork()
if child == 0:
    heard, tell = os.pipe()
os.set_blocking(tell, False)
signal.set_wakeup_fd(tell)
name = 'tool' if child else 'child'
def hear(number, _):
    os.write(1, (name + ' ' + signal.Signals(number).name + '\\n').encode())
    if number != signal.SIGHUP: return
    if child: os.waitpid(child, 0)
    os._exit(3)
for number in [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]: signal.signal(number, hear)
os.write(1, b'ready\\n')
while True: os.read(heard, 1)
`;

/** A signal that was ignored when the tool was started, whatever the tool does not say itself. */
async function ignoredBefore(stage: Stage, before: string, name: NodeJS.Signals): Promise<Outcome> {
  const talk = await listener(stage, ['SIGTERM'], before);
  talk.kill(name);
  // By the time that a second tool has come and gone, the signal has long arrived.
  await stage.sh('tool true');
  talk.kill('SIGTERM');
  return talk.outcome();
}

/** Which of two processes writes first is chance. */
function inOrder({ end, out, err }: Outcome): Outcome {
  return { end, out: out.split('\n').sort().join('\n'), err };
}
