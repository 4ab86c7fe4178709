import { existsSync, statSync } from 'node:fs';
import { projectToolboxes } from '../catalog/project-toolboxes.ts';
import type { Facts, ProjectFact, ShimsFact, Told } from '../doctor/facts.ts';
import { initProgram } from '../engines/init-program.ts';
import { surveyEngines, type Survey } from '../engines/survey.ts';
import { cgroupsHere } from '../host/cgroups.ts';
import { cacheDir, dataDir, imageStore, shimsDirectory } from '../host/directories.ts';
import { stateOf, stateOfRuntime } from '../host/directory-state.ts';
import { roomFor } from '../host/disk-room.ts';
import { launchProgram } from '../host/launch-program.ts';
import { lockFileOf } from '../host/lock-file.ts';
import { platformHere } from '../host/platform.ts';
import { selinuxHere } from '../host/selinux.ts';
import { leadsDirectory } from '../host/shims-on-disk.ts';
import { whoForbidsUserNamespaces } from '../host/user-namespaces.ts';
import type { AbsolutePath } from '../kernel/brand.ts';
import type { Result } from '../kernel/result.ts';
import { shimsIn } from '../shims/plan-shims.ts';
import type { AnyProblem } from './any-problem.ts';
import { readShims } from './change-shims.ts';
import { checkTrust } from './check-trust.ts';
import type { Context } from './command.ts';
import { contextsOf } from './contexts.ts';
import { askRegistries } from './doctor-registries.ts';
import { readConfig, readSurroundings, type Surroundings } from './read-surroundings.ts';
import { listShims } from './shims-listing.ts';
import { whyNotLockedHere } from './why-not-locked-here.ts';

/** Looks at all that a launch here depends on. What cannot be found out is left out, or is itself a finding. */
export async function doctorFacts(context: Context): Promise<Facts> {
  const { env } = context;
  const uid = process.getuid?.() ?? 0;
  const config = await readConfig(context);
  const here = await readSurroundings(context);
  const project = await projectFact(config.ok, here, context);
  // Nobody is asked because a project says so that is not trusted.
  const isTrusted = here.ok && project?.trust === undefined;
  const [survey, registries] = await Promise.all([
    surveyEngines(config.ok ? config.value : {}, env),
    askRegistries(isTrusted ? here.value : undefined),
  ]);
  const forbidding = whoForbidsUserNamespaces();
  return {
    isRoot: uid === 0,
    ...engineFacts(survey),
    ...(forbidding && { userNamespaces: forbidding }),
    cgroups: cgroupsHere(uid),
    selinux: selinuxHere(),
    disks: roomFor([cacheDir(env), dataDir(env), imageStore(env)]),
    directories: [stateOf(cacheDir(env)), stateOf(dataDir(env)), stateOfRuntime(env, uid)],
    missingPrograms: missingPrograms(),
    shims: shimsFact(shimsDirectory(env) as AbsolutePath, context),
    ...(project && { project }),
    ...registries,
  };
}

function engineFacts({ engines, launch }: Survey): Pick<Facts, 'engines' | 'launch'> {
  return {
    engines: engines.map((one) =>
      one.state === 'unusable' ? { ...one, problem: told(one.problem) } : one,
    ),
    launch: launch.ok ? { engine: launch.value } : { problem: told(launch.error) },
  };
}

function told({ message, hint, place }: AnyProblem): Told {
  const where = place?.file.startsWith('/') === true ? ` (${place.file}:${place.line})` : '';
  return { message: `${message}${where}`, ...(hint !== undefined && { hint }) };
}

function missingPrograms(): Facts['missingPrograms'] {
  const platform = platformHere();
  const programs = [
    ...(platform.ok ? [{ program: 'init', path: initProgram(platform.value) } as const] : []),
    { program: 'launch', path: launchProgram() } as const,
  ];
  return programs.filter(({ path }) => !existsSync(path));
}

function shimsFact(directory: AbsolutePath, { env }: Context): ShimsFact {
  const listing = readShims(directory);
  if (!listing.ok) return { directory, commands: [], broken: [] };
  const commands = listShims(directory, shimsIn(listing.value), env);
  const leads = [...listing.value.leads.keys()].map(
    (lead) => `${leadsDirectory(directory)}/${lead}`,
  );
  // Links are followed to their end.
  const broken = leads.filter((lead) => statSync(lead, { throwIfNoEntry: false }) === undefined);
  return { directory, commands, broken };
}

/** Nothing where there is no project. */
async function projectFact(
  isConfigRead: boolean,
  here: Result<Surroundings, readonly AnyProblem[]>,
  context: Context,
): Promise<ProjectFact | undefined> {
  if (!here.ok) {
    const problems = here.error.map(told);
    const [first = { message: '' }] = problems;
    if (!isConfigRead) return { config: '', problems };
    return { config: '', problems: [], lock: { state: 'unusable', problem: first } };
  }
  const { config, catalog, lock } = here.value;
  const { project } = config;
  if (project === undefined) return undefined;
  const found = { config: project.file };
  const tools = projectToolboxes(config, catalog);
  if (!tools.ok) return { ...found, problems: [told(tools.error)] };
  const contexts = await contextsOf(tools.value, config);
  const trusted = await checkTrust(here.value, contexts, context.env);
  const notLocked = whyNotLockedHere(tools.value, lock, contexts);
  const hasLock = existsSync(lockFileOf(project.root));
  return {
    ...found,
    problems: [],
    lock: hasLock ? { state: 'read', notLocked } : { state: 'none' },
    ...(!trusted.ok && { trust: told(trusted.error) }),
  };
}
