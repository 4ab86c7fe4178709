import { askApi, readApi } from '../../rig/engine-api.ts';
import { rig } from '../../rig/rig.ts';

interface Container {
  readonly Id: string;
  readonly Command: string;
  readonly State: string;
  readonly Mounts: readonly { readonly Source: string }[];
}

/** The containers that have this directory mounted, in whatever state. */
export async function containersWith(directory: string): Promise<readonly Container[]> {
  const all = await readApi<readonly Container[]>(rig().engine, '/containers/json?all=1');
  return all.filter(({ Mounts }) => Mounts.some(({ Source }) => Source === directory));
}

export async function describeContainersWith(directory: string): Promise<readonly string[]> {
  const found = await containersWith(directory);
  return found.map(({ Id, Command }) => `container ${Id.slice(0, 12)}: ${Command}`);
}

export async function removeContainersWith(directory: string): Promise<void> {
  for (const { Id } of await containersWith(directory)) await removeContainer(Id);
}

export async function removeContainer(id: string): Promise<void> {
  await askApi(rig().engine, 'DELETE', `/containers/${id}?force=1&v=1`);
}
