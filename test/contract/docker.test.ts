import { join } from 'node:path';
import { afterAll } from 'vitest';
import { discoverEngine } from '../../src/engines/discover.ts';
// Loaded now: the ordinary user that this process becomes may not be allowed to look into the checkout.
import '../../src/engines/docker/docker-engine.ts';
import '../../src/engines/docker/give.ts';
import '../../src/engines/docker/take.ts';
import type { PlanUser } from '../../src/plan/launch-plan.ts';
import { askApi } from '../rig/engine-api.ts';
import { startRegistry } from '../rig/registry.ts';
import { rig } from '../rig/rig.ts';
import { value } from './bench.ts';
import { containersOf } from './containers.ts';
import { describeAsEachCaller } from './each-caller.ts';
import { subjectImages } from './subject-images.ts';
import { EVERYTHING, type Subject } from './subject.ts';

const { kit, engine, scratch, run } = rig();
const closed = await startRegistry(join(scratch, 'closed-registry'), { auth: true });
afterAll(() => closed[Symbol.asyncDispose]());
const images = await subjectImages(closed.address);

function docker(user: PlanUser, home: string): Subject {
  const toolbox = `contract-${run}-${user.uid}`;
  const env = {
    HOME: home,
    XDG_RUNTIME_DIR: join(home, 'run'),
    DOCKER_HOST: process.env['DOCKER_HOST'],
  };

  return {
    gives: EVERYTHING,
    toolbox,
    user,
    open: async () => value(await discoverEngine({}, env)),
    images,
    argv: ({ script }) => script,
    ...containersOf(engine, toolbox, join(home, 'run/tackle')),
    forget: async (pin) => {
      if (pin.kind !== 'registry') throw new Error(pin.kind);
      const taken = `tackle/bundle:${pin.digest.slice('sha256:'.length)}`;
      for (const name of [kit.tag, kit.reference, taken]) {
        await askApi(engine, 'DELETE', `/images/${name}?noprune=1`);
      }
    },
  };
}

describeAsEachCaller('docker', docker);
