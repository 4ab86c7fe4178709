import { describe, expect, it } from 'vitest';
import type { CommandWord } from '../../src/cli/commands.ts';
import { readArgv } from '../../src/cli/read-argv.ts';

/** What the words mean, in short: the command and its words, help, version, or the problem's code. */
function meaning(argv: readonly string[]): unknown {
  const read = readArgv(argv);
  if (!read.ok) return read.error.code;
  const invocation = read.value;
  switch (invocation.kind) {
    case 'version':
      return 'version';
    case 'help':
      return invocation.topic === undefined ? 'help' : `help ${invocation.topic}`;
    case 'overview':
      return 'overview';
    case 'command':
      return [invocation.entry.name, ...invocation.args];
  }
}

const runs = (command: CommandWord, ...args: readonly string[]) => [command, ...args];

describe('dispatch', () => {
  it.each([
    [[], 'overview'],
    [['-q'], 'overview'],
    [['--help'], 'help'],
    [['-h'], 'help'],
    [['--version'], 'version'],
    [['-q', '--version'], 'version'],
    [['run', 'python3.8', 'a.py'], runs('run', 'python3.8', 'a.py')],
    [['python3.8', 'a.py'], runs('run', 'python3.8', 'a.py')],
    [['python3.8'], runs('run', 'python3.8')],
    [['-q', 'python3.8', '-q'], runs('run', 'python3.8', '-q')],
    [['--engine', 'docker', 'node'], runs('run', 'node')],
    [['--engine=docker', 'node'], runs('run', 'node')],
    [['--source', 'packages', 'x', 'python@2.7'], runs('x', 'python@2.7')],
    [['x'], runs('x')],
    [['shell', 'latex'], runs('shell', 'latex')],
    [['list', '--json'], runs('list', '--json')],
    [['config', 'show'], runs('config', 'show')],
    [['plan', '--as', 'docker', 'node'], runs('plan', '--as', 'docker', 'node')],
    [['run', '--help'], 'help run'],
    [['x', '-h'], 'help x'],
    [['help', 'run'], runs('help', 'run')],
  ])('%j', (argv, expected) => {
    expect(meaning(argv)).toEqual(expected);
  });

  it.each([
    [['node', '--help'], runs('run', 'node', '--help')],
    [['node', '-h'], runs('run', 'node', '-h')],
    [['node', '--version'], runs('run', 'node', '--version')],
    [['node', '--', '--engine'], runs('run', 'node', '--', '--engine')],
    [['run', 'node', '--', 'x'], runs('run', 'node', '--', 'x')],
    [['run', 'list', '--all'], runs('run', 'list', '--all')],
    [['x', 'node', '--help'], runs('x', 'node', '--help')],
    [['node', '', ' ', '\n', '$(id)'], runs('run', 'node', '', ' ', '\n', '$(id)')],
    [['--', 'node', '-p'], runs('run', 'node', '-p')],
    [['run', '--', 'node', '-p'], runs('run', 'node', '-p')],
    [[''], runs('run', '')],
  ])("leaves the tool's words alone: %j", (argv, expected) => {
    expect(meaning(argv)).toEqual(expected);
  });

  it.each([
    [['--verison'], 'cli/unknown-option'],
    [['-x', 'node'], 'cli/unknown-option'],
    [['run', '-q', 'node'], 'cli/unknown-option'],
    [['--engine'], 'cli/missing-value'],
    [['--engine='], 'cli/missing-value'],
    [['--engine', 'lxc', 'node'], 'cli/bad-value'],
    [['--source=tarball', 'node'], 'cli/bad-value'],
    [['--quiet=yes', 'node'], 'cli/bad-value'],
  ])('refuses %j', (argv, code) => {
    expect(meaning(argv)).toBe(code);
  });
});

describe("Tackle's own options", () => {
  const optionsOf = (...argv: readonly string[]) => {
    const read = readArgv(argv);
    return read.ok && read.value.kind === 'command' ? read.value.options : undefined;
  };

  it('remember where they stood', () => {
    expect(optionsOf('-q', '--engine', 'docker', 'node')).toEqual({
      verbosity: 'quiet',
      engine: {
        value: 'docker',
        place: {
          file: 'command line',
          line: 1,
          column: 20,
          length: 6,
          text: 'tackle -q --engine docker node',
        },
      },
    });
  });

  it('ask for a container of the launch alone', () => {
    expect(optionsOf('--fresh', 'run', 'node', '--fresh')).toEqual({
      verbosity: 'normal',
      fresh: true,
    });
    expect(optionsOf('node', '--fresh')).toEqual({ verbosity: 'normal' });
    expect(optionsOf('--no-pager', 'list')).toEqual({ noPager: true, verbosity: 'normal' });
  });

  it.each([
    [['node'], 'normal'],
    [['-v', 'node'], 'verbose'],
    [['-v', '-q', 'node'], 'quiet'],
    [['--quiet', '--verbose', 'node'], 'verbose'],
  ])('the last of two that contradict wins: %j', (argv, verbosity) => {
    expect(optionsOf(...argv)?.verbosity).toBe(verbosity);
  });
});
