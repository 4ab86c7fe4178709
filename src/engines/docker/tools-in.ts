/** `GET /containers/{id}/top`: columns as the engine likes, what is executed last. */
export interface Top {
  readonly Titles: readonly string[];
  readonly Processes: readonly (readonly string[])[] | null;
}

/**
 * The tools that launches have started in a container: in one that is kept, children of init's supervisors; else a
 * child of init. Docker numbers processes as its own machine does, Podman as the container does. Pure.
 */
export function toolsIn(
  { Titles, Processes }: Top,
  life: 'kept' | 'one launch',
): readonly string[] {
  const pidAt = Titles.indexOf('PID');
  const parentAt = Titles.indexOf('PPID');
  const all = (Processes ?? []).map((row) => {
    return { pid: row[pidAt], parent: row[parentAt], words: row.at(-1) ?? '' };
  });
  const pids = new Set(all.map(({ pid }) => pid));
  // One that somebody has entered from outside (`docker exec`) has no parent in here either, and comes later.
  const init = all.find(({ parent }) => !pids.has(parent));
  const childrenOf = (parent: string | undefined) => all.filter((each) => each.parent === parent);
  const launches = childrenOf(init?.pid);
  if (life === 'one launch') return launches.map(({ words }) => words);
  // Before the tool, and after it, there is a supervisor alone.
  return launches.map(({ pid, words }) => childrenOf(pid)[0]?.words ?? words);
}
