import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { progressDisplay } from '../../src/cli/progress.ts';
import type { Verbosity } from '../../src/cli/command.ts';
import type { Progress } from '../../src/kernel/work.ts';

const task = { task: 'pulling', subject: 'python@3.8' } as const;
const started: Progress = { kind: 'started', ...task };
const finished: Progress = { kind: 'finished', ...task };
const half: Progress = { kind: 'advanced', ...task, done: 5e6, total: 1e7, unit: 'bytes' };
const said = (line: string): Progress => ({ kind: 'said', ...task, line });

function screen(isTTY: boolean, verbosity: Verbosity = 'normal', TERM = 'xterm') {
  const written: string[] = [];
  const stream = { isTTY, columns: 40, write: (text: string) => written.push(text) };
  return { written, display: progressDisplay(stream, verbosity, { TERM }) };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('progress on a terminal', () => {
  it('shows nothing of what is done soon', () => {
    const { written, display } = screen(true);
    display.report(started);
    vi.advanceTimersByTime(399);
    display.report(finished);
    vi.advanceTimersByTime(5000);
    display.close();
    expect(written).toEqual([]);
  });

  it('redraws one line, and erases it in the end', () => {
    const { written, display } = screen(true);
    display.report(started);
    vi.advanceTimersByTime(400);
    display.report(half);
    vi.advanceTimersByTime(600);
    display.close();
    expect(written).toEqual([
      '\r\x1b[Ktackle: pulling python@3.8 · 0 s',
      '\r\x1b[Ktackle: pulling python… · 5.0 of 10.0 …',
      '\r\x1b[Ktackle: pulling python… · 5.0 of 10.0 …',
      '\r\x1b[Ktackle: pulling python… · 5.0 of 10.0 …',
      '\r\x1b[K',
    ]);
  });

  it('shows that time passes while nothing is reported', () => {
    const { written, display } = screen(true);
    display.report(started);
    vi.advanceTimersByTime(61_000);
    display.close();
    expect(written.at(-2)).toBe('\r\x1b[Ktackle: pulling python@3.8 · 1 min 1 s');
  });

  it('shows no escape sequence of what a program says', () => {
    const { written, display } = screen(true);
    display.report(started);
    display.report(said('\x1b[2Jhi'));
    vi.advanceTimersByTime(400);
    display.close();
    expect(written[0]).toBe('\r\x1b[Ktackle: pulling python… · 0 s · \\x1b[2…');
  });

  it('keeps of a long name as much as leaves room for what moves', () => {
    const { written, display } = screen(true);
    const subject = 'bookworm: biber latexmk lmodern texlive-fonts-recommended';
    display.report({ kind: 'started', task: 'build', subject });
    display.report({ kind: 'said', task: 'build', subject, line: 'installing' });
    vi.advanceTimersByTime(12_000);
    display.close();
    expect(written.at(-2)).toBe('\r\x1b[Ktackle: build bookworm… · 12 s · insta…');
  });

  it('says at once that it is stopping', () => {
    const { written, display } = screen(true);
    display.report(started);
    vi.advanceTimersByTime(400);
    display.stopping();
    expect(written.at(-1)).toBe('\r\x1b[Ktackle: stopping: pulling python… · 0 s');
    display.close();
  });

  it('writes nothing after it was closed', () => {
    const { written, display } = screen(true);
    display.report(started);
    vi.advanceTimersByTime(1000);
    display.close();
    const before = written.length;
    display.report(half);
    vi.advanceTimersByTime(60_000);
    display.close();
    expect(written).toHaveLength(before);
  });
});

describe('progress elsewhere', () => {
  it('is a line when it begins, now and then, and when it is done', () => {
    const { written, display } = screen(false);
    display.report(started);
    vi.advanceTimersByTime(1000);
    display.report(half);
    vi.advanceTimersByTime(11_000);
    display.report(finished);
    display.close();
    expect(written).toEqual([
      'tackle: pulling python@3.8\n',
      'tackle: pulling python@3.8 · 5.0 of 10.0 MB · 50 % · 10 s\n',
      'tackle: pulling python@3.8 · done in 12 s\n',
    ]);
  });

  it('is nothing for what is done soon', () => {
    const { written, display } = screen(false);
    display.report(started);
    vi.advanceTimersByTime(399);
    display.report(finished);
    display.close();
    expect(written).toEqual([]);
  });

  it('is a line on a terminal that cannot erase', () => {
    const { written, display } = screen(true, 'normal', 'dumb');
    display.report(started);
    vi.advanceTimersByTime(400);
    display.close();
    expect(written).toEqual(['tackle: pulling python@3.8\n']);
  });

  it('is everything with --verbose', () => {
    const { written, display } = screen(true, 'verbose');
    display.report(started);
    display.report(said('Step 1/2'));
    display.report(finished);
    display.close();
    expect(written).toEqual([
      'tackle: pulling python@3.8\n',
      '  Step 1/2\n',
      'tackle: pulling python@3.8 · done in 0 s\n',
    ]);
  });

  it('says that it is stopping, if anything was said before', () => {
    const { written, display } = screen(false);
    display.report(started);
    display.stopping();
    expect(written).toEqual([]);
    vi.advanceTimersByTime(400);
    display.stopping();
    display.close();
    expect(written.at(-1)).toBe('tackle: stopping: pulling python@3.8\n');
  });

  it('is nothing with --quiet', () => {
    const { written, display } = screen(false, 'quiet');
    display.report(started);
    vi.advanceTimersByTime(60_000);
    display.report(finished);
    display.close();
    expect(written).toEqual([]);
  });
});
