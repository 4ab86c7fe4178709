// `npm run bench`: what a launch takes, side by side in one run, and docs/benchmarks.md. For root, as chroot is.
//   --rounds N   how many of them count: 60 when not said
//   --check      end with 1 when a sandbox takes more than it may
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { benchmarksPage, tooSlow } from './bench/page.mjs';
import { prepare } from './bench/prepare.mjs';
import { takeTurns } from './bench/rounds.mjs';
import { setStage } from './bench/stage.mjs';
import { compared } from './bench/statistics.mjs';
import { run } from './setup/child.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const ROUNDS = 60;
const WARM_UP = 4;

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
  for (const step of undo.reverse()) step();
}

async function bench() {
  const { check, rounds } = readArguments();
  if (process.getuid?.() !== 0) throw new Error('only root may use `chroot`');
  const { signal } = interruption;
  const built = await run(process.execPath, [join(root, 'scripts/build.mjs')], { cwd: root });
  if (built !== 0) return built;
  const stage = setStage(root);
  undo.push(stage.remove);
  const { groups, machine } = await prepare(stage, undo);
  signal.throwIfAborted();

  const launches = groups.flatMap((group) => group.launches);
  const times = await takeTurns(launches, { rounds, warmUp: WARM_UP, signal });
  const measured = groups.map(({ title, launches: ways }) => ({
    title,
    rows: ways.map((way) => ({
      name: way.name,
      isSandbox: way.isSandbox,
      ...compared(times.get(way), times.get(ways[0])),
    })),
  }));
  const page = benchmarksPage({ groups: measured, machine, rounds });
  writeFileSync(join(root, 'docs/benchmarks.md'), page);
  process.stdout.write(page);
  return check && tooSlow(measured).length > 0 ? 1 : 0;
}

function readArguments() {
  const { values } = parseArgs({
    options: { rounds: { type: 'string' }, check: { type: 'boolean' } },
  });
  const rounds = Number(values.rounds ?? ROUNDS);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('`--rounds` takes a number');
  return { check: values.check === true, rounds };
}
