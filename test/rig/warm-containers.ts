import { askApi, readApi } from './engine-api.ts';
import type { Rig } from './rig.ts';

interface Container {
  readonly Id: string;
  readonly Mounts: readonly { readonly Source: string }[];
}

/** Containers that shims keep for a while, and have mounted something of this run's. */
export async function warmContainers({
  engine,
  scratch,
}: Pick<Rig, 'engine' | 'scratch'>): Promise<readonly string[]> {
  const filters = encodeURIComponent(JSON.stringify({ label: ['dev.tackle.warm'] }));
  const all = await readApi<readonly Container[]>(engine, `/containers/json?filters=${filters}`);
  const ours = all.filter(({ Mounts }) =>
    Mounts.some(({ Source }) => Source.startsWith(`${scratch}/`)),
  );
  return ours.map(({ Id }) => Id);
}

/** They would end by themselves a quarter of an hour after the last test. */
export async function endWarmContainers(rig: Pick<Rig, 'engine' | 'scratch'>): Promise<void> {
  for (const id of await warmContainers(rig)) {
    await askApi(rig.engine, 'DELETE', `/containers/${id}?force=1&v=1`);
  }
}
