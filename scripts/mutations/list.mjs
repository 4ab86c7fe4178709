// What to break, where, and the rows of the fidelity suite that ought to notice.

/**
 * @typedef {object} Mutation
 * @property {string} name     completes "broken: …"
 * @property {string} file
 * @property {string} find     stands in the file exactly once
 * @property {string} replace
 * @property {readonly number[]} rows
 */

/** @type {readonly Mutation[]} */
export const MUTATIONS = [
  {
    name: 'half-close: the end of input is not passed on',
    file: 'src/session/run.ts',
    find: '    running.stdin.end();\n',
    replace: '',
    rows: [6],
  },
  {
    name: 'detach keys: Ctrl-P is kept back, as `docker run` does',
    file: 'src/session/terminal.ts',
    find: 'if (typed && !typed.write(keys)) {',
    replace: 'if (typed && !typed.write(keys.filter((byte) => byte !== 0x10))) {',
    rows: [16],
  },
  {
    name: 'resize at start: the size comes after the tool',
    file: 'src/engines/docker/container-options.ts',
    find: '(terminals.length > 0 && size ?',
    replace: '(terminals.length > 9 && size ?',
    rows: [13],
  },
  {
    name: 'resize later: no size is passed on',
    file: 'src/session/terminal.ts',
    find: '    running.resize(size);\n',
    replace: '',
    rows: [13],
  },
  {
    name: 'signal forwarding: nothing is forwarded',
    file: 'src/session/run.ts',
    find: '      running.signal(name);\n',
    replace: '',
    rows: [22],
  },
  {
    name: 'signal forwarding: USR2 is not forwarded',
    file: 'src/session/process-caller.ts',
    find: "'SIGUSR1', 'SIGUSR2'",
    replace: "'SIGUSR1'",
    rows: [22],
  },
  {
    name: 'terminal restore: not when the tool is stopped',
    file: 'src/session/terminal.ts',
    find: '    terminal?.restore();\n    await caller.stopSelf(signal);\n',
    replace: '    await caller.stopSelf(signal);\n',
    rows: [15, 17],
  },
  {
    name: 'terminal restore: not at the end',
    file: 'src/session/own-terminal.ts',
    find: "if (groundOf(descriptor) === 'fore') left.setRawMode(false);",
    replace:
      "process.prependListener('exit', () => spawnSync('stty', ['raw', '-echo'], { stdio: 'inherit' }));",
    rows: [17],
  },
  {
    name: 'umask: the tool has the engine’s',
    file: 'native/init.c',
    find: '  if (options.has_umask) umask(options.umask);\n',
    replace: '',
    rows: [29],
  },
  {
    name: 'PWD: the physical path instead of the shell’s',
    file: 'src/plan/environment.ts',
    find: "    ['PWD', pwd],\n",
    replace: '',
    rows: [28],
  },
  {
    name: 'death signal: told as an exit status',
    file: 'src/engines/init-link.ts',
    find: "return { kind: 'signaled', signal: signal ?? number };",
    replace: "return { kind: 'exited', status: 128 + number };",
    rows: [2],
  },
  {
    name: 'broken output: a reader that goes away is not felt',
    file: 'src/engines/docker/launch.ts',
    find: 'if (!bytes.readableEnded) link.breakOutput(fd);',
    replace: '',
    rows: [8],
  },
  {
    name: 'order of the outputs: two pipes, where they are one outside',
    file: 'src/engines/docker/container-options.ts',
    find: "['--outputs', 'joined']",
    replace: '[]',
    rows: [4],
  },
  {
    name: 'closed output: its reader does not see the end',
    file: 'src/session/outputs.ts',
    find: '    else caller.close(output);\n',
    replace: '',
    rows: [4],
  },
  {
    name: 'closed input: its writer does not feel it',
    file: 'native/init.c',
    find: 'if (!attend_input(&at[INPUT])) say("closed 0\\n");',
    replace: 'attend_input(&at[INPUT]);',
    rows: [8],
  },
  {
    name: 'launcher killed: the tool goes on',
    file: 'native/init.c',
    find: '    if (at[LAUNCHER].revents && !listen_to_launcher()) {\n      end_everything(true);\n      exit(128 + SIGHUP);\n    }\n',
    replace:
      '    if (at[LAUNCHER].revents && !listen_to_launcher()) { close(control); control = -1; }\n',
    rows: [23],
  },
  {
    name: 'exit status: 127 becomes 0',
    file: 'src/cli/end-process.ts',
    find: '  process.exitCode = status;',
    replace: '  process.exitCode = status === 127 ? 0 : status;',
    rows: [3],
  },
  {
    name: 'death signal: of a real-time signal, told as an exit status',
    file: 'src/engines/init-link.ts',
    find: "return { kind: 'signaled', signal: signal ?? number };",
    replace:
      "return signal ? { kind: 'signaled', signal } : { kind: 'exited', status: 128 + number };",
    rows: [2],
  },
  {
    name: 'Ctrl-C: the caller’s job does not hear of it',
    file: 'src/session/terminal.ts',
    find: 'if (!over) caller.signalJob(signal);',
    replace: '',
    rows: [2],
  },
  {
    name: 'core file: the launcher leaves its own',
    file: 'src/cli/end-process.ts',
    find: '    leaveNoCore();\n',
    replace: '',
    rows: [2],
  },
  {
    name: 'order of the outputs: one pipe, where they are two outside',
    file: 'src/host/stdio-kinds.ts',
    find: "stdout === 'stream' && areOneOutput(1, 2)",
    replace: "stdout === 'stream'",
    rows: [4],
  },
  {
    name: 'newlines: CR-NL in pipes',
    file: 'src/engines/docker/frames.ts',
    find: 'this.push(part);',
    replace:
      "this.push(Buffer.from(part.toString('latin1').replaceAll('\\n', '\\r\\n'), 'latin1'));",
    rows: [4],
  },
  {
    name: 'bytes: taken for text',
    file: 'src/engines/docker/frames.ts',
    find: 'this.push(part);',
    replace: 'this.push(Buffer.from(part.toString()));',
    rows: [5],
  },
  {
    name: 'back-pressure: what comes is kept in memory',
    file: 'src/session/copy.ts',
    find: 'const error = await write(chunk as Buffer);',
    replace: 'void write(chunk as Buffer); const error = null as Error | null;',
    rows: [5],
  },
  {
    name: 'terminals: each descriptor is one when stdin is',
    file: 'src/host/stdio-kinds.ts',
    find: 'isatty(descriptor)',
    replace: 'isatty(0)',
    rows: [9],
  },
  {
    name: 'files: an input is read from its start',
    file: 'src/session/own-input.ts',
    find: '{ fd: 0, autoClose: false }',
    replace: '{ fd: 0, autoClose: false, start: 0 }',
    rows: [10],
  },
  {
    name: 'files: an output is written from its start',
    file: 'src/session/own-output.ts',
    find: '{ fd: descriptor, autoClose: false }',
    replace: '{ fd: descriptor, autoClose: false, start: 0 }',
    rows: [10],
  },
  {
    name: 'descriptors: the tool has init’s too',
    file: 'native/outputs.c',
    find: 'pipe2(ends, O_CLOEXEC)',
    replace: 'pipe2(ends, 0)',
    rows: [11],
  },
  {
    name: 'arguments: empty ones are dropped',
    file: 'src/cli/run.ts',
    find: 'const [word, ...args] = words;',
    replace: 'const [word, ...args] = words.filter(Boolean);',
    rows: [12],
  },
  {
    name: 'arguments: taken for text',
    file: 'src/host/exact-words.ts',
    find: '  if (!words.some(isDoubtful)) return words;\n',
    replace: '  if (words.length > 0) return words;\n',
    rows: [12],
  },
];
