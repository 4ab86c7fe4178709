import { once } from 'node:events';
import { expect, test } from 'vitest';
import { Capture } from '../contract/capture.ts';
import { startTackle } from '../rig/run-tackle.ts';
import { asNatively } from './as-natively.ts';
import { kitProject } from './kit-project.ts';

/* What those see who hold the other ends of a tool's outputs. */

const BOTH = `for i in {1..200}; do echo $i; echo $i >&2; done`;
const IN_ORDER = Array.from({ length: 200 }, (_, at) => `${at + 1}\n${at + 1}\n`).join('');

test.each([
  ['one pipe', `$run bash -c '${BOTH}' 2>&1 | cat`],
  ['one file', `$run bash -c '${BOTH}' >log 2>&1; cat log`],
  ['a file that both append to', `$run bash -c '${BOTH}' >>log 2>>log; cat log`],
  ['a FIFO', `mkfifo fifo; cat fifo & $run bash -c '${BOTH}' >fifo 2>&1; wait`],
  ['a substitution', `echo "$($run bash -c '${BOTH}' 2>&1)"`],
])('both outputs keep their order in %s', async (_what, script) => {
  expect(await asNatively(script)).toBe(IN_ORDER);
});

test('a file that several write to is continued by each, whichever output they use', async () => {
  const lines = `{ echo a; $run bash -c 'echo b; echo c >&2; echo d'; echo e; } >log 2>&1; cat log`;
  expect(await asNatively(lines)).toBe('a\nb\nc\nd\ne\n');
});

test.each([
  ['stdout', 'exec >&-', '2>&3'],
  ['stdout, with a file in its place', 'exec >elsewhere', '2>&3'],
  ['stderr', 'exec 2>&-', '3>&1 1>&2 2>&3 3>&- 1>&4'],
  ['both, which are one', 'exec >&- 2>&-', '2>&1'],
])('who reads an output that the tool closes sees its end then: %s', async (_what, closing, to) => {
  // The tool goes on when its reader has seen the end.
  const tool = `echo out; echo err >&2; ${closing}; read line; echo "$line" >told; exit 3`;
  const script = `mkfifo go; exec 3>other 4>&3 5<>go
    $run bash -c '${tool}' <&5 ${to} | { cat; echo on >&5; }; echo "\${PIPESTATUS[0]}"; cat told other`;
  expect(await asNatively(script)).toMatch(/\n3\non\n/);
});

test('who reads a socket sees its end too when the tool closes it', async () => {
  using project = kitProject();
  const script = 'echo out; exec >&-; read line; echo "$line" >&2; exit 3';
  const child = startTackle(['bash', '-c', script], { cwd: project.path });
  const [stdout, stderr] = [new Capture(child.stdout), new Capture(child.stderr)];
  expect(String(await stdout.whole)).toBe('out\n');
  child.stdin.write('on\n');
  expect(await once(child, 'close')).toEqual([3, null]);
  expect(stderr.text).toBe('on\n');
});

test('a socket that is no stream is written to as well', async () => {
  const script = `python3 -c '
import os, socket, subprocess
ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
tool = [os.environ["run"], "bash", "-c", "echo out; exit 3"]
with subprocess.Popen([word for word in tool if word], stdout=theirs) as child:
    theirs.close()
    print(ours.recv(100), ours.recv(100), child.wait())'`;
  expect(await asNatively(script)).toBe("b'out\\n' b'' 3\n");
});

test('who writes to a tool that closes its input feels it then', async () => {
  // The tool goes on when its writer has felt it.
  const script = `mkfifo go; exec 5<>go
    (exec 5>&-; yes; echo "writer $?" >go) | $run bash -c 'exec <&-; read said <go; echo "$said"; exit 3'
    echo "\${PIPESTATUS[1]}"`;
  expect(await asNatively(script)).toBe('writer 141\n3\n');
});

/** Waits until the pipe on descriptor 6 is full: of pieces that are no whole pages it takes less than 65536 bytes. */
const FILLED = `filled() { python3 -c '
import array, fcntl, termios, time
held, before, same = array.array("i", [0]), -1, 0
while held[0] < 32768 or same < 10:
    time.sleep(0.02)
    fcntl.ioctl(6, termios.FIONREAD, held)
    before, same = held[0], same + 1 if held[0] == before else 0'; }`;

test.each([
  ['that dies of it', 'TERM', 'exec yes'],
  ['that dies of it', 'USR1', 'exec yes'],
  ['that catches it', 'TERM', 'trap "exit 3" TERM; while :; do echo yyyyyyyyyyyyyyy; done'],
  ['that has written all natively', 'TERM', 'head -c 65536 /dev/zero; exec sleep 1000'],
  ['that has written all here', 'TERM', 'head -c 250000 /dev/zero'],
  ['that has written all here', 'HUP', 'head -c 250000 /dev/zero'],
])(
  'a reader that reads nothing keeps no tool from ending by a signal: one %s (%s)',
  async (_what, signal, tool) => {
    // bash tells of deaths with the numbers of the processes.
    const script = `${FILLED}; exec 2>/dev/null; mkfifo fifo; $run bash -c '${tool}' >fifo & exec 6<fifo
      filled; kill -${signal} $!; wait $!; echo "status $?"; left=$(wc -c <&6); echo $((left > 32768))`;
    expect(await asNatively(script)).toMatch(/^status \d+\n1\n$/);
  },
);

test('nor does a terminal that takes nothing', async () => {
  const script = `python3 -c '
import array, fcntl, os, pty, signal, termios, time
tool, terminal = pty.fork()
if tool == 0:
    words = [os.environ["run"], "bash", "-c", "exec yes"]
    words = [word for word in words if word]
    os.execvp(words[0], words)
held, before, same = array.array("i", [0]), -1, 0
while held[0] < 1000 or same < 10:
    time.sleep(0.02)
    fcntl.ioctl(terminal, termios.FIONREAD, held)
    before, same = held[0], same + 1 if held[0] == before else 0
os.kill(tool, signal.SIGTERM)
print(os.waitpid(tool, 0)[1])'`;
  expect(await asNatively(script)).toBe('15\n');
});

test('what a tool writes when it is asked to end reaches a reader that is slow', async () => {
  const tool =
    'trap "head -c 2000000 /dev/zero; exit 5" TERM; echo up; while :; do sleep 0.05; done';
  const script = `mkfifo fifo; $run bash -c '${tool}' >fifo & exec 6<fifo
    read up <&6; kill -TERM $!
    python3 -c '
import os, time
total = 0
while chunk := os.read(6, 65536):
    total += len(chunk)
    time.sleep(0.03)
print(total)'
    wait $!; echo "status $?"`;
  expect(await asNatively(script)).toBe('2000000\nstatus 5\n');
});

test('a reader that sleeps for long has lost nothing of a tool that ended by itself', async () => {
  const script = `${FILLED}; $run bash -c 'head -c 18900000 /dev/zero; exit 6' |
    { exec 6<&0; filled; sleep 1; wc -c; }; echo "status \${PIPESTATUS[0]}"`;
  expect(await asNatively(script)).toBe('18900000\nstatus 6\n');
});
