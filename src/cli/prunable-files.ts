import { projectsDirectory } from '../host/directories.ts';
import { logFiles, removeLog } from '../host/log-files.ts';
import { isGone } from '../host/is-gone.ts';
import { preparedFiles, removePrepared, type PreparedFile } from '../host/prepared-files.ts';
import {
  projectDirectories,
  removeProjectDirectory,
  type ProjectDirectory,
} from '../host/project-directories.ts';
import type { AbsolutePath } from '../kernel/brand.ts';
import { projectOfPrepared } from '../prepared/project-of-prepared.ts';
import { planRemove, shimsIn } from '../shims/plan-shims.ts';
import { projectShims } from '../shims/project-directory.ts';
import type { AnyProblem } from './any-problem.ts';
import { changeShims, readShims } from './change-shims.ts';
import type { Context } from './command.ts';
import { NOTHING, type Prunable, type PrunablePart } from './prunable.ts';
import { notRemoved } from './problems.ts';

/** What is prepared for projects that are gone. Should one come back, its next launch prepares it anew. */
export function prunablePrepared({ env }: Context): Prunable {
  const byProject = new Map<string, PreparedFile[]>();
  for (const file of preparedFiles(env)) {
    const project = projectOfPrepared(file.beginning);
    if (project === undefined || !isGone(project)) continue;
    byProject.set(project, [...(byProject.get(project) ?? []), file]);
  }
  return { ...NOTHING, parts: [...byProject].map(([project, files]) => prepared(project, files)) };
}

function prepared(project: string, files: readonly PreparedFile[]): PrunablePart {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return {
    row: { kind: 'prepared', what: project, bytes },
    remove: () => attempt(project, () => files.forEach(removePrepared)),
  };
}

/** Shims that `tackle env` has made for projects that are gone; it makes them anew, should one come back. */
export function prunableShims({ env }: Context): Prunable {
  const projects = projectsDirectory(env);
  const gone = projectDirectories(projects).filter(
    ({ directory, root }) =>
      projectShims(projects, root as AbsolutePath) === `${directory}/bin` && isGone(root),
  );
  return { ...NOTHING, parts: gone.map(shims) };
}

function shims(gone: ProjectDirectory): PrunablePart {
  return {
    row: { kind: 'shims', what: gone.root },
    remove: async () => {
      const listing = readShims(`${gone.directory}/bin` as AbsolutePath);
      if (!listing.ok) return [listing.error];
      if (shimsIn(listing.value).length > 0) {
        const changes = planRemove(listing.value, []);
        if (!changes.ok) return [changes.error];
        const changed = changeShims(changes.value, listing.value);
        if (!changed.ok) return [changed.error];
      }
      return await attempt(gone.directory, () => removeProjectDirectory(gone));
    },
  };
}

/** In days. */
const LOGS_KEPT = 30;

/** What builds and pulls said that nobody has done again for long. */
export function prunableLogs({ env }: Context): Prunable {
  const since = Date.now() - LOGS_KEPT * 24 * 60 * 60 * 1000;
  const old = logFiles(env).filter(({ written }) => written < since);
  if (old.length === 0) return NOTHING;
  const what = `${old.length} of builds and pulls, older than ${LOGS_KEPT} days`;
  const bytes = old.reduce((sum, file) => sum + file.bytes, 0);
  const remove = () => attempt('logs', () => old.forEach(removeLog));
  return { ...NOTHING, parts: [{ row: { kind: 'logs', what, bytes }, remove }] };
}

function attempt(what: string, act: () => void): Promise<readonly AnyProblem[]> {
  try {
    act();
    return Promise.resolve([]);
  } catch (error) {
    return Promise.resolve([notRemoved(what, (error as Error).message)]);
  }
}
