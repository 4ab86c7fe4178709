import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { rig } from '../../rig/rig.ts';
import { runTackle, TACKLE } from '../../rig/run-tackle.ts';
import { sandboxesWith } from '../../rig/sandboxes.ts';
import { scratch } from '../../rig/scratch.ts';
import { asUser, ordinaryUser } from '../../rig/user.ts';
import type { LaunchPath } from './launch-path.ts';
import { kitConfig, ofThisTree, throughShims } from './tackle.ts';

/** A store for each caller, who has it to themselves. */
const STORES = join(rig().scratch, 'stores');

/** The real program with its own engine: no daemon, and every launch in a sandbox of its own. */
export async function embeddedPath(): Promise<LaunchPath> {
  await fetchImage();
  return {
    // Some cases move the home that the store would be in.
    ...ofThisTree(
      `TACKLE_IMAGE_STORE=${STORES}/$(id -u) exec '${TACKLE}' --engine embedded run -- "$@"`,
    ),
    name: 'tackle embedded',
    env: (uid) => ({ TACKLE_ENGINE: 'embedded', TACKLE_IMAGE_STORE: `${STORES}/${uid}` }),
    remains: (project) =>
      Promise.resolve(sandboxesOf(project).map((id) => `sandbox ${String(id)}`)),
    lose: removeSandboxesOf,
    tidy: removeSandboxesOf,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** Shims of the real program, which start the sandbox without Node. */
export async function shimEmbeddedPath(): Promise<LaunchPath> {
  const store = `TACKLE_IMAGE_STORE=${STORES}/$(id -u)`;
  return {
    ...(await embeddedPath()),
    ...throughShims(`TACKLE_ENGINE=embedded ${store}`),
    name: 'shim embedded',
  };
}

/** Each caller has a store of their own, and the first launch tells on stderr how it is filled. */
async function fetchImage(): Promise<void> {
  using project = scratch('fetch');
  chmodSync(project.path, 0o755);
  writeFileSync(join(project.path, 'tackle.yaml'), kitConfig());
  const user = ordinaryUser();
  mkdirSync(STORES, { recursive: true });
  chmodSync(STORES, 0o1777);
  const cache = { XDG_CACHE_HOME: join(user.home, '.cache') };
  const callers = [
    { uid: userInfo().uid, through: [], env: {} },
    { uid: user.uid, through: asUser(user), env: cache },
  ];
  for (const { uid, through, env: own } of callers) {
    const env = { ...own, TACKLE_IMAGE_STORE: join(STORES, String(uid)) };
    const argv = ['--engine', 'embedded', '-q', 'true'];
    const { status, stderr } = await runTackle(argv, { cwd: project.path, through, env });
    if (status !== 0) throw new Error(stderr.toString());
  }
}

function sandboxesOf(project: string): readonly number[] {
  return sandboxesWith((word) => word === project);
}

function removeSandboxesOf(project: string): Promise<void> {
  for (const id of sandboxesOf(project)) {
    try {
      process.kill(id, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
  return Promise.resolve();
}
