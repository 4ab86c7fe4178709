// `npm run bench`: what a launch takes, side by side in one run; docs/benchmarks.md and its picture. For root, as chroot is.
//   --rounds N   how many of them count where launches are short: 60 when not said
//   --only TEXT  measures what has a title or a kind like this regular expression, and writes no page
//   --check      ends with 1 when something that is promised does not hold
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { agentOf } from './bench/agent.mjs';
import { chart } from './bench/chart.mjs';
import { groupsOf } from './bench/groups.mjs';
import { asLine, benchmarksPage } from './bench/page.mjs';
import { prepare } from './bench/prepare.mjs';
import { promisesOf } from './bench/promises.mjs';
import { takeTurns } from './bench/rounds.mjs';
import { setStage } from './bench/stage.mjs';
import { compared } from './bench/statistics.mjs';
import { run } from './setup/child.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const ROUNDS = 60;

const interruption = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(name, () => interruption.abort(new Error(`interrupted by ${name}`)));
}

/** What is to be done in the end, last first. */
const undo = [];
try {
  process.exitCode = await bench();
} catch (error) {
  const { aborted, reason } = interruption.signal;
  console.error(`bench: ${aborted ? reason.message : error.message}`);
  process.exitCode = 1;
} finally {
  for (const step of undo.reverse()) await step();
}

async function bench() {
  const { check, only, rounds } = readArguments();
  if (process.getuid?.() !== 0) throw new Error('only root may use `chroot`');
  const built = await run(process.execPath, [join(root, 'scripts/build.mjs')], { cwd: root });
  if (built !== 0) return built;
  const stage = setStage(root);
  undo.push(stage.remove);
  const { stand, machine } = await prepare(stage, undo);
  interruption.signal.throwIfAborted();

  const all = groupsOf(stand, rounds);
  const chosen = all.filter(({ kind, title }) => only?.test(`${kind}: ${title}`) ?? true);
  const { groups, agents } = await measure(stand, chosen);
  const promises = promisesOf({ groups, agents });
  const page = benchmarksPage({ groups, agents, promises, machine, notes: stand.notes });
  process.stdout.write(page);
  if (only === undefined) writeDown(page, groups[0]);
  const broken = promises.filter(({ holds }) => !holds);
  for (const promised of broken) console.error(`bench: ${asLine(promised)}`);
  return check && broken.length > 0 ? 1 : 0;
}

async function measure(stand, chosen) {
  const groups = [];
  const fresh = new Map();
  for (const { kind, title, rounds, warmUp, launches } of chosen) {
    console.error(`bench: ${title}: ${rounds} rounds`);
    const times = await takeTurns(launches, { rounds, warmUp, signal: interruption.signal });
    const [first] = launches;
    const rows = launches.map((one) => ({
      name: one.name,
      ...compared(times.get(one), times.get(first)),
    }));
    groups.push({ kind, title, rounds, rows });
    for (const [engine, held] of agentsNow(stand)) if (!fresh.has(engine)) fresh.set(engine, held);
  }
  const agents = [...agentsNow(stand)].map(([engine, used]) => ({
    ...{ engine, used, fresh: fresh.get(engine) },
  }));
  return { groups, agents };
}

/** Of the warm containers in which root's shims have run tools. */
function agentsNow({ root: { project }, docker, podman }) {
  const engines = Object.entries({ docker, podman }).filter(([, engine]) => engine !== undefined);
  const held = engines.map(([name, { cli }]) => [name, agentOf(cli, project)]);
  return held.filter(([, agent]) => agent !== undefined);
}

function writeDown(page, { rows, rounds }) {
  writeFileSync(join(root, 'docs/benchmarks.md'), page);
  const title = 'What a launch of true takes more than natively';
  const subtitle = `beside chroot into the same image; medians of ${rounds} rounds, milliseconds; shorter is better`;
  const picture = chart({ title, subtitle, rows });
  writeFileSync(join(root, 'docs/benchmarks.svg'), picture);
}

function readArguments() {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string' },
      only: { type: 'string' },
      check: { type: 'boolean' },
    },
  });
  const rounds = Number(values.rounds ?? ROUNDS);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('`--rounds` takes a number');
  const only = values.only === undefined ? undefined : new RegExp(values.only, 'i');
  return { check: values.check === true, only, rounds };
}
