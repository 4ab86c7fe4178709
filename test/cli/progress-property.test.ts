import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { progressDisplay } from '../../src/cli/progress.ts';
import type { Progress } from '../../src/kernel/work.ts';
import { TerminalModel } from './terminal-model.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

type Step =
  | { readonly kind: 'wait'; readonly milliseconds: number }
  | { readonly kind: 'resize'; readonly columns: number; readonly rows: number }
  | { readonly kind: 'type'; readonly keys: string }
  | { readonly kind: 'stop' }
  | Progress;

const number = fc.oneof(fc.nat(5e8), fc.constantFrom(0, 1, 1e15));
const words = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.lorem({ maxCount: 9 }));
const subject = fc.oneof(fc.constantFrom('a', 'reg.example.org/lib/b:1', 'a list of c'), words);
const name = { task: fc.constantFrom('pull', 'build'), subject };
const columns = fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 30, max: 150 }));
const rows = fc.integer({ min: 1, max: 9 });
const bare = (kind: 'started' | 'finished' | 'failed') =>
  fc.record({ kind: fc.constant(kind), ...name });
const advanced = fc.record(
  {
    kind: fc.constant('advanced' as const),
    ...name,
    done: number,
    total: number,
    unit: fc.constantFrom('bytes' as const, 'steps' as const),
    layers: fc.record({ done: fc.nat(20), total: fc.nat(20) }),
  },
  { requiredKeys: ['kind', 'task', 'subject', 'done', 'unit'] },
);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('wait' as const), milliseconds: fc.nat(4000) }),
  fc.record({ kind: fc.constant('resize' as const), columns, rows }),
  fc.record({ kind: fc.constant('type' as const), keys: fc.constantFrom('^C', 'l') }),
  fc.constant({ kind: 'stop' as const }),
  bare('started'),
  bare('finished'),
  bare('failed'),
  { arbitrary: advanced, weight: 3 },
  fc.record({ kind: fc.constant('said' as const), ...name, line: words }),
);
const steps = fc.array(step, { maxLength: 40 });

/** Into what is drawn: elsewhere it would not be ours to erase. */
function typeOver(terminal: TerminalModel, keys: string): void {
  if (terminal.lines().length > 1) terminal.echo(keys);
}

test('whatever happens, no line is too long, no number is odd, and in the end the screen is as before', () => {
  fc.assert(
    fc.property(columns, rows, steps, (width, height, events) => {
      const terminal = new TerminalModel(width, height);
      terminal.echo('$\n');
      const display = progressDisplay(terminal, 'normal', { TERM: 'xterm' });
      for (const event of events) {
        if (event.kind === 'wait') vi.advanceTimersByTime(event.milliseconds);
        else if (event.kind === 'resize') terminal.resize(event.columns, event.rows);
        else if (event.kind === 'type') typeOver(terminal, event.keys);
        else if (event.kind === 'stop') display.stopping();
        else display.report(event);
        expect(terminal.inLastColumn).toBe(0);
        expect(terminal.lines().join('\n')).not.toMatch(/NaN|Infinity|undefined|-\d+(\.\d)? /);
      }
      display.close();
      expect(terminal.lines()).toEqual(['$']);
      expect(terminal.cursor).toEqual({ row: 1, column: 0 });
    }),
  );
});

test('elsewhere, whatever happens, whole lines are written and no number is odd', () => {
  fc.assert(
    fc.property(
      steps,
      fc.constantFrom('normal' as const, 'verbose' as const),
      (events, verbosity) => {
        let written = '';
        const stream = { write: (text: string) => (written += text) };
        const display = progressDisplay(stream, verbosity, {});
        for (const event of events) {
          if (event.kind === 'wait') vi.advanceTimersByTime(10 * event.milliseconds);
          else if (event.kind === 'stop') display.stopping();
          else if (event.kind !== 'resize' && event.kind !== 'type') display.report(event);
        }
        display.close();
        expect(written).toMatch(/^((tackle: | {2}).*\n)*$/);
        expect(written.replaceAll(/^ .*\n/gm, '')).not.toMatch(/NaN|Infinity|undefined| -\d/);
      },
    ),
  );
});
