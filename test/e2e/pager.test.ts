import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TACKLE, runTackle, tackleEnv } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';
import { Screen } from '../rig/tmux.ts';

/* What is longer than the screen goes through a pager. */

const MARKS = 'sed "s/^/paged /; \\$a LESS=$LESS"';

/** The screen at the end of a line of shell in which `tackle` is a command. */
async function screenAfter(
  line: string,
  variables: Readonly<Record<string, string>>,
): Promise<string> {
  using place = scratch('pager');
  writeFileSync(join(place.path, 'tackle.json'), '{"commands": {"py": "python@2.7"}}');
  const { TACKLE_PAGER: none = '', ...plain } = tackleEnv();
  expect(none).toBe('');
  const env = { ...plain, ...variables };
  const script = `tackle() { '${TACKLE}' "$@"; }; ${line}; echo "status $?"; read -r end`;
  await using screen = await Screen.open(['sh', '-c', script], { cwd: place.path, env });
  return await screen.waitFor(/status \d+/);
}

test.each([
  ['TACKLE_PAGER', 'list --all', { TACKLE_PAGER: MARKS, PAGER: 'false' }],
  ['PAGER', 'list --all', { PAGER: MARKS }],
  ['of help', 'help', { PAGER: MARKS }],
])('%s shows what is longer than the screen', async (_name, words, variables) => {
  const screen = await screenAfter(`tackle ${words}`, variables);
  expect(screen).toMatch(/^(?:paged.*\n)+LESS=FRX\nstatus 0$/);
});

test('what the caller has said of less stays', async () => {
  const screen = await screenAfter('tackle list --all', { PAGER: MARKS, LESS: '-i' });
  expect(screen).toMatch(/^LESS=-i$/m);
});

test.each([
  ['what fits', 'tackle list'],
  ['what is asked for without one', 'tackle --no-pager list --all'],
  ['JSON', 'tackle list --all --json'],
  ['a pipe', 'tackle list --all | cat'],
  ['a terminal that can do nothing', 'export TERM=dumb; tackle list --all'],
])('%s needs none', async (_name, line) => {
  const screen = await screenAfter(line, { TACKLE_PAGER: MARKS });
  expect(screen).toMatch(/status 0$/);
  expect(screen).not.toMatch(/paged|LESS/);
});

test.each([
  ['an empty name', { TACKLE_PAGER: '', PAGER: MARKS }],
  ['cat', { PAGER: 'cat' }],
  ['one that is not there', { PAGER: 'no-such-pager' }],
  ['a line of shell that finds none', { PAGER: 'no-such-pager --raw' }],
])('%s shows it as it is', async (_name, variables) => {
  const screen = await screenAfter('tackle list --all', variables);
  expect(screen).toMatch(/^yamllint +\S.*\n(?:\s.*\n)*(?:.*not found\n)?status 0$/m);
  expect(screen).not.toMatch(/paged|LESS/);
});

test('a pager that is left early is no fault', async () => {
  expect(await screenAfter('tackle list --all', { PAGER: 'head -n 1' })).toMatch(/^.+\nstatus 0$/);
});

test('a shim of the project is no pager of the caller', async () => {
  using place = scratch('pager-shim');
  const shims = join(place.path, 'shims');
  mkdirSync(shims);
  const install = ['shims', 'install', '--dir', shims, 'py'];
  writeFileSync(join(place.path, 'tackle.json'), '{"commands": {"py": "python@2.7"}}');
  expect((await runTackle(install, { cwd: place.path })).status).toBe(0);
  const program = join(place.path, 'py');
  writeFileSync(program, '#!/bin/sh\nexec sed "s/^/paged /"\n');
  chmodSync(program, 0o755);
  const PATH = `${shims}:${place.path}:${tackleEnv()['PATH']}`;
  expect(await screenAfter('tackle list --all', { PAGER: 'py', PATH })).toMatch(
    /^paged.*\nstatus 0$/m,
  );
});
