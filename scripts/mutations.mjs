// `npm run mutations`: does the fidelity suite notice what it is there to notice? Breaks the product in one
// place at a time, in a copy of this tree, and plays the rows that ought to turn red, as an ordinary user. What is
// red without any mutation is told and does not count, and neither does what is red once and not twice. Arguments
// choose mutations by a part of their name. Prints the table of docs/decisions/0012; ends with 1 when one of them
// was not noticed.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MUTATIONS } from './mutations/list.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const COPIED = [
  ...['bin', 'native', 'scripts', 'src', 'test', 'toolboxes', 'schema', 'docs'],
  ...['activation', 'completions'],
  ...['package.json', 'tsconfig.json', 'vitest.config.ts', 'LICENSE'],
];

/** Most mutations show as something that does not come: it is not waited for as long as usual. */
const PATIENCE_MS = 8000;

/** How many cases the table names of those that caught one mutation. */
const NAMED = 3;

const wanted = process.argv.slice(2);
const chosen = MUTATIONS.filter(
  ({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)),
);
for (const { file, find } of chosen) {
  const count = readFileSync(join(root, file), 'utf8').split(find).length - 1;
  if (count !== 1) throw new Error(`${file} holds this ${count} times: ${find}`);
}

const copy = mkdtempSync(join(tmpdir(), 'tackle-mutations-'));
try {
  for (const part of COPIED) cpSync(join(root, part), join(copy, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  const before = play(chosen);
  const green = before.played.filter((one) => !before.red.includes(one));
  for (const one of before.red) console.log(`Red without any mutation: ${one}`);
  console.log('| broken | red | caught by |\n| --- | --- | --- |');
  for (const mutation of chosen) {
    const { red, played } = tryOut(mutation);
    const caught = red.filter((one) => green.includes(one));
    const counted = played.filter((one) => green.includes(one)).length;
    console.log(`| ${mutation.name} | ${caught.length} of ${counted} | ${inWords(caught)} |`);
    if (caught.length === 0) process.exitCode = 1;
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}

function tryOut(mutation) {
  const path = join(copy, mutation.file);
  const text = readFileSync(path, 'utf8');
  writeFileSync(
    path,
    text.replace(mutation.find, () => mutation.replace),
  );
  try {
    return play([mutation]);
  } finally {
    writeFileSync(path, text);
  }
}

/** The cases that these mutations are for, of the tree as it stands: which were played, and which are red. */
function play(mutations) {
  must(['scripts/build.mjs']);
  const report = join(copy, 'report.json');
  rmSync(report, { force: true });
  const rows = mutations.map(
    (one) => `row (?:${one.rows.join('|')}): .*(?:${one.part ?? ''}).*, user, ${pathOf(one)}`,
  );
  const only = ['-t', rows.join('|'), '--retry', '1'];
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'real', 'test/fidelity'];
  const paths = new Set(mutations.map(pathOf));
  const { stderr } = node(
    [...vitest, ...only, '--reporter=json', `--outputFile=${report}`],
    [...paths].join(','),
  );
  try {
    const tests = JSON.parse(readFileSync(report, 'utf8')).testResults.flatMap(
      ({ assertionResults }) => assertionResults.filter(({ title }) => title.startsWith('row ')),
    );
    const wasPlayed = ({ status }) => status === 'passed' || status === 'failed';
    if (!tests.some(wasPlayed)) throw new Error('nothing was played');
    const named = (...statuses) =>
      tests.filter(({ status }) => statuses.includes(status)).map(({ title }) => title);
    return { played: named('passed', 'failed').sort(), red: named('failed').sort() };
  } catch (error) {
    throw new Error(`the suite did not run: ${error.message}\n${stderr}`);
  }
}

/** What is in front of a tool where a shim is, and where none is. */
function pathOf({ file }) {
  return file.startsWith('native/launch/') ? 'shim embedded' : 'tackle on docker';
}

/** Row and part, without the streams, the caller and the path. */
function nameOf(title) {
  return title.replace(/ \((?:pipes|terminal), .*\)$/, '');
}

function inWords(cases) {
  const others = cases.length - NAMED;
  const named = cases.slice(0, NAMED).map((one) => nameOf(one).replaceAll('|', '\\|'));
  const words = [...named, ...(others > 0 ? [`and ${others} more`] : [])];
  return words.join('<br>') || '**nothing**';
}

function must(args) {
  const { status, stderr } = node(args);
  if (status !== 0) throw new Error(`${args.join(' ')} failed:\n${stderr}`);
}

function node(args, paths = '') {
  const env = {
    ...process.env,
    TACKLE_FIDELITY: paths,
    TACKLE_FIDELITY_PATIENCE: String(PATIENCE_MS),
    // One mutation may show in all that is played after it.
    TACKLE_FIDELITY_ORDER: '1',
  };
  return spawnSync(process.execPath, args, {
    cwd: copy,
    env,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
}
