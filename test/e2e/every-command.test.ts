import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COMMANDS, type CommandEntry } from '../../src/cli/commands.ts';
import { Terminal } from '../rig/pty.ts';
import { rig } from '../rig/rig.ts';
import { runTackle, TACKLE, tackleEnv } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';
import { saved, tinyImage } from '../rig/tiny-image.ts';
import { Undo } from '../rig/undo.ts';
import { COMMAND_LINES, type CommandLine } from './command-lines.ts';

/* What all commands have to keep to, whichever is added next: no colours with NO_COLOR, nothing but failures with --quiet. */

const undo = new Undo();
afterAll(() => undo[Symbol.asyncDispose]());
const hello = () => `${rig().registry}/every-command:1`;
let archive: Buffer;

beforeAll(() => {
  const image = tinyImage(hello());
  undo.defer(() => image[Symbol.dispose]());
  execFileSync('docker', ['push', image.name], { stdio: 'ignore' });
  archive = saved(image.name);
});

interface Place {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

const NOWHERE = {
  TACKLE_ENGINE: 'embedded',
  DOCKER_HOST: 'unix:///nowhere.sock',
  CONTAINER_HOST: 'unix:///nowhere.sock',
};

/** A directory in which the command is typed, with all that Tackle keeps beside it. */
async function within<T>(line: CommandLine, act: (place: Place) => Promise<T>): Promise<T> {
  using place = scratch('every-command');
  const at = (...names: readonly string[]) => join(place.path, ...names);
  mkdirSync(at('project'));
  writeFileSync(at('hello.tar'), archive);
  if (line.isPlain) writeFileSync(at('project/.python-version'), '3.11\n');
  else writeFileSync(at('project/tackle.yaml'), config());
  const env = {
    ...tackleEnv(),
    ...(line.isApart && NOWHERE),
    XDG_CACHE_HOME: at('cache'),
    XDG_DATA_HOME: at('data'),
  };
  const here = { cwd: at('project'), env };
  for (const words of line.first ?? []) {
    expect(await runTackle(words.split(' '), here)).toMatchObject({ status: 0 });
  }
  return await act(here);
}

const config = () => `toolboxes:
  hello: {image: '${hello()}', network: none, commands: [hello]}
  kit: {image: '${rig().kit.tag}', network: none, commands: [sh]}
`;

/** The line of work that takes more than a second is erased by these; they are no colours. */
const ERASED = /\x1b\[(?:[KJ]|\d+A)/g;

/** What a terminal is sent, and how the command ends there. */
async function onTerminal(words: readonly string[], { cwd, env }: Place) {
  await using terminal = new Terminal(TACKLE, words, { cwd, env: { ...env, NO_COLOR: '1' } });
  const { status } = await terminal.ended;
  return { status, sent: terminal.raw.replace(ERASED, ''), text: terminal.text };
}

const ALL = Object.values(COMMAND_LINES).flat();

describe('NO_COLOR is kept to, and --quiet', () => {
  test.for(ALL)('by tackle $words', async (line) => {
    const words = line.words.split(' ');
    const { statuses = [0] } = line;

    const [shown, quiet] = await Promise.all([
      within(line, (place) => onTerminal(words, place)),
      within(line, (place) => runTackle(['--quiet', ...words], place)),
    ]);
    expect(statuses, shown.text).toContain(shown.status);
    expect(shown.sent).not.toContain('\x1b');
    expect(quiet.stderr.toString()).toBe('');
    expect(statuses).toContain(quiet.status);
  });

  test.for(COMMANDS)('by tackle $name, in no project too', async ({ name }) => {
    using place = scratch('no-project');
    const env = { ...tackleEnv(), XDG_DATA_HOME: join(place.path, 'data'), ...NOWHERE };
    const [line] = COMMAND_LINES[name] ?? [];
    const argv = ['--quiet', ...line!.words.split(' ')];
    const { status, sent } = await onTerminal(argv, { cwd: place.path, env });
    expect(sent).not.toContain('\x1b');
    if (status === 0) expect(sent).not.toMatch(/^(?:tackle|hint): /m);
  });

  test('by tackle alone', async () => {
    for (const isPlain of [true, undefined]) {
      const line: CommandLine = { words: '', ...(isPlain && { isPlain }) };
      const shown = await within(line, (place) => onTerminal([], place));
      expect(shown).toMatchObject({ status: 0, text: shown.sent.replaceAll('\r\n', '\n') });
      const quiet = await within(line, (place) => runTackle(['--quiet'], place));
      expect(quiet.stderr.toString()).toBe('');
    }
  });

  test.each([
    ['init', 'Write this to tackle.yaml?', true],
    ['trust', 'Trust it with that?', false],
    ['x', 'Which toolbox?', false],
  ] as const)('by the question of tackle %s', async (word, question, isPlain) => {
    const line: CommandLine = { words: word, ...(isPlain && { isPlain }) };
    await within(line, async ({ cwd, env }) => {
      const own = { ...env, TACKLE_TRUST: '', NO_COLOR: '1' };
      await using terminal = new Terminal(TACKLE, ['--quiet', word], { cwd, env: own });
      await terminal.expect(question);
      terminal.send('\x03');
      await terminal.ended;
      // The cursor is moved; nothing is dressed.
      expect(terminal.raw).not.toMatch(/\x1b\[[\d;]*m/);
    });
  });
});

describe('every command of the table is tried', () => {
  test('and nothing else', () => {
    expect(Object.keys(COMMAND_LINES)).toEqual(COMMANDS.map(({ name }) => name));
  });

  test('with each of its actions and options', () => {
    const missing = COMMANDS.flatMap((entry) => {
      const tried = COMMAND_LINES[entry.name]?.flatMap(({ words }) => words.split(' '));
      return wordsOf(entry).filter((word) => tried?.includes(word) !== true);
    });
    expect(missing).toEqual([]);
  });
});

function wordsOf({ name, options, arguments: [first] }: CommandEntry): readonly string[] {
  return [name, ...(first?.choices ?? []), ...options.map((option) => option.name)];
}
