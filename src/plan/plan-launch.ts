import type { Tool } from '../catalog/tool.ts';
import type { EnvEntry, LimitsSpec, Share } from '../config/config.ts';
import { isUtf8 } from '../kernel/byte-text.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { Pin } from '../lock/pin.ts';
import { firstOutside } from './arguments-outside.ts';
import { environment } from './environment.ts';
import type { HostFacts, ProjectFacts } from './host-facts.ts';
import type { BindMount, LaunchPlan, Mount, PlanUser, Security } from './launch-plan.ts';
import { limitsOf } from './limits.ts';
import { withPrivate } from './mounts.ts';
import { planUser } from './plan-user.ts';
import type { PlanProblem } from './problems.ts';
import { argumentOutside, undecodablePath } from './problems.ts';
import { sharedWith } from './share.ts';
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
  /** What the config says for every toolbox. */
  readonly env: readonly EnvEntry[];
  readonly share: readonly Share[];
  readonly limits: LimitsSpec;
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
  const shown = shownDirectories(facts, project, user.home);
  if (!shown.ok) return shown;
  const { binds, cwd } = shown.value;
  const zone = timeZone(facts);
  const share = shareOf(request);
  const shared = sharedWith(share, facts);
  const mounts = withPrivate([
    ...binds,
    homeMount(request, user),
    ...(zone.mount === undefined ? [] : [zone.mount]),
    ...shared.binds,
  ]);
  const unmountable = mounts.find(isUnmountable);
  if (unmountable !== undefined) return err(undecodablePath(unmountable));
  const outside = firstOutside(facts.existingArguments, mounts, binds.length > 0);
  if (outside !== undefined) {
    return err(argumentOutside(tool.command, outside, binds[0]?.target));
  }
  return ok({
    format: 1,
    command: tool.command,
    toolbox: toolboxText(tool.toolbox),
    image: pin,
    platform: facts.platform,
    argv: [...tool.exec, ...args],
    env: environment(facts, entriesOf(request), {
      user,
      pwd: cwd.logical,
      timeZone: zone.name,
      shared: shared.env,
      homeEnv: tool.homeEnv ?? {},
    }),
    cwd: cwd.physical,
    user,
    inherited: facts.inherited,
    mounts,
    stdio: facts.stdio,
    network: tool.network,
    share,
    limits: limitsOf(strongestFirst(request)),
    security: SECURITY,
    isolation: 'fresh',
  });
}

/** Requests to engines are JSON, which is Unicode; `planUser` and `host` see to what is not a source. */
function isUnmountable(mount: Mount): mount is BindMount {
  return mount.kind === 'bind' && !isUtf8(mount.source);
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

function entriesOf({ tool, env }: PlanRequest): readonly EnvEntry[] {
  return tool.toolbox.origin === 'project' ? [...env, ...tool.env] : [...tool.env, ...env];
}
