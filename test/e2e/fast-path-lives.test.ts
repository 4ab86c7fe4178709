import { randomInt } from 'node:crypto';
import { expect, test } from 'vitest';
import { dice } from '../rig/dice.ts';
import { OwnEngine } from '../rig/own-engine.ts';
import { rig } from '../rig/rig.ts';
import { scratch } from '../rig/scratch.ts';
import { Undo } from '../rig/undo.ts';
import { brokenLaws, roundOf, STATUS, type Told } from './kills/round.ts';
import { Story } from './kills/story.ts';
import { strike } from './kills/strike.ts';
import { ShimmedProject } from './shimmed-project.ts';

/*
 * Whoever takes part in a launch is killed at a random moment of it, and the next launch works. Each tool writes a line into a
 * file when it begins, and one when it ends, so that the file tells what was run, and how often.
 */

/** Repeats the victims and their moments: `TACKLE_STORM_SEED=4711 npm test -- test/e2e/fast-path-lives`. */
const SEED = Number(process.env['TACKLE_STORM_SEED'] ?? randomInt(1, 1_000_000));
const IS_WHOLE = process.env['TACKLE_STORM'] === 'all';

/** How many are killed. */
const KILLS = IS_WHOLE ? { docker: 150, embedded: 50 } : { docker: 28, embedded: 12 };

/** In milliseconds. On a machine that has much to do, nothing is sure. */
const GONE_WITHIN = IS_WHOLE ? 2_000 : 20_000;

/** In milliseconds: an engine that is back sees to what it was at when it was killed. */
const ENGINE_TIDIES_WITHIN = 30_000;

async function daemonOf(engine: string, undo: Undo): Promise<OwnEngine | undefined> {
  if (engine !== 'docker') return undefined;
  const directory = scratch('engine');
  undo.defer(() => directory[Symbol.dispose]());
  const daemon = undo.use(new OwnEngine(directory.path));
  await daemon.start();
  await daemon.take(rig().kit.tag);
  return daemon;
}

test.each(['docker', 'embedded'] as const)(
  'a tool that is lost on %s is told of where somebody reads it',
  async (engine) => {
    await using project = new ShimmedProject(engine);
    expect(await project.run('sh', ['-c', 'exit 3'])).toMatchObject({ status: 3, out: '' });
    const { out, ran, pid } = project.start('sh', ['-c', 'echo up; sleep 600']);
    await out.until('up');
    const victim = engine === 'docker' ? 'agent' : 'init';
    expect(strike(victim, { project: project.path, launch: () => pid, agent: undefined })).toBe(
      true,
    );
    const { status, err } = await ran;
    expect({ status, err }).toEqual({
      status: 125,
      err: expect.stringMatching(/^tackle: the tool was lost: .*\nhint: .*\n$/) as string,
    });
  },
);

test.each(['docker', 'embedded'] as const)(
  `whoever is killed on %s, nothing runs twice or stays, and the next launch works (seed ${SEED})`,
  { timeout: 1_800_000 },
  async (engine) => {
    await using undo = new Undo();
    const daemon = await daemonOf(engine, undo);
    const story = undo.use(new Story(daemon));
    const roll = dice(SEED);
    const told: Told[] = [];
    await story.begin();
    for (let round = 0; told.filter(({ isHit }) => isHit).length < KILLS[engine]; round++) {
      const came = await story.play(roundOf(engine, `round-${round}`, roll));
      told.push(came);
      await story.isEmpty(GONE_WITHIN, came.victim === 'daemon' ? 'killed' : 'up');
      expect(brokenLaws(came), JSON.stringify(came)).toEqual([]);
      if (came.victim === 'daemon') {
        const down = `down-${round}`;
        const { status, err } = await story.launch(down);
        // A warm container may outlive its daemon, and is all that a launch needs.
        if (status === STATUS) expect(story.lines(down)).toEqual({ begun: 1, ended: 1 });
        else {
          expect({ status, err }).toEqual({
            status: 125,
            err: expect.stringContaining('[engine/unreachable]') as string,
          });
          expect(story.lines(down)).toEqual({ begun: 0, ended: 0 });
        }
        await daemon?.start(roll() < 0.5 ? 'live on' : 'end');
        await story.isEmpty(ENGINE_TIDIES_WITHIN);
      }
      const next = await story.launch(`after-${round}`);
      expect(next, `after ${JSON.stringify(came)}`).toEqual({
        ...{ status: STATUS, signal: null, out: 'here\n', err: '' },
      });
      expect(story.lines(`after-${round}`)).toEqual({ begun: 1, ended: 1 });
    }
    // Nor later.
    for (const came of told) expect(story.lines(came.name).begun).toBe(came.begun);
  },
);
