import { describe, expect, it } from 'vitest';
import { paintFor, plain } from '../../src/cli/paint.ts';
import { renderProblem, renderProblems } from '../../src/cli/render-problem.ts';
import type { Problem } from '../../src/kernel/problem.ts';

const onPaper = { paint: plain, cwd: '/home/ada/thesis', columns: 80 };

const unknownKey: Problem = {
  code: 'config/unknown-key',
  message: 'unknown key `comands`',
  hint: 'did you mean `commands`?',
  place: {
    file: '/home/ada/thesis/tackle.yaml',
    line: 3,
    column: 1,
    length: 7,
    text: 'comands: {}',
  },
  detail: ['what a program said'],
};

describe('renderProblem', () => {
  it('says what, where, why and what to type', () => {
    expect(renderProblem(unknownKey, onPaper)).toBe(
      [
        'tackle: unknown key `comands` [config/unknown-key]',
        '  tackle.yaml:3:1',
        '    3 | comands: {}',
        '      | ^^^^^^^',
        '  what a program said',
        'hint: did you mean `commands`?',
        '',
      ].join('\n'),
    );
  });

  it('names a file elsewhere by its whole path, and a variable by its name', () => {
    const { place } = unknownKey;
    const at = (file: string) =>
      renderProblem({ ...unknownKey, place: { ...place!, file } }, onPaper).split('\n')[1];
    expect(at('/etc/tackle.yaml')).toBe('  /etc/tackle.yaml:3:1');
    expect(at('/home/ada/thesis2/tackle.yaml')).toBe('  /home/ada/thesis2/tackle.yaml:3:1');
    expect(at('TACKLE_ENGINE')).toBe('  TACKLE_ENGINE');
  });

  it('never hands a hostile text to the terminal', () => {
    const hostile = 'a\x1b]0;owned\x07\x1b[31m\r\n\u202e\u009b2J';
    const text = renderProblem(
      {
        code: 'config/unknown-key',
        message: hostile,
        hint: hostile,
        detail: [hostile],
        place: { file: `/p/${hostile}`, line: 1, column: 1, length: 3, text: hostile },
      },
      onPaper,
    );
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(text.split('\n')).toHaveLength(7);
  });

  it('has the same words with colours', () => {
    const paint = paintFor({ isTTY: true }, { TERM: 'xterm' });
    const coloured = renderProblem(unknownKey, { ...onPaper, paint });

    const bare = coloured.replace(/\x1b\[[0-9;]*m/g, '');
    expect(coloured).not.toBe(bare);
    expect(bare).toBe(renderProblem(unknownKey, onPaper));
  });

  it('shows ten problems at most', () => {
    const text = renderProblems(Array<Problem>(12).fill(unknownKey), onPaper);
    expect(text.match(/unknown key/g)).toHaveLength(10);
    expect(text).toMatch(/\n\ntackle: and 2 more of the kind\n$/);
  });
});

describe('paintFor', () => {
  it.each([
    [{ isTTY: true }, { TERM: 'xterm' }, true],
    [{ isTTY: true }, { TERM: 'xterm', NO_COLOR: '' }, true],
    [{ isTTY: true }, { TERM: 'xterm', NO_COLOR: '1' }, false],
    [{ isTTY: true }, { TERM: 'dumb' }, false],
    [{}, { TERM: 'xterm' }, false],
  ])('%j in %j', (stream, env, colours) => {
    expect(paintFor(stream, env)('error', 'x') !== 'x').toBe(colours);
  });
});
