import { statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, test, vi } from 'vitest';
// Loaded now: the ordinary user that this process becomes may not be allowed to look into the checkout.
import '../../src/engines/ask-registry.ts';
import { lookForPodman } from '../../src/engines/docker/look-for-podman.ts';
import '../../src/engines/docker/give.ts';
import '../../src/engines/docker/open-recognised.ts';
import '../../src/engines/docker/pull.ts';
import '../../src/engines/docker/take.ts';
import type { PlanUser } from '../../src/plan/launch-plan.ts';
import { mustAskApi, readApi } from '../rig/engine-api.ts';
import { startPodman, type Podman } from '../rig/podman.ts';
import { startRegistry } from '../rig/registry.ts';
import { rig } from '../rig/rig.ts';
import { ordinaryUser } from '../rig/user.ts';
import { containersOf } from './containers.ts';
import { describeAs, type CallerKind } from './each-caller.ts';
import { subjectImages } from './subject-images.ts';
import { EVERYTHING, type Given, type Subject } from './subject.ts';

vi.mock('../../src/engines/init-program.ts', () => import('./init-for-everybody.ts'));

const { scratch, run } = rig();
const closed = await startRegistry(join(scratch, 'closed-registry-of-podman'), { auth: true });
afterAll(() => closed[Symbol.asyncDispose]());
const images = await subjectImages(closed.address);

interface ImageSummary {
  readonly Id: string;
  readonly RepoTags: readonly string[] | null;
  readonly RepoDigests: readonly string[] | null;
}

function subject({ address, controllers }: Podman, user: PlanUser, home: string): Subject {
  const toolbox = `contract-${run}-${user.uid}`;
  const env = {
    HOME: home,
    XDG_RUNTIME_DIR: join(home, 'podman-run'),
    CONTAINER_HOST: `unix://${address.socketPath}`,
  };
  const limits = (controller: string): Given =>
    controllers.includes(controller)
      ? 'given'
      : { because: `the cgroups of this machine let nobody but root limit \`${controller}\`` };
  return {
    gives: {
      ...EVERYTHING,
      memory: limits('memory'),
      processes: limits('pids'),
      bridge: bridge(user),
    },
    toolbox,
    user,
    open: async () => {
      const found = await lookForPodman(env);
      if (found.kind !== 'usable') throw new Error(JSON.stringify(found));
      return found.open();
    },
    images,
    argv: ({ script }) => script,
    ...containersOf(address, toolbox, join(home, 'podman-run/tackle')),
    forget: async (pin) => {
      if (pin.kind !== 'registry') throw new Error(pin.kind);
      const all = await readApi<readonly ImageSummary[]>(address, '/images/json');
      for (const { Id, RepoTags, RepoDigests } of all) {
        const taken = `localhost/tackle/bundle:${pin.digest.slice('sha256:'.length)}`;
        const isIt =
          RepoTags?.includes(taken) === true ||
          RepoDigests?.some((name) => name.endsWith(pin.digest)) === true;
        if (!isIt) continue;
        await mustAskApi(address, 'DELETE', `/images/${Id}?force=1`);
      }
    },
  };
}

function bridge({ uid }: PlanUser): Given {
  if (uid === 0) return { because: 'it would stay behind in the network of this machine' };
  const device = statSync('/dev/net/tun', { throwIfNoEntry: false });
  const isOpen = device !== undefined && (device.mode & 0o006) === 0o006;
  return isOpen ? 'given' : { because: 'only root may open `/dev/net/tun` here' };
}

const callers: readonly CallerKind[] =
  userInfo().uid === 0 ? ['an ordinary user', 'root'] : ['an ordinary user'];
for (const caller of callers) {
  const user = caller === 'root' ? undefined : ordinaryUser();
  const podman = await startPodman(user);
  if ('because' in podman) {
    describe(`as ${caller}`, () => {
      test('the engine contract: podman', ({ skip }) => skip(podman.because));
    });
    continue;
  }
  afterAll(() => podman[Symbol.asyncDispose]());
  describeAs(caller, 'podman', (planned, home) => subject(podman, planned, home));
}
