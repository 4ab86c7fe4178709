import type { Tool } from '../catalog/tool.ts';
import type { Result } from '../kernel/result.ts';
import { ok } from '../kernel/result.ts';
import type { Work } from '../kernel/work.ts';
import type { Lock, LockEntry } from '../lock/lock.ts';
import { lockedPin, whyNotLocked } from '../lock/locked-pin.ts';
import type { AnyProblem } from './any-problem.ts';
import type { CommandMain, Context, Outcome } from './command.ts';
import { failed } from './command.ts';
import { contextOf } from './find-pin.ts';
import type { Lockable } from './lockable.ts';
import { readLockable } from './lockable.ts';
import { makeEntry, snapshotOf, type EntryOptions } from './make-entry.ts';
import { shownTable } from './shown-table.ts';
import { workVisibly } from './work-visibly.ts';
import { changeLock } from './write-lock.ts';
import { writeJson, writeOut } from './write-out.ts';

/** How it is with one toolbox, or with an entry that no toolbox asks for. */
interface Row {
  readonly toolbox: string;
  readonly state: 'locked' | 'not locked' | 'added' | 'changed' | 'removed' | 'not asked for';
  readonly why?: string;
}

/** What `--check` ends with where something is not as the lock says. */
const OUT_OF_STEP = 1;

/** `tackle lock [TOOLBOX…] [--check] [--json]`. */
export const main: CommandMain = async ({ words, options }, context) => {
  const lockable = await readLockable({ words, versions: 'locked' }, context);
  if (!lockable.ok) return lockable.error;
  const check = options['check'] === true;
  const report = await workVisibly(context, (work) =>
    check
      ? Promise.resolve(checked(lockable.value, words))
      : written(lockable.value, words, snapshotOf(options), context, work),
  );
  if ('kind' in report) return report;
  const { rows, problems } = report;
  const shown = await show(rows, options['json'] === true);
  if (shown.kind !== 'exited') return shown;
  if (problems.length > 0) return failed(...problems);
  const isInStep = !check || rows.every(({ state }) => state === 'locked');
  return { kind: 'exited', status: isInStep ? 0 : OUT_OF_STEP };
};

/** What could be done or found, and what could not. */
interface Report {
  readonly rows: readonly Row[];
  readonly problems: readonly AnyProblem[];
}

function checked(lockable: Lockable, words: readonly string[]): Report {
  const rows: Row[] = [];
  const problems: AnyProblem[] = [];
  for (const tool of lockable.tools) {
    const why = whyMissing(tool, lockable);
    const toolbox = tool.asked;
    if (!why.ok) problems.push(why.error);
    else if (why.value === undefined) rows.push({ toolbox, state: 'locked' });
    else rows.push({ toolbox, state: 'not locked', why: why.value });
  }
  return { rows: [...rows, ...leftOver(lockable, words, 'not asked for')], problems };
}

async function written(
  lockable: Lockable,
  words: readonly string[],
  snapshot: Pick<EntryOptions, 'snapshot'>,
  { env }: Context,
  work: Work,
): Promise<Report> {
  const rows: Row[] = [];
  const problems: AnyProblem[] = [];
  const made = new Map<string, LockEntry>();
  for (const tool of lockable.tools) {
    const toolbox = tool.asked;
    const why = whyMissing(tool, lockable);
    // What is made for the others is not lost over this one.
    if (!why.ok) {
      problems.push(why.error);
      continue;
    }
    if (why.value === undefined) {
      rows.push({ toolbox, state: 'locked' });
      continue;
    }
    const entry = await makeEntry(tool, lockable, { env, which: 'here', ...snapshot }, work);
    if (work.signal.aborted) break;
    if (!entry.ok) {
      problems.push(entry.error);
      continue;
    }
    made.set(toolbox, entry.value.entry);
    const isNew = !lockable.lock.has(toolbox);
    rows.push(isNew ? { toolbox, state: 'added' } : { toolbox, state: 'changed', why: why.value });
  }
  const removed = leftOver(lockable, words, 'removed');
  const change = (lock: Lock) => {
    const kept = [...lock].filter(([asked]) => !removed.some(({ toolbox }) => toolbox === asked));
    return new Map([...kept, ...made]);
  };
  const changed = await changeLock(lockable.project.root, env, work, change);
  if (!changed.ok) return { rows: [], problems: [...problems, changed.error] };
  return { rows: [...rows, ...removed], problems };
}

/** Nothing where the lock says what the tool is. */
function whyMissing(
  tool: Tool,
  { lock, platform, contexts }: Lockable,
): Result<string | undefined, AnyProblem> {
  const context = contextOf(tool, contexts);
  if (!context.ok) return context;
  const pin = lockedPin(tool, lock, platform, context.value);
  return ok(pin.ok ? undefined : whyNotLocked(pin.error));
}

/** Entries that no toolbox asks for; of no concern where toolboxes were named. */
function leftOver(
  { lock, asked }: Lockable,
  words: readonly string[],
  state: Row['state'],
): readonly Row[] {
  if (words.length > 0) return [];
  const names = [...lock.keys()].filter((name) => !asked.has(name)).sort();
  return names.map((toolbox) => ({ toolbox, state, why: 'nothing in the project asks for it' }));
}

async function show(rows: readonly Row[], asJson: boolean): Promise<Outcome> {
  if (asJson) return await writeJson(rows);
  const cells = rows.map(({ toolbox, state, why }) => [toolbox, state, ...(why ? [why] : [])]);
  return await writeOut(shownTable(cells));
}
