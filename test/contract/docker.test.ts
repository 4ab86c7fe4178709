import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { discoverEngine } from '../../src/engines/discover.ts';
// Loaded now: the ordinary user that this process becomes may not be allowed to look into the checkout.
import '../../src/engines/docker/docker-engine.ts';
import type { PlanUser } from '../../src/plan/launch-plan.ts';
import { askApi, mustAskApi, readApi } from '../rig/engine-api.ts';
import { startRegistry } from '../rig/registry.ts';
import { rig } from '../rig/rig.ts';
import { until } from '../rig/until.ts';
import { value } from './bench.ts';
import { describeAsEachCaller } from './each-caller.ts';
import { subjectImages } from './subject-images.ts';
import { EVERYTHING, type Subject } from './subject.ts';

const { kit, engine, scratch, run } = rig();
const closed = await startRegistry(join(scratch, 'closed-registry'), { auth: true });
afterAll(() => closed[Symbol.asyncDispose]());
const images = await subjectImages(closed.address);

interface Container {
  readonly Id: string;
  readonly Command: string;
  readonly State: string;
}

function docker(user: PlanUser, home: string): Subject {
  /** Marks the containers of this run, apart from those of others on the same engine. */
  const toolbox = `contract-${run}-${user.uid}`;
  const env = {
    HOME: home,
    XDG_RUNTIME_DIR: join(home, 'run'),
    DOCKER_HOST: process.env['DOCKER_HOST'],
  };

  const filters = encodeURIComponent(JSON.stringify({ label: [`dev.tackle.toolbox=${toolbox}`] }));
  const containers = () =>
    readApi<readonly Container[]>(engine, `/containers/json?all=1&filters=${filters}`);

  return {
    gives: EVERYTHING,
    toolbox,
    user,
    open: async () => value(await discoverEngine({}, env)),
    images,
    argv: ({ script }) => script,
    leftovers: async () => {
      // The daemon removes a container a moment after it has told of its end.
      const gone = async () => (await containers()).length === 0;
      await until(gone, { within: 5_000, what: 'tidiness' }).catch(() => undefined);
      return [
        ...(await containers()).map(({ Id, State, Command }) => `${Id} ${State} ${Command}`),
        ...readdirSync(join(home, 'run/tackle')),
      ];
    },
    removeRunning: async () => {
      for (const { Id } of await containers()) {
        await mustAskApi(engine, 'DELETE', `/containers/${Id}?force=1`);
      }
    },
    forget: async (pin) => {
      if (pin.kind !== 'registry') throw new Error(pin.kind);
      for (const name of [kit.tag, kit.reference]) {
        await askApi(engine, 'DELETE', `/images/${name}?noprune=1`);
      }
    },
  };
}

describeAsEachCaller('docker', docker);
