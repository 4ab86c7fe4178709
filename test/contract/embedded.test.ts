import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, vi } from 'vitest';
import { lookForEmbedded } from '../../src/engines/embedded/look.ts';
// Loaded now: the ordinary user that this process becomes may not be allowed to look into the checkout.
import 'fzstd';
import 'tar-stream';
import '../../src/engines/ask-registry.ts';
import '../../src/engines/embedded/donated.ts';
import '../../src/engines/embedded/embedded-engine.ts';
import '../../src/engines/embedded/ensure.ts';
import '../../src/engines/embedded/give.ts';
import '../../src/engines/embedded/take.ts';
import '../../src/engines/embedded/try-bubblewrap.ts';
import type { PlanUser } from '../../src/plan/launch-plan.ts';
import { startRegistry } from '../rig/registry.ts';
import { rig } from '../rig/rig.ts';
import { sandboxesWith } from '../rig/sandboxes.ts';
import { until } from '../rig/until.ts';
import { describeAsEachCaller } from './each-caller.ts';
import { subjectImages } from './subject-images.ts';
import { EVERYTHING, type Subject } from './subject.ts';

vi.mock('../../src/engines/init-program.ts', () => import('./init-for-everybody.ts'));

const { scratch, run } = rig();

/** `become` gives this process another effective user; of a user namespace the kernel asks the real one. */
const BECOMES_WHOLLY = `#!/usr/bin/python3 -I
import os, sys
user, group = os.geteuid(), os.getegid()
os.setresgid(group, group, group)
os.setresuid(user, user, user)
os.execv('/usr/bin/bwrap', ['bwrap', *sys.argv[1:]])
`;
const programs = join(scratch, 'bubblewrap-of-embedded');
mkdirSync(programs);
writeFileSync(join(programs, 'bwrap'), BECOMES_WHOLLY, { mode: 0o755 });

const closed = await startRegistry(join(scratch, 'closed-registry-of-embedded'), { auth: true });
afterAll(() => closed[Symbol.asyncDispose]());
const images = await subjectImages(closed.address);

function embedded(user: PlanUser, home: string): Subject {
  const runtime = join(home, 'embedded-run');
  const env = {
    HOME: home,
    PATH: programs,
    XDG_RUNTIME_DIR: runtime,
    XDG_CACHE_HOME: join(home, 'embedded-cache'),
    XDG_DATA_HOME: join(home, 'embedded-data'),
  };

  const sandboxes = () => sandboxesWith((word) => word.startsWith(runtime));

  return {
    gives: {
      ...EVERYTHING,
      bridge: { because: 'bubblewrap has no network of its own with a way out' },
      memory: { because: 'nobody has delegated a cgroup to Tackle' },
      ...(user.uid === 0
        ? { processes: { because: 'the kernel does not count those of root' } }
        : { groups: { because: 'a user namespace knows one group by its number' } }),
    },
    toolbox: `contract-${run}-${user.uid}`,
    user,
    open: async () => {
      const found = await lookForEmbedded(env);
      if (found.kind !== 'usable') throw new Error(JSON.stringify(found));
      return found.open();
    },
    images,
    argv: ({ script }) => script,
    leftovers: async () => {
      const gone = () => Promise.resolve(sandboxes().length === 0);
      await until(gone, { within: 5_000, what: 'tidiness' }).catch(() => undefined);
      return [...sandboxes().map(String), ...readdirSync(join(runtime, 'tackle'))];
    },
    removeRunning: async () => {
      for (const id of sandboxes()) process.kill(id, 'SIGKILL');
      return Promise.resolve();
    },
    forget: async () => {
      // Somebody's own hands: what a living process uses, `prune` leaves alone.
      for (const part of ['images', 'layers']) {
        await rm(join(env.XDG_DATA_HOME, 'tackle/images', part), { recursive: true, force: true });
        await mkdir(join(env.XDG_DATA_HOME, 'tackle/images', part), { mode: 0o700 });
      }
    },
  };
}

describeAsEachCaller('embedded', embedded);
