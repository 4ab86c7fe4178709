import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chooseCommand } from '../../src/cli/choose-tool.ts';
import type { Context } from '../../src/cli/command.ts';
import { placesOfProposal } from '../../src/cli/find-proposal.ts';
import { chooseTool, makePlan } from '../../src/cli/make-plan.ts';
import { guardsOf, type GuardedBy } from '../../src/cli/prepared-guards.ts';
import type { AbsolutePath } from '../../src/kernel/brand.ts';
import { rulesOf } from '../../src/plan/plan-launch.ts';
import {
  applied,
  EDITS,
  IRRELEVANT,
  stageByFiles,
  stageIn,
  stageWithoutProject,
  type Stage,
} from './edits.ts';
import { ask, compileFront, place, put } from './front.ts';

const here = place();
const program = join(here.path, 'front');
beforeAll(() => compileFront(program), 60_000);
afterAll(() => here[Symbol.dispose]());

function contextOf({ cwd, env }: Pick<Stage, 'cwd' | 'env'>): Context {
  const logical = cwd as AbsolutePath;
  return { options: { verbosity: 'normal' }, env, cwd: { logical, physical: logical } };
}

/** How the slow path would launch the command now, or why it would not. */
async function slowPath({ cwd, command, env }: Stage) {
  const context = contextOf({ cwd, env });
  const work = { signal: new AbortController().signal, report: () => undefined };
  const choose = (at: Parameters<typeof chooseCommand>[1]) => chooseCommand(command, at);
  const request = { args: [], choose, atRoot: true } as const;
  const chosen = await chooseTool(request, context);
  const before = process.cwd();
  process.chdir(cwd);
  try {
    return chosen.ok ? await makePlan(request, chosen.value, context, work) : chosen;
  } finally {
    process.chdir(before);
  }
}

/** What of it is said beforehand. */
async function asPlanned(at: Stage): Promise<unknown> {
  const made = await slowPath(at);
  if (!made.ok) return { failed: made.error.map(({ code }) => code) };
  const { plan, from } = made.value;
  return { ...plan, env: rulesOf(from), inherited: undefined, stdio: undefined };
}

async function guardedBy(at: Stage): Promise<GuardedBy> {
  const made = await slowPath(at);
  if (!made.ok) throw new Error(made.error[0]?.message);
  const files = await placesOfProposal(contextOf(at));
  return {
    planned: made.value,
    found: at.found as AbsolutePath,
    files,
    trust: [],
    thereBefore: [],
  };
}

async function prepare(at: Stage): Promise<void> {
  await untilSettled(at.root);
  const guards = guardsOf(await guardedBy(at), Date.now());
  if (guards === undefined) throw new Error('something has just changed');
  put(join(at.env['HOME'] ?? '', '.cache'), {
    project: at.found,
    command: at.command,
    variables: { TERM: at.env['TERM'] ?? '', LANG: at.env['LANG'] ?? '' },
    guards,
  });
}

function isFresh({ cwd, command, env, root }: Stage): boolean {
  return ask(program, ['fresh', cwd, command], { cwd: root, env }) === 'fresh\n';
}

/** By the clock that the times of files are taken from, after which a change has another time. */
async function untilSettled(path: string): Promise<void> {
  const { ctimeMs } = statSync(path);
  const probe = join(here.path, 'probe');
  for (;;) {
    writeFileSync(probe, '');
    if (statSync(probe).ctimeMs > ctimeMs + 30) return;
    await setImmediate();
  }
}

let number = 0;

async function checkEdits(edits: readonly string[], stage: typeof stageIn): Promise<void> {
  const root = join(here.path, String(number++));
  const before = stage(root);
  await prepare(before);
  const planned = await asPlanned(before);
  expect(isFresh(before)).toBe(true);
  const after = edits.reduce((at, name) => applied(name, at), before);
  if (isFresh(after)) expect([edits, await asPlanned(after)]).toEqual([edits, planned]);
  // Where other files say what the commands are, what lies beside them may be one of those.
  else if (stage !== stageByFiles) expect(edits.some((name) => name in EDITS)).toBe(true);
  rmSync(root, { recursive: true });
}

describe.each([
  ['in a project', stageIn],
  ['in none', stageWithoutProject],
  ['by other files', stageByFiles],
])('%s', (_, stage) => {
  test.each([...Object.keys(EDITS), ...Object.keys(IRRELEVANT)])(
    'what is fresh is launched as the slow path would: %s',
    (name) => checkEdits([name], stage),
  );

  test('what is fresh is launched as the slow path would, after whatever edits', async () => {
    const name = fc.constantFrom(...Object.keys(EDITS), ...Object.keys(IRRELEVANT));
    const edits = fc.array(name, { minLength: 2, maxLength: 4 });
    const property = fc.asyncProperty(edits, (names) => checkEdits(names, stage));
    await fc.assert(property, { numRuns: 100 });
  }, 120_000);
});

test('what goes away while it is read is not prepared', async () => {
  const at = stageIn(join(here.path, 'goes away'));
  const local = join(at.project, 'tackle.local.yaml');
  const by = { ...(await guardedBy(at)), thereBefore: [local] };
  await untilSettled(at.root);
  expect(guardsOf(by, Date.now())).toBeUndefined();
  writeFileSync(local, '{}\n');
  await untilSettled(local);
  expect(guardsOf(by, Date.now())).toBeDefined();
});

test.each<[string, (stage: Stage) => void]>([
  ['begins here', ({ root }) => mkdirSync(join(root, 'real/.git'))],
  ['begins above', ({ root }) => mkdirSync(join(root, '.git'))],
])('a project that is trusted is another one once a repository %s', async (name, begin) => {
  const at = stageIn(join(here.path, name));
  await untilSettled(at.root);
  const trust = [join(at.root, 'home/ledger') as AbsolutePath];
  const guards = guardsOf({ ...(await guardedBy(at)), trust }, Date.now());
  const variables = { TERM: at.env['TERM'] ?? '', LANG: '' };
  put(join(at.env['HOME'] ?? '', '.cache'), {
    project: at.found,
    variables,
    ...(guards && { guards }),
  });
  expect(isFresh(at)).toBe(true);
  begin(at);
  expect(isFresh(at)).toBe(false);
});

test('a worktree whose repository comes back shows it', async () => {
  const at = stageIn(join(here.path, 'worktree'));
  const entry = join(at.root, 'main/.git/worktrees/fix');
  writeFileSync(join(at.project, '.git'), `gitdir: ${entry}\n`);
  await prepare(at);
  expect(isFresh(at)).toBe(true);
  mkdirSync(entry, { recursive: true });
  expect(isFresh(at)).toBe(false);
});

test('by other files, a launch is fresh as long as nothing changes', async () => {
  const at = stageByFiles(join(here.path, 'unchanged'));
  await prepare(at);
  expect(isFresh({ ...at, env: { ...at.env, NOBODY: '1' } })).toBe(true);
  writeFileSync(join(at.project, '.git/file'), '');
  expect(isFresh(at)).toBe(true);
});

test('what has just changed is not prepared', async () => {
  const at = stageIn(join(here.path, 'just changed'));
  const by = await guardedBy(at);
  const config = join(at.project, 'tackle.yaml');
  expect(guardsOf(by, statSync(config).ctimeMs)).toBeUndefined();
  await untilSettled(config);
  expect(guardsOf(by, Date.now())).toBeDefined();
});
