import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { progressDisplay } from '../../src/cli/progress.ts';
import type { Verbosity } from '../../src/cli/command.ts';
import type { Progress } from '../../src/kernel/work.ts';
import { TerminalModel } from './terminal-model.ts';

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

/** One line, and the cursor at its beginning. */
const line = (text: string) => `\r${text}\x1b[K\r`;

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
      line('tackle: pulling python@3.8 · 0 s'),
      line('tackle: pulling python@3.8 · 50 % · 0 s'),
      line('tackle: pulling python@3.8 · 50 % · 0 s'),
      line('tackle: pulling python@3.8 · 50 % · 1 s'),
      '\r\x1b[K',
    ]);
  });

  it('shows that time passes while nothing is reported', () => {
    const { written, display } = screen(true);
    display.report(started);
    vi.advanceTimersByTime(61_000);
    display.close();
    expect(written.at(-2)).toBe(line('tackle: pulling python@3.8 · 1 min 1 s'));
  });

  it('shows no escape sequence of what a program says', () => {
    const { written, display } = screen(true);
    display.report(started);
    display.report(said('\x1b[2Jhi'));
    vi.advanceTimersByTime(400);
    display.close();
    expect(written[0]).toBe(line('tackle: pulling …on@3.8 · 0 s · \\x1b[2…'));
  });

  it('keeps of a long name as much as leaves room for what moves', () => {
    const { written, display } = screen(true);
    const subject = 'bookworm: biber latexmk lmodern texlive-fonts-recommended';
    display.report({ kind: 'started', task: 'build', subject });
    display.report({ kind: 'said', task: 'build', subject, line: 'installing' });
    vi.advanceTimersByTime(12_000);
    display.close();
    expect(written.at(-2)).toBe(line('tackle: build bookwor… · 12 s · instal…'));
  });

  it('says at once that it is stopping', () => {
    const { written, display } = screen(true);
    display.report(started);
    vi.advanceTimersByTime(400);
    display.stopping();
    expect(written.at(-1)).toBe(line('tackle: stopping: pulling …on@3.8 · 0 s'));
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

describe('progress of several tasks on a terminal', () => {
  /** What its screen shows after so many milliseconds. */
  function shown(size: { readonly columns?: number; readonly rows?: number } = {}) {
    const terminal = new TerminalModel(size.columns ?? 80, size.rows ?? 24);
    const display = progressDisplay(terminal, 'normal', { TERM: 'xterm' });
    const after = (milliseconds: number) => {
      vi.advanceTimersByTime(milliseconds);
      return terminal.lines();
    };
    return { terminal, display, after };
  }
  const pull = (subject: string) => ({ task: 'pull', subject }) as const;
  const some = ['debian:12', 'node:20', 'python:3', 'ruby:3', 'rust:1'].map(pull);

  it('is a line for each, below each other and in the order in which they began', () => {
    const { display, after } = shown();
    for (const each of some.slice(0, 3)) display.report({ kind: 'started', ...each });
    display.report({ kind: 'advanced', ...some[0]!, done: 3e6, total: 1e7, unit: 'bytes' });
    expect(after(600)).toEqual([
      'tackle: pull debian:12 · 3.0 of 10.0 MB · 30 % · 0 s',
      '        pull node:20   · 0 s',
      '        pull python:3  · 0 s',
    ]);
    display.report({ kind: 'finished', ...some[0]! });
    display.report({ kind: 'failed', ...some[2]! });
    expect(after(600)).toEqual(['tackle: pull node:20 · 1 s']);
    display.close();
    expect(after(600)).toEqual([]);
  });

  it('says how many more there are than the terminal has lines, of which one stays free', () => {
    const { display, after } = shown({ rows: 4 });
    for (const each of some) display.report({ kind: 'started', ...each });
    const two = ['tackle: pull debian:12 · 0 s', '        pull node:20   · 0 s'];
    expect(after(600)).toEqual([...two, '        … and 3 more']);
    display.close();
    expect(after(600)).toEqual([]);
  });

  it.each([1, 2])('is one line where there are %d', (rows) => {
    const { display, after } = shown({ rows });
    for (const each of some) display.report({ kind: 'started', ...each });
    expect(after(600)).toEqual(['tackle: pull debian:12 · 0 s']);
    display.close();
  });

  it('leaves out what is done soon beside what lasts', () => {
    const { display, after } = shown();
    display.report({ kind: 'started', ...some[0]! });
    vi.advanceTimersByTime(1000);
    display.report({ kind: 'started', ...some[1]! });
    expect(after(200)).toHaveLength(1);
    expect(after(400)).toHaveLength(2);
    display.close();
  });

  it('tells images apart by their ends, and leaves out what matters least', () => {
    const { display, after } = shown({ columns: 70 });
    const layers = { done: 3, total: 7 };
    for (const each of ['python:3.12-slim', 'node:22-slim']) {
      const subject = `registry.example.org/library/${each}`;
      const amount = { done: 123e5, total: 451e5, unit: 'bytes', layers } as const;
      display.report({ kind: 'advanced', ...pull(subject), ...amount });
    }
    expect(after(800)).toEqual([
      'tackle: pull …library/python:3.12-slim · 12.3 of 45.1 MB · 27 % · 0 s',
      '        pull …org/library/node:22-slim · 12.3 of 45.1 MB · 27 % · 0 s',
    ]);
    display.close();
  });

  it('is erased when the terminal has become narrower meanwhile', () => {
    const { terminal, display, after } = shown({ columns: 60, rows: 6 });
    terminal.write('$ tackle pull\n');
    for (const each of some) display.report({ kind: 'started', ...each });
    expect(after(600)).toHaveLength(6);
    terminal.resize(20, 6);
    expect(after(600)).toEqual([
      '$ tackle pull',
      'tackle: pull …an:12',
      '        pull …de:20',
      '        pull …hon:3',
      '        pull ruby:3',
      '        pull rust:1',
    ]);
    display.close();
    expect(after(0)).toEqual(['$ tackle pull']);
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
      'tackle: pulling python@3.8 · 5.0 of 10.0 MB · 50 % · 0.0 MB/s · 10 s\n',
      'tackle: pulling python@3.8 · done in 12 s\n',
    ]);
  });

  it('says what has failed while other things go on', () => {
    const { written, display } = screen(false);
    display.report(started);
    vi.advanceTimersByTime(2000);
    display.report({ kind: 'failed', ...task });
    display.close();
    expect(written.at(-1)).toBe('tackle: pulling python@3.8 · failed after 2 s\n');
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
