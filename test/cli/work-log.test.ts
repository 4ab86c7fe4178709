import { expect, test } from 'vitest';
import type { Noted } from '../../src/cli/noted.ts';
import { linesText, logsText } from '../../src/cli/logs-listing.ts';
import { logsOf, parseLog, printLog } from '../../src/cli/work-log.ts';
import type { Progress } from '../../src/kernel/work.ts';

const START = Date.UTC(2026, 0, 31, 9, 12, 45);
const OVER = { at: START + 9_000, how: 'failed' } as const;
const LATEX = { task: 'build', subject: 'bookworm: texlive' } as const;
const LINT = { task: 'pull', subject: 'docker.io/koalaman/shellcheck:v0.10.0' } as const;

/** One event a second. */
function noted(...events: readonly Progress[]): readonly Noted[] {
  return events.map((event, at) => ({ at: START + at * 1_000, event }));
}

const BOTH = noted(
  { kind: 'started', ...LATEX },
  { kind: 'started', ...LINT },
  { kind: 'said', ...LATEX, line: 'downloading packages' },
  { kind: 'finished', ...LINT },
  { kind: 'logged', ...LATEX, line: 'E: \x1b[31mno such package\x1b[0m' },
);

test('each has what was said of it; one that nobody finished has failed', () => {
  expect(logsOf(BOTH, OVER)).toEqual([
    {
      ...LATEX,
      began: '2026-01-31T09:12:45.000Z',
      ms: 9_000,
      how: 'failed',
      lines: ['downloading packages', 'E: \x1b[31mno such package\x1b[0m'],
    },
    { ...LINT, began: '2026-01-31T09:12:46.000Z', ms: 2_000, how: 'done', lines: [] },
  ]);
});

test('what is begun again is a new one', () => {
  const again = noted(
    { kind: 'started', ...LATEX },
    { kind: 'said', ...LATEX, line: 'old' },
    { kind: 'failed', ...LATEX },
    { kind: 'started', ...LATEX },
    { kind: 'said', ...LATEX, line: 'new' },
    { kind: 'finished', ...LATEX },
  );
  expect(logsOf(again, OVER)).toMatchObject([{ lines: ['new'], how: 'done', ms: 2_000 }]);
});

test('of very much the end is kept', () => {
  const line = 'x'.repeat(1023);
  const much = Array.from({ length: 300 }, () => ({ kind: 'logged', ...LATEX, line }) as const);
  const events = noted({ kind: 'started', ...LATEX }, ...much, {
    kind: 'said',
    ...LATEX,
    line: 'end',
  });
  const [log] = logsOf(events, OVER);
  expect(log?.lines).toHaveLength(256);
  expect(log?.lines.at(-1)).toBe('end');
});

test('a file gives back what was written into it, and another text nothing', () => {
  for (const log of logsOf(BOTH, OVER)) expect(parseLog(printLog(log))).toEqual(log);
  for (const text of ['', '\n', 'null\n', '{}\n', '[1]\nline\n', '{"task":']) {
    expect(parseLog(text)).toBeUndefined();
  }
});

test('for people: a line for each, then the launches', () => {
  const work = logsOf(BOTH, OVER);
  const record = {
    time: '2026-01-31T09:13:00.123Z',
    command: 'pdflatex',
    cwd: '/home/ada/thesis',
    engine: 'docker',
    way: 'node',
    ms: { total: 204 },
  } as const;
  const launches = [
    { ...record, end: { status: 0 } },
    { ...record, end: { signal: 'SIGINT' } },
    { ...record, command: 'pdflatx', end: { problem: 'catalog/unknown-command' } },
  ] as const;
  expect(logsText({ work, launches }, undefined)).toBe(
    `2026-01-31 09:12:45 UTC  build  failed after 9 s  bookworm: texlive
2026-01-31 09:12:46 UTC  pull   done in 2 s       docker.io/koalaman/shellcheck:v0.10.0

2026-01-31 09:13:00 UTC  pdflatex  docker    204 ms  status 0
2026-01-31 09:13:00 UTC  pdflatex  docker    204 ms  SIGINT
2026-01-31 09:13:00 UTC  pdflatx   docker    204 ms  catalog/unknown-command
`,
  );
  expect(logsText({ work: [] }, undefined)).toBe('nothing was built or pulled lately\n');
});

test('all that was said is shown, and nothing of it is obeyed', () => {
  expect(linesText(logsOf(BOTH, OVER))).toBe(
    `build bookworm: texlive · failed after 9 s · 2026-01-31 09:12:45 UTC
  downloading packages
  E: \\x1b[31mno such package\\x1b[0m

pull docker.io/koalaman/shellcheck:v0.10.0 · done in 2 s · 2026-01-31 09:12:46 UTC
  it said nothing
`,
  );
});
