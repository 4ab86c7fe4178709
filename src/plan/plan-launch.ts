import type { Tool } from '../catalog/tool.ts';
import type { EnvEntry, Isolation, LimitsSpec, Share } from '../config/config.ts';
import type { AbsolutePath } from '../kernel/brand.ts';
import { isUtf8 } from '../kernel/byte-text.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { Pin } from '../lock/pin.ts';
import type { Rules } from './arguments-outside.ts';
import { argumentMounts } from './arguments-outside.ts';
import { environment, environmentRules, type EnvironmentRules } from './environment.ts';
import { configMounts } from './config-mounts.ts';
import type { HostFacts, MountFacts, ProjectFacts } from './host-facts.ts';
import type { BindMount, LaunchPlan, Mount, PlanUser, Security } from './launch-plan.ts';
import { limitsOf } from './limits.ts';
import { withPrivate } from './mounts.ts';
import { refusalFor, type Refusal } from './never-mounted.ts';
import { neverShared } from './never-shared.ts';
import { areOneInTheOther, liesBelow, liesIn } from '../kernel/path-within.ts';
import { planUser } from './plan-user.ts';
import type { PlanProblem } from './problems.ts';
import { argumentOutside, notAWorkspace, undecodablePath } from './problems.ts';
import { sharedWith } from './share.ts';
import type { Shown } from './shown-directories.ts';
import { shownDirectories } from './shown-directories.ts';
import { timeZone } from './time-zone.ts';
import { toolboxHome, toolboxText } from './toolbox-home.ts';

/** Everything a plan is computed from. */
export interface PlanRequest {
  readonly tool: Tool;
  readonly pin: Pin;
  /** What the user typed after the command. */
  readonly args: readonly string[];
  readonly project?: ProjectFacts;
  /** For a tool that has mounts of its own. */
  readonly mountFacts?: MountFacts;
  /** What the config says for every toolbox. */
  readonly env: readonly EnvEntry[];
  readonly share: readonly Share[];
  readonly limits: LimitsSpec;
  readonly isolation?: Isolation;
  /** Whoever asks for this launch wants it `fresh`, whatever is written. */
  readonly fresh?: true;
  readonly facts: HostFacts;
}

const SECURITY: Security = {
  capabilities: [],
  noNewPrivileges: true,
  readOnlyRoot: true,
  seccomp: 'default',
};

/** The launch as a value. Pure: equal requests give equal plans. */
export function planLaunch(request: PlanRequest): Result<LaunchPlan, PlanProblem> {
  const { tool, pin, args, project, facts } = request;
  const user = planUser(facts.user);
  const refusal = refusalFor(facts, user.home);
  const shown = shownDirectories(facts, project, user.home, refusal);
  if (!shown.ok) return shown;
  const { cwd } = shown.value;
  const workspace = workspaceMount(request, shown.value, refusal);
  if (!workspace.ok) return workspace;
  const zone = timeZone(facts);
  const share = shareOf(request);
  const others = [
    ...workspace.value,
    homeMount(request, user),
    ...(zone.mount === undefined ? [] : [zone.mount]),
    ...sharedWith(share, facts).binds,
  ];
  const asked = mountsOfConfig(request, [...shown.value.binds, ...others], user.home);
  if (!asked.ok) return asked;
  const mounts = mountsOf(request, shown.value, others, asked.value, {
    shared: share.includes('argument-files'),
    startsHere: cwd.physical === facts.cwd.physical,
    whyNever: neverShared(facts, refusal),
  });
  if (!mounts.ok) return mounts;
  return ok({
    format: 1,
    command: tool.command,
    toolbox: toolboxText(tool.toolbox),
    image: pin,
    platform: facts.platform,
    argv: [...tool.exec, ...args],
    env: environment(facts.env, rulesOf(request), cwd.logical),
    cwd: cwd.physical,
    user,
    inherited: facts.inherited,
    mounts: mounts.value,
    stdio: facts.stdio,
    network: tool.network,
    share,
    limits: limitsOf(strongestFirst(request)),
    security: SECURITY,
    isolation: isolationOf(request),
  });
}

/** How the tool's environment comes from the caller's. */
export function rulesOf(request: PlanRequest): EnvironmentRules {
  const { tool, facts } = request;
  return environmentRules(facts, entriesOf(request), {
    user: planUser(facts.user),
    timeZone: timeZone(facts).name,
    shared: sharedWith(shareOf(request), facts).env,
    homeEnv: tool.homeEnv ?? {},
  });
}

/** What is shown anyway, all else that is mounted, and what arguments name. */
function mountsOf(
  { tool, facts, project }: PlanRequest,
  shown: Shown,
  others: readonly BindMount[],
  asked: readonly Mount[],
  rules: Rules,
): Result<readonly Mount[], PlanProblem> {
  const all = [...shown.binds, ...others, ...asked];
  // What is mounted there is what the argument names, whatever is there outside.
  const isAsked = (name: AbsolutePath) =>
    asked.some(({ target }) => areOneInTheOther(name, target));
  const existing = facts.existingArguments.filter(({ names }) => !names.some(isAsked));
  const named = argumentMounts(existing, withPrivate(all), rules);
  if (!named.ok) {
    const root = shown.binds[0]?.target;
    const asker = { command: tool.command, root, inProject: project !== undefined };
    return err(argumentOutside(named.error, asker));
  }
  const mounts = withPrivate([...all, ...named.value]);
  const unmountable = mounts.find(isUnmountable);
  return unmountable === undefined ? ok(mounts) : err(undecodablePath(unmountable));
}

/** Requests to engines are JSON, which is Unicode; `planUser` and `host` see to what is not a source. */
function isUnmountable(mount: Mount): mount is BindMount {
  return mount.kind === 'bind' && !isUtf8(mount.source);
}

/** The project once more, at the path that the toolbox was made for. */
function workspaceMount(
  { tool: { workspace }, project }: PlanRequest,
  { binds }: Shown,
  refusal: Refusal,
): Result<readonly BindMount[], PlanProblem> {
  if (workspace === undefined || project === undefined) return ok([]);
  const target = workspace.value;
  if (binds.some((bind) => liesIn(target, bind.target))) return ok([]);
  const isAbove = binds.some((bind) => liesBelow(bind.target, target));
  const why = refusal(target) ?? (isAbove ? 'above-project' : undefined);
  if (why !== undefined) return err(notAWorkspace(workspace, why));
  const source = project.root.physical;
  return ok([{ kind: 'bind', source, target, access: 'read-write', purpose: 'project' }]);
}

/** Of a project's own toolbox alone. */
function mountsOfConfig(
  { tool, project, facts, mountFacts }: PlanRequest,
  others: readonly BindMount[],
  home: AbsolutePath,
): Result<readonly Mount[], PlanProblem> {
  if (tool.mounts === undefined || !project || !mountFacts) return ok([]);
  const refusal = refusalFor(facts, home, mountFacts.accountHomes);
  return configMounts(tool.mounts, {
    toolbox: tool.toolbox,
    project,
    homesDir: facts.homesDir,
    mountFacts,
    others,
    refusal,
    whyNever: neverShared(facts, refusal, mountFacts),
  });
}

function homeMount({ tool, project, facts }: PlanRequest, user: PlanUser): BindMount {
  return {
    kind: 'bind',
    source: toolboxHome(facts.homesDir, tool.toolbox, project),
    target: user.home,
    access: 'read-write',
    purpose: 'home',
  };
}

/** What a config says of its own toolbox is nearer than what it says of all; the catalogue is farther. */
function strongestFirst({ tool, limits }: PlanRequest): readonly LimitsSpec[] {
  return tool.toolbox.origin === 'project' ? [tool.limits, limits] : [limits, tool.limits];
}

/** Each only adds, so that their order does not matter. */
function shareOf({ tool, share }: PlanRequest): readonly Share[] {
  return [...new Set([...share, ...tool.share])].sort();
}

/** Who is nearest says it. */
function isolationOf({ tool, isolation, fresh }: PlanRequest): Isolation {
  return fresh ? 'fresh' : (tool.isolation ?? isolation ?? 'shared');
}

function entriesOf({ tool, env }: PlanRequest): readonly EnvEntry[] {
  return tool.toolbox.origin === 'project' ? [...env, ...tool.env] : [...tool.env, ...env];
}
