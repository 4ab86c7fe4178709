import { existsSync, lstatSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { placesOfEngines } from '../engines/discover.ts';
import { placesOfCaCertificates, CA_VARIABLES } from '../host/ca-certificates.ts';
import { placesOfConfigs } from '../host/config-texts.ts';
import { placesOfGit } from '../host/git-worktree.ts';
import type { Environment } from '../host/environment.ts';
import { lockFileOf } from '../host/lock-file.ts';
import { observe, wasSettled, type Observation } from '../host/observe.ts';
import { callingUser } from '../host/user.ts';
import { packageRoot } from '../host/package-root.ts';
import { placesOfIdentity } from '../host/project-identity.ts';
import type { PlacesOfRepository } from '../host/repository-files.ts';
import type { AbsolutePath } from '../kernel/brand.ts';
import type { BindMount, Mount } from '../plan/launch-plan.ts';
import type { Guards, Observed } from '../prepared/prepared.ts';
import type { Planned } from './make-plan.ts';

/** Whom a prepared launch is for, and what else it is made of. */
export interface GuardedBy {
  readonly planned: Planned;
  /** Where the search for a config ended: at the project's root, or below it; without a project anywhere. */
  readonly found: AbsolutePath;
  /** What decides over the commands of a project that has no config. */
  readonly files?: PlacesOfRepository;
  /** What was there when the planning began. Where one is gone since, nobody knows whether it was read. */
  readonly thereBefore: readonly string[];
  /** The ledger's files that say whether it may be launched. */
  readonly trust: readonly AbsolutePath[];
}

/**
 * All that a launch at the project's root, or here without one, was planned by, as it is now. Nothing where something has changed since the
 * planning began, or is not to be watched: then nobody knows what the plan goes by.
 *
 * @param since when the planning began, or before; in milliseconds since 1970
 */
export function guardsOf(by: GuardedBy, since: number): Guards | undefined {
  const observed = guardsOfPlaces(placesByIdentity(by), placesByContents(by), since);
  if (observed === undefined || !by.thereBefore.every(isThere)) return undefined;
  const { env, user } = by.planned.from.facts;
  const names = variablesOf(by);
  return {
    ...observed,
    variables: Object.fromEntries(Object.entries(env).filter(([name]) => isGuarded(name, names))),
    unset: names.filter((name) => env[name] === undefined),
    allOf: PREFIXES,
    caller: { uid: user.uid, gid: user.gid, groups: user.groups },
  };
}

/** What else it is made of, that an engine tells of. */
export interface CarriedBy {
  /** Files and directories whose identity alone counts. */
  readonly madeOf: readonly string[];
  /** Files whose contents were copied. */
  readonly copied: readonly string[];
}

/** The same with that as well. */
export function withCarrier(
  guards: Guards,
  { madeOf, copied }: CarriedBy,
  since: number,
): Guards | undefined {
  const more = guardsOfPlaces(madeOf, copied, since);
  return (
    more && {
      ...guards,
      files: [...guards.files, ...more.files],
      directories: [...guards.directories, ...more.directories],
      nothing: [...guards.nothing, ...more.nothing],
      hidden: [...guards.hidden, ...more.hidden],
    }
  );
}

function guardsOfPlaces(
  byIdentity: readonly string[],
  byContents: readonly string[],
  since: number,
): Pick<Guards, 'files' | 'directories' | 'nothing' | 'hidden'> | undefined {
  try {
    const identities = byIdentity.map(observe);
    const contents = byContents.map(observe);
    if (!contents.every(({ path }) => wasSettled(path, since))) return undefined;
    const places = [...identities, ...contents];
    return {
      files: contents.flatMap(({ path, contents: said }) => saidOf(path, said)),
      directories: identities.flatMap(({ path, identity }) => saidOf(path, identity)),
      nothing: places.filter(isAbsent).map(({ path }) => path),
      hidden: places.filter(({ isHidden }) => isHidden).map(({ path }) => path),
    };
  } catch {
    return undefined;
  }
}

/** For what takes Node each time, from whichever directory: until a config comes, changes or goes. */
export function guardsOfConfigs(
  found: AbsolutePath,
  env: Environment,
  since: number,
): Guards | undefined {
  const { uid, gid, groups } = callingUser(process.getuid?.() ?? 0, process.getgid?.() ?? 0, env);
  const observed = guardsOfPlaces([], placesOfConfigs(found, found, env), since);
  const rest = { variables: {}, unset: [], allOf: [], caller: { uid, gid, groups } };
  return observed && { ...observed, ...rest };
}

function isAbsent({ identity, isHidden }: Observation): boolean {
  return identity === undefined && isHidden !== true;
}

function saidOf(path: string, said: string | undefined): readonly Observed[] {
  return said === undefined ? [] : [{ path, said }];
}

function placesByContents(by: GuardedBy): readonly string[] {
  const { planned, found, files, trust } = by;
  const { config, from, plan } = planned;
  const root = config.project?.root;
  const { env, timeZoneFile, cwd } = from.facts;
  const places = [
    ...placesOfConfigs(found, root ?? found, env),
    ...(root === undefined ? [] : [lockFileOf(root)]),
    ...(from.project === undefined ? [] : placesOfGit(cwd.physical)),
    ...gitsOfTrust(by).flatMap((git) => placesOfGit(dirname(git) as AbsolutePath)),
    ...(files === undefined ? [] : [...files.byContents, ...directoriesOf(by, files)]),
    ...trust,
    ...['/etc/passwd', '/etc/group', '/etc/localtime', ...(timeZoneFile ? [timeZoneFile] : [])],
    ...placesOfEngines(config, env),
    ...(plan.share.includes('ca-certificates') ? placesOfCaCertificates(env) : []),
  ];
  return [...new Set(places)].filter((path) => !isDirectoryOfGit(path));
}

/** What takes Node anyway does so whatever comes to lie in them. */
function directoriesOf({ planned }: GuardedBy, { directories }: PlacesOfRepository) {
  const isSlow = planned.config.everyWord !== undefined;
  return isSlow ? [] : directories;
}

/** What lies in a repository's own directory changes all the time, and means nothing here. */
function isDirectoryOfGit(path: string): boolean {
  return (
    basename(path) === '.git' && statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
  );
}

/** By which a project is the one that is trusted. */
function gitsOfTrust({ planned, trust }: GuardedBy): readonly string[] {
  const { project } = planned.from;
  return project === undefined || trust.length === 0 ? [] : placesOfIdentity(project.root.physical);
}

function placesByIdentity(by: GuardedBy): readonly string[] {
  const { planned, found, files } = by;
  const { facts, project } = planned.from;
  const places = [
    ...[project?.root.logical ?? found, facts.cwd.logical, facts.cwd.physical, facts.user.home],
    ...gitsOfTrust(by),
    ...(files?.byIdentity ?? []),
    ...planned.plan.mounts.flatMap((mount) => (isShown(mount) ? [mount.source] : [])),
    ...ofThisInstallation(),
  ];
  return [...new Set(places)];
}

/** What is made by the first launch is not, where that takes Node. */
function isShown(mount: Mount): mount is BindMount {
  return mount.kind === 'bind' && existsSync(mount.source);
}

/** A build writes all of them anew. */
function ofThisInstallation(): readonly string[] {
  const names = ['package.json', 'dist/main.cjs', 'dist/catalog.json'];
  return names.map((name) => join(packageRoot(), name));
}

/** A link that leads nowhere is there as well. */
function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** What planning reads of the environment, but for what passes into the tool's as it is. */
const VARIABLES = [
  ...['HOME', 'TERM', 'LANG', 'TZ'],
  ...['XDG_CONFIG_HOME', 'XDG_CACHE_HOME', 'XDG_DATA_HOME', 'XDG_RUNTIME_DIR'],
];
const PREFIXES = ['TACKLE_', 'DOCKER_', 'CONTAINER', 'LC_'];

const PROXIES = ['http', 'https', 'ftp', 'all', 'no'].map((word) => `${word}_proxy`);

function variablesOf({ planned }: GuardedBy): readonly string[] {
  const { share } = planned.plan;
  return [
    ...VARIABLES,
    ...(share.includes('ssh-agent') ? ['SSH_AUTH_SOCK'] : []),
    ...(share.includes('ca-certificates') ? CA_VARIABLES : []),
    ...(share.includes('proxy') ? PROXIES.flatMap((name) => [name, name.toUpperCase()]) : []),
  ];
}

/** What a shim says to the next one is no setting. */
function isGuarded(name: string, names: readonly string[]): boolean {
  if (name === 'TACKLE_SHIM_PASSED') return false;
  return names.includes(name) || PREFIXES.some((prefix) => name.startsWith(prefix));
}
