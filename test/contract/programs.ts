import type { MemoryProgram } from '../../src/engines/memory/program.ts';
import { encodeBytes } from '../../src/kernel/byte-text.ts';

/**
 * What the suite launches, named by what it does: a script for an image with a shell and Python, and
 * its twin for the memory engine. A program without a twin is about the kernel.
 */
export interface Program {
  readonly name: string;
  readonly script: readonly [string, ...string[]];
  readonly twin?: MemoryProgram;
}

/** Arguments follow as `$1` …. */
function shell(name: string, script: string, twin?: MemoryProgram): Program {
  return { name, script: ['/bin/sh', '-c', script, name], ...(twin && { twin }) };
}

/** Arguments follow as `sys.argv[1]` …. */
function python(name: string, script: string, twin?: MemoryProgram): Program {
  return { name, script: ['/usr/bin/python3', '-c', script], ...(twin && { twin }) };
}

async function textOf(input: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of input) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** Waits for what never comes: the tool ends by a signal, or by a handler of one. */
function forever(): Promise<never> {
  return new Promise(() => undefined);
}

export const exitsWith = shell('exits-with', 'exit "$1"', ({ argv }) => Number(argv[1]));

export const signalsItself = shell('signals-itself', 'kill -s "$1" $$', async (tool) => {
  await tool.raise(`SIG${tool.argv[1] ?? ''}` as NodeJS.Signals);
  return 0;
});

export const printsArguments = shell(
  'prints-arguments',
  String.raw`printf '%s\0' "$@"`,
  async ({ argv, stdout }) => {
    const words = argv.slice(1).map((argument) => `${argument}\0`);
    await stdout.write(encodeBytes(words.join('')));
    return 0;
  },
);

export const printsEnvironment: Program = {
  name: 'prints-environment',
  script: ['/usr/bin/env', '-0'],
  twin: async ({ env, stdout }) => {
    const lines = Object.entries(env).map(([name, value]) => `${name}=${value}\0`);
    await stdout.write(encodeBytes(lines.join('')));
    return 0;
  },
};

export const printsWorkingDirectory = shell(
  'prints-working-directory',
  String.raw`printf %s "$(/bin/pwd)"`,
  async ({ cwd, stdout }) => {
    await stdout.write(cwd);
    return 0;
  },
);

export const echoes: Program = {
  name: 'echoes',
  script: ['/bin/cat'],
  twin: async ({ stdin, stdout }) => {
    for await (const chunk of stdin) await stdout.write(chunk);
    return 0;
  },
};

/** Writes until it may not any more. */
export const writesForever: Program = {
  name: 'writes-forever',
  script: ['/usr/bin/yes'],
  twin: async ({ stdout }) => {
    for (;;) await stdout.write('y\n'.repeat(4096));
  },
};

export const speaksOnBoth = shell(
  'speaks-on-both',
  'echo out; echo err >&2; echo out again; echo err again >&2',
  async ({ stdout, stderr }) => {
    await stdout.write('out\n');
    await stderr.write('err\n');
    await stdout.write('out again\n');
    await stderr.write('err again\n');
    return 0;
  },
);

/** Says `out`, closes its stdout, and repeats its input on stderr; ends with 5. */
export const closesItsStdout = shell(
  'closes-its-stdout',
  'echo out; exec >&-; cat >&2; exit 5',
  async ({ stdin, stdout, stderr }) => {
    await stdout.write('out\n');
    stdout.close();
    for await (const chunk of stdin) await stderr.write(chunk);
    return 5;
  },
);

/** Closes its stdin, says so, and ends with 6 at SIGTERM. */
export const closesItsStdin = shell(
  'closes-its-stdin',
  'trap "exit 6" TERM; exec <&-; echo closed; while :; do sleep 0.05; done',
  async ({ closeStdin, stdout, on }) => {
    const asked = new Promise<void>((end) => on('SIGTERM', end));
    closeStdin();
    await stdout.write('closed\n');
    await asked;
    return 6;
  },
);

export const answersAfterInput = shell(
  'answers-after-input',
  'bytes=$(wc -c); echo "$bytes bytes"',
  async ({ stdin, stdout }) => {
    await stdout.write(`${(await textOf(stdin)).length} bytes\n`);
    return 0;
  },
);

/** Catches the signals that are named and tells of the first; ends with 40. */
export const tellsOfSignal = python(
  'tells-of-signal',
  `
import os, signal, sys
def tell(number, _frame):
    os.write(1, (signal.Signals(number).name + '\\n').encode())
    os._exit(40)
for name in sys.argv[1:]:
    signal.signal(getattr(signal, name), tell)
os.write(1, b'ready\\n')
while True:
    signal.pause()
`,
  async ({ argv, stdout, on }) => {
    const told = new Promise<string>((tell) => {
      for (const name of argv.slice(1)) on(name as NodeJS.Signals, () => tell(name));
    });
    await stdout.write('ready\n');
    await stdout.write(`${await told}\n`);
    return 40;
  },
);

export const waitsForever = shell('waits-forever', 'echo ready; exec sleep 1000', async (tool) => {
  await tool.stdout.write('ready\n');
  return await forever();
});

/** `0:yes 1:no 2:yes` on stdout, `err` on stderr. */
export const reportsTerminals = shell(
  'reports-terminals',
  `
for fd in 0 1 2; do [ -t $fd ] && words="$words $fd:yes" || words="$words $fd:no"; done
echo "terminals$words"; echo err >&2`,
  async ({ isTerminal, stdout, stderr }) => {
    const words = ([0, 1, 2] as const).map((fd) => `${fd}:${isTerminal(fd) ? 'yes' : 'no'}`);
    await stdout.write(`terminals ${words.join(' ')}\n`);
    await stderr.write('err\n');
    return 0;
  },
);

export const reportsSize: Program = {
  name: 'reports-size',
  script: ['/bin/stty', 'size'],
  twin: async ({ size, stdout }) => {
    const { rows, columns } = size() ?? { rows: 0, columns: 0 };
    await stdout.write(`${rows} ${columns}\n`);
    return 0;
  },
};

/** Tells the size at each SIGWINCH, and ends at the first. */
export const reportsResize = python(
  'reports-resize',
  `
import os, signal
def tell(_number, _frame):
    size = os.get_terminal_size(0)
    os.write(1, f'{size.lines} {size.columns}\\n'.encode())
    os._exit(0)
signal.signal(signal.SIGWINCH, tell)
os.write(1, b'ready\\n')
while True:
    signal.pause()
`,
  async ({ on, size, stdout }) => {
    const resized = new Promise<void>((tell) => on('SIGWINCH', tell));
    await stdout.write('ready\n');
    await resized;
    const { rows, columns } = size() ?? { rows: 0, columns: 0 };
    await stdout.write(`${rows} ${columns}\n`);
    return 0;
  },
);

/** Counts its interrupts until it reads `q`. */
export const countsInterrupts = python(
  'counts-interrupts',
  `
import os, signal, sys
count = 0
def interrupted(_number, _frame):
    global count
    count += 1
    # A signal may come in the midst of a print, which cannot be entered twice.
    os.write(1, b'interrupted %d\\n' % count)
signal.signal(signal.SIGINT, interrupted)
print('ready', flush=True)
while sys.stdin.readline() != 'q\\n':
    pass
print('counted', count, flush=True)
`,
  async (tool) => {
    let count = 0;
    tool.on('SIGINT', () => void tool.stdout.write(`interrupted ${++count}\n`));
    await tool.stdout.write('ready\n');
    for await (const line of tool.stdin) if (line.toString() === 'q\n') break;
    await tool.stdout.write(`counted ${count}\n`);
    return 0;
  },
);

/** Says how it goes on after each line, until it reads `q`. */
export const readsUntilQuit = shell(
  'reads-until-quit',
  'echo ready; while read -r line && [ "$line" != q ]; do echo "read $line"; done; echo quit',
  async (tool) => {
    await tool.stdout.write('ready\n');
    for await (const line of tool.stdin) {
      if (line.toString() === 'q\n') break;
      await tool.stdout.write(`read ${line.toString()}`);
    }
    await tool.stdout.write('quit\n');
    return 0;
  },
);

/** Makes the terminal raw, reads as many bytes as it is told and prints them in hexadecimal. */
export const printsKeys = python(
  'prints-keys',
  `
import os, sys, tty
tty.setraw(0)
os.write(1, b'ready\\r\\n')
keys = b''
while len(keys) < int(sys.argv[1]):
    keys += os.read(0, 100)
os.write(1, keys.hex().encode() + b'.\\r\\n')
`,
  async (tool) => {
    tool.makeRaw();
    await tool.stdout.write('ready\r\n');
    let keys = Buffer.alloc(0);
    for await (const chunk of tool.stdin) {
      keys = Buffer.concat([keys, chunk]);
      if (keys.length >= Number(tool.argv[1])) break;
    }
    await tool.stdout.write(`${keys.toString('hex')}.\r\n`);
    return 0;
  },
);

export const opensItsTerminal = shell(
  'opens-its-terminal',
  'echo by-name > "$(tty)" && echo controlling > /dev/tty',
);

/** Runs a line of shell; for what needs no twin. */
export const runsShell: Program = { name: 'runs-shell', script: ['/bin/sh', '-c'] };

/** Listens on localhost, says `hello` there, and writes what it hears of it. */
export const servesItself = python(
  'serves-itself',
  `
import socket
server = socket.create_server(("localhost", 0))
client = socket.create_connection(("localhost", server.getsockname()[1]))
server.accept()[0].sendall(b"hello")
print(client.recv(5).decode(), end="")
`,
);

/** Leaves five orphans that end, then tells how many processes of PID 1 stay zombies. */
export const orphansChildren = python(
  'orphans-children',
  `
import os, time
for _ in range(5):
    child = os.fork()
    if child == 0:
        if os.fork() == 0:
            os._exit(0)
        os._exit(0)
    os.waitpid(child, 0)
def zombies():
    found = 0
    for name in os.listdir('/proc'):
        try:
            state = open('/proc/' + name + '/stat').read().rsplit(')', 1)[1].split()[0] if name.isdigit() else ''
        except OSError:
            state = ''
        found += state == 'Z'
    return found
deadline = time.monotonic() + 5
while zombies() and time.monotonic() < deadline:
    time.sleep(0.01)
print(zombies(), 'zombies')
`,
);

/** Forks until it may not any more, and tells how often it could. */
export const forksToTheLimit = python(
  'forks-to-the-limit',
  `
import os, signal
children = []
try:
    while len(children) < 500:
        child = os.fork()
        if child == 0:
            signal.pause()
        children.append(child)
except BlockingIOError:
    pass
print(len(children), 'forks')
for child in children:
    os.kill(child, signal.SIGKILL)
`,
);

export const takesMemory = python('takes-memory', "taken = b'x' * (256 << 20); print(len(taken))");

/** Every program, for the memory engine's table. */
export const PROGRAMS: readonly Program[] = [
  exitsWith,
  signalsItself,
  printsArguments,
  printsEnvironment,
  printsWorkingDirectory,
  echoes,
  writesForever,
  speaksOnBoth,
  closesItsStdin,
  closesItsStdout,
  answersAfterInput,
  tellsOfSignal,
  waitsForever,
  reportsTerminals,
  reportsSize,
  reportsResize,
  countsInterrupts,
  readsUntilQuit,
  printsKeys,
];
