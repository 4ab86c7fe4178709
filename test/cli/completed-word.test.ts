import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMMANDS, GLOBAL_OPTIONS } from '../../src/cli/commands.ts';
import { completedWord } from '../../src/cli/completed-word.ts';

/** In short: the words, and what is looked up besides; or what else stands there. */
function offered(...line: readonly string[]): unknown {
  const completed = completedWord(line);
  if (completed.kind === 'tool') return [completed.named, completed.word, completed.from];
  if (completed.kind !== 'words') return completed.prefix + completed.kind;
  const { prefix, words, named } = completed;
  return [...words.map(({ word }) => prefix + word), ...(named ? [`(${named})`] : [])];
}

const ENGINES = ['docker', 'podman', 'embedded'];
const OWN = COMMANDS.map(({ name }) => name);
const OPTIONS = GLOBAL_OPTIONS.map(({ name }) => name);

describe('the word that is typed', () => {
  it.each([
    [[''], [...OWN, '(command)']],
    [
      ['-q', ''],
      [...OWN, '(command)'],
    ],
    [
      ['--', ''],
      [...OWN, '(command)'],
    ],
    [
      ['--', '-'],
      [...OWN, '(command)'],
    ],
    [['--en'], OPTIONS],
    [['--engine', ''], ENGINES],
    [['--engine='], ENGINES.map((name) => `--engine=${name}`)],
    [
      ['--engine', 'docker', ''],
      [...OWN, '(command)'],
    ],
    [['--engine=docker', '-q', 'x', ''], ['(toolbox)']],
    [['--quiet='], []],
    [['help', ''], OWN],
    [['help', 'plan', ''], []],
    [['run', ''], ['(command)']],
    [['run', '-'], ['--help']],
    [['run', '--', '-'], ['(command)']],
    [['shell', ''], ['(toolbox-or-command)']],
    [['plan', ''], ['(command)']],
    [['plan', '--toolbox', ''], ['(toolbox)']],
    [
      ['plan', '--as', ''],
      ['json', 'docker'],
    ],
    [
      ['plan', '--as=j'],
      ['--as=json', '--as=docker'],
    ],
    [['lock', 'a', ''], ['(project-toolbox)']],
    [['lock', '--snapshot', ''], []],
    [
      ['config', ''],
      ['show', 'schema'],
    ],
    [['config', 'show', ''], []],
    [
      ['images', ''],
      ['list', 'import', 'prune', 'check'],
    ],
    [
      ['images', '--'],
      ['--json', '--help'],
    ],
    [
      ['images', 'prune', '--'],
      ['--all', '--help'],
    ],
    [['images', 'prune', ''], []],
    [['images', 'import', ''], 'files'],
    [['bundle', 'export', ''], 'files'],
    [['bundle', 'export', 'f', ''], ['(project-toolbox)']],
    [
      ['shims', '--'],
      ['--dir', '--json', '--help'],
    ],
    [['shims', 'remove', ''], ['(shim)']],
    [['shims', 'list', ''], []],
    [['shims', '--dir', ''], 'directories'],
    [['shims', '--dir='], '--dir=directories'],
    [['shims', 'install', '--', '--'], ['(shim)']],
    [
      ['env', ''],
      ['bash', 'zsh', 'fish'],
    ],
  ])('after %j', (line, expected) => {
    expect(offered(...line)).toEqual(expected);
  });

  it.each([
    [
      ['python3', ''],
      ['command', 'python3', 1],
    ],
    [
      ['-q', 'python3', '--engine', ''],
      ['command', 'python3', 2],
    ],
    [
      ['run', '--', 'python3', '-'],
      ['command', 'python3', 3],
    ],
    [
      ['x', 'python@3', 'a', ''],
      ['toolbox', 'python@3', 2],
    ],
    [
      ['shell', 'latex', '-c', ''],
      ['toolbox-or-command', 'latex', 2],
    ],
    [
      ['plan', '--as', 'json', 'python3', '--as', ''],
      ['command', 'python3', 4],
    ],
    [
      ['plan', '--toolbox', 'python', ''],
      ['toolbox', 'python', 3],
    ],
  ])('of %j is the tool’s', (line, expected) => {
    expect(offered(...line)).toEqual(expected);
  });

  it('is found in whatever is typed', () => {
    const known = [...OWN, ...OPTIONS, '--json', '--as', '--dir=', '--', '-', '', 'python@3'];
    const word = fc.oneof(fc.constantFrom(...known), fc.string());
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), (line) => {
        const completed = completedWord(line);
        if (completed.kind === 'tool') {
          expect(completed.from).toBeLessThan(line.length);
          expect(line[completed.from - 1]).toBe(completed.word);
        } else if (completed.kind === 'words') {
          expect(completed.words).toEqual(completed.words.filter((each) => each.word !== ''));
        } else expect(`${line.at(-1)}`.startsWith(completed.prefix)).toBe(true);
      }),
    );
  });

  it('can be everything that the table says of a command', () => {
    for (const { name, options, arguments: given } of COMMANDS) {
      const [action] = given[0]?.choices ?? [];
      const line = action === undefined ? [name] : [name, action];
      const own = options.filter((each) => !action || !each.with || each.with.includes(action));
      const known = [...own.map((option) => option.name), '--help'];
      expect([name, offered(...line, '-')]).toEqual([name, known]);
      for (const option of options.filter(({ choices }) => choices)) {
        expect(offered(name, option.name, '')).toEqual(option.choices);
      }
      if (given[0]?.choices) expect(offered(name, '')).toEqual(given[0].choices);
      if (given[0]?.names) expect(offered(name, '')).not.toEqual([]);
    }
  });
});
