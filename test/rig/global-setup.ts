import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { askEngine, engineAddress, startEngine } from '../../scripts/setup/engine.mjs';
import { askApi, readApi } from './engine-api.ts';
import { kitContent, kitServedBy } from './kit-image.ts';
import { belongings, leftovers } from './leftovers.ts';
import { endWarmContainers } from './warm-containers.ts';
import { startRegistry } from './registry.ts';
import type { Rig } from './rig.ts';
import { Undo } from './undo.ts';

/**
 * Makes what the "real" tests stand on, hands it to them, and takes it away again. The run fails
 * when the tests leave anything behind.
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  await using undo = new Undo();
  const engine = engineAddress();
  if ((await askEngine(engine)) !== 'answers') undo.defer((await startEngine()).stop);

  sweepRunsThatWereKilled();
  const scratch = mkdtempSync(join(tmpdir(), `tackle-run-${process.pid}-`));
  undo.defer(() => rmSync(scratch, { recursive: true, force: true }));
  chmodSync(scratch, 0o755);
  mkdirSync(join(scratch, 'tmp'));
  chmodSync(join(scratch, 'tmp'), 0o1777);

  copyProgram(join(scratch, 'program'));
  makeProgramThroughNode(join(scratch, 'through-node'), join(scratch, 'program'));

  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'tackle-test');
  const content = join(scratch, 'registry/content');
  mkdirSync(join(scratch, 'registry'));
  execFileSync('cp', ['-a', await kitContent(engine, cache), content]);
  const registry = undo.use(await startRegistry(join(scratch, 'registry')));
  undo.defer(() => forgetImagesOf(registry.address, engine));

  const kit = await kitServedBy(registry.address);
  const rig: Rig = { run: randomUUID(), scratch, cache, engine, registry: registry.address, kit };
  const before = await belongings(rig);
  // From here on everything the tests start is marked, and its temporary files lie in the scratch.
  process.env['TACKLE_TEST_RUN'] = rig.run;
  process.env['TMPDIR'] = join(scratch, 'tmp');
  project.provide('rig', rig);

  const kept = undo.move();
  return async () => {
    await endWarmContainers(rig);
    const left = await leftovers(before, rig);
    await kept[Symbol.asyncDispose]();
    if (left.length === 0) return;
    // Vitest shows an error of a teardown but does not fail the run for it.
    process.exitCode = 1;
    throw new Error(`the tests left behind:\n  ${left.join('\n  ')}`);
  };
}

/** Everybody may run it there: a checkout often lies where only its owner may look. */
function copyProgram(into: string): void {
  const root = dirname(dirname(import.meta.dirname));
  for (const part of ['activation', 'bin', 'completions', 'dist', 'schema', 'package.json']) {
    cpSync(join(root, part), join(into, part), { recursive: true });
  }
}

/** The same without what a shell reads of `bin/tackle`, which hands launches on to `native/launch`. */
function makeProgramThroughNode(into: string, program: string): void {
  mkdirSync(join(into, 'bin'), { recursive: true });
  symlinkSync(join(program, 'dist'), join(into, 'dist'));
  cpSync(join(program, 'bin/package.json'), join(into, 'bin/package.json'));
  const [, script] = readFileSync(join(program, 'bin/tackle'), 'utf8').split(/^\*\/;$/m);
  if (script === undefined) throw new Error('there is no script for Node in bin/tackle');
  writeFileSync(join(into, 'bin/tackle'), `#!/usr/bin/env node${script}`, { mode: 0o755 });
}

/**
 * A run that was killed took nothing away; its scratch directory bears its pid. What of it cannot be removed is no
 * concern of this run's.
 */
function sweepRunsThatWereKilled(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = /^tackle-run-(\d+)-/.exec(name)?.[1];
    if (pid === undefined || existsSync(`/proc/${pid}`)) continue;
    const directory = join(tmpdir(), name);
    try {
      for (const mount of mountsBelow(directory)) {
        execFileSync('umount', ['--lazy', mount], { stdio: 'ignore' });
      }
      rmSync(directory, { recursive: true, force: true });
    } catch {
      // Another user's, or in use.
    }
  }
}

/** The innermost first. */
function mountsBelow(directory: string): readonly string[] {
  const points = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .flatMap((line) => line.split(' ')[1] ?? []);
  return points.filter((point) => point.startsWith(`${directory}/`)).reverse();
}

/** The next run's registry has another port: these names would never be used again. */
async function forgetImagesOf(registry: string, engine: Rig['engine']): Promise<void> {
  const images = await readApi<readonly ImageSummary[]>(engine, '/images/json');
  const names = images.flatMap((image) => [
    ...(image.RepoTags ?? []),
    ...(image.RepoDigests ?? []),
  ]);
  for (const name of names.filter((one) => one.startsWith(`${registry}/`))) {
    // The last tag of an image takes its digests with it: what is named next may be gone.
    await askApi(engine, 'DELETE', `/images/${name}?noprune=1`);
  }
}

interface ImageSummary {
  readonly RepoTags: readonly string[] | null;
  readonly RepoDigests: readonly string[] | null;
}
