// `npm run mutations`: does the fidelity suite notice what it is there to notice? Breaks the product in one
// place at a time, in a copy of this tree, and runs the rows that ought to turn red. Arguments choose
// mutations by a part of their name. Ends with 1 when one of them was not noticed.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MUTATIONS } from './mutations/list.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const COPIED = [
  ...['bin', 'native', 'scripts', 'src', 'test', 'toolboxes', 'schema', 'docs'],
  ...['package.json', 'tsconfig.json', 'vitest.config.ts', 'LICENSE'],
];

const wanted = process.argv.slice(2);
const chosen = MUTATIONS.filter(
  ({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)),
);
const copy = mkdtempSync(join(tmpdir(), 'tackle-mutations-'));
try {
  for (const part of COPIED) cpSync(join(root, part), join(copy, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  console.log('| broken | caught by |\n| --- | --- |');
  for (const mutation of chosen) {
    const caught = tryOut(mutation);
    console.log(`| ${mutation.name} | ${caught.join('<br>') || '**nothing**'} |`);
    if (caught.length === 0) process.exitCode = 1;
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}

/** The cases that turn red with the mutation in place. */
function tryOut({ file, find, replace, rows }) {
  const path = join(copy, file);
  const text = readFileSync(path, 'utf8');
  if (text.split(find).length !== 2) throw new Error(`${file} does not hold this once: ${find}`);
  writeFileSync(
    path,
    text.replace(find, () => replace),
  );
  try {
    must(['scripts/build.mjs']);
    const report = join(copy, 'report.json');
    const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'real', 'test/fidelity'];
    const only = ['-t', `row (?:${rows.join('|')}):`, '--retry', '0'];
    node([...vitest, ...only, '--reporter=json', `--outputFile=${report}`]);
    return redCases(JSON.parse(readFileSync(report, 'utf8')));
  } finally {
    writeFileSync(path, text);
  }
}

/** By row and part, without the callers. */
function redCases(report) {
  const tests = report.testResults.flatMap((file) => file.assertionResults);
  const red = tests.filter(({ status, title }) => status === 'failed' && title.startsWith('row '));
  return [...new Set(red.map(({ title }) => title.replace(/ \((?:pipes|terminal), .*\)$/, '')))];
}

function must(args) {
  const { status, stderr } = node(args);
  if (status !== 0) throw new Error(`${args.join(' ')} failed:\n${stderr}`);
}

function node(args) {
  const env = { ...process.env, TACKLE_FIDELITY: 'tackle' };
  return spawnSync(process.execPath, args, {
    cwd: copy,
    env,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
}
