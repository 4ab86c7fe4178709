import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sourcesIn } from './builds.ts';

/* What the programs of native/ say stands in the page of all messages: no more and no less. */

const PAGE = readFileSync(join(import.meta.dirname, '../../docs/messages.md'), 'utf8');

function textOf(folder: 'init' | 'launch'): string {
  return sourcesIn(folder)
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
}

/** The lines of the list under a heading. */
function listed(heading: string): readonly string[] {
  const section = PAGE.split(`\n${heading}\n`)[1]?.split('\n#')[0] ?? '';
  return [...section.matchAll(/^- (.+)$/gm)].map(([, line]) => line!);
}

/** The last text among the words of a call that is a sentence, not a hint: `complain(status, hint, format, …)`. */
function complaints(): readonly string[] {
  const source = textOf('launch');
  const calls = [...source.matchAll(/^ .*\bcomplain\((\w+), ((?:"(?:[^"\\]|\\.)*"|[^";])*)\);/gm)];
  expect(calls).toHaveLength([...source.matchAll(/^ .*\bcomplain\(/gm)].length);
  return calls.map(([, status, rest]) => {
    const texts = [...rest!.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text!);
    const said = texts.filter((text) => text !== '').at(-1)!;
    return `${{ TACKLE_FAILED: '125', NOT_FOUND: '127' }[status!] ?? status!}: ${said}`;
  });
}

test('what `launch` says', () => {
  const said = complaints();
  expect(said.length).toBeGreaterThan(5);
  expect(listed('### `launch`')).toEqual([...new Set(said)].sort());
});

test('what init cannot do', () => {
  const said = [...textOf('init').matchAll(/\bdie\("([^"]+)"\)/g)].map(([, what]) => what!);
  expect(said.length).toBeGreaterThan(10);
  expect(listed('### `init`')).toEqual([...new Set(said)].sort());
});
