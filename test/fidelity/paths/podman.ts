import { askApi, readApi } from '../../rig/engine-api.ts';
import { startPodman, type Podman } from '../../rig/podman.ts';
import { TACKLE } from '../../rig/run-tackle.ts';
import { ordinaryUser } from '../../rig/user.ts';
import { Undo } from '../../rig/undo.ts';
import type { LaunchPath } from './launch-path.ts';
import { ofThisTree } from './tackle.ts';

interface Container {
  readonly Id: string;
  readonly Mounts: readonly string[];
}

/** The real program on Podman: root's for root, rootless for the user. Nothing where one of them cannot run. */
export async function podmanPath(): Promise<LaunchPath | undefined> {
  const user = ordinaryUser();
  await using undo = new Undo();
  const podmans: { readonly uid: number; readonly podman: Podman }[] = [];
  for (const [uid, whose] of [
    [0, undefined],
    [user.uid, user],
  ] as const) {
    const podman = await startPodman(whose);
    if ('because' in podman) {
      process.stderr.write(`podman of ${uid}: ${podman.because}\n`);
      return undefined;
    }
    podmans.push({ uid, podman: undo.use(podman) });
  }
  const sockets = podmans.map(({ uid, podman }) => `${uid}) s=${podman.address.socketPath};;`);

  /** Those that have this directory mounted, in whatever state. */
  async function containersWith(
    directory: string,
  ): Promise<readonly (Container & { podman: Podman })[]> {
    const found = await Promise.all(
      podmans.map(async ({ podman }) => {
        const all = await readApi<readonly { Id: string }[]>(
          podman.address,
          '/containers/json?all=1',
        );
        const inspected = await Promise.all(all.map(({ Id }) => inspect(podman, Id)));
        return inspected.flatMap((one) => (one === undefined ? [] : [{ ...one, podman }]));
      }),
    );
    return found.flat().filter(({ Mounts }) => Mounts.includes(directory));
  }

  async function remove(directory: string): Promise<void> {
    for (const { Id, podman } of await containersWith(directory)) {
      await askApi(podman.address, 'DELETE', `/containers/${Id}?force=1&v=1`);
    }
  }

  const kept = undo.move();
  return {
    ...ofThisTree(
      `case $(id -u) in ${sockets.join(' ')} esac\nCONTAINER_HOST=unix://$s exec '${TACKLE}' --engine podman run -- "$@"`,
    ),
    name: 'tackle on podman',
    env: (caller) => {
      const { socketPath } = podmans.find(({ uid }) => uid === caller)!.podman.address;
      return { TACKLE_ENGINE: 'podman', CONTAINER_HOST: `unix://${socketPath}` };
    },
    remains: async (project) =>
      (await containersWith(project)).map(({ Id }) => `container ${Id.slice(0, 12)}`),
    lose: remove,
    tidy: remove,
    [Symbol.asyncDispose]: () => kept[Symbol.asyncDispose](),
  };
}

/** Nothing for one that is gone meanwhile. */
async function inspect({ address }: Podman, id: string): Promise<Container | undefined> {
  const { status, text } = await askApi(address, 'GET', `/containers/${id}/json`);
  if (status !== 200) return undefined;
  const { Mounts } = JSON.parse(text) as { Mounts: readonly { Source: string }[] };
  return { Id: id, Mounts: Mounts.map(({ Source }) => Source) };
}
