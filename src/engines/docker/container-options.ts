import type { ContainerCreateOptions } from 'dockerode';
import type { LaunchPlan, Mount } from '../../plan/launch-plan.ts';
import type { ImageId } from '../engine.ts';
import { INIT_LINK_TARGET, INIT_PROGRAM_TARGET, type StreamName } from '../init-link.ts';
import { initOptions, type InitOptions } from '../init-options.ts';
import type { LaunchFiles } from '../launch-files.ts';
import type { Dialect } from './dialect.ts';
import type { Ulimit } from './ulimits.ts';

export interface ContainerLaunchOptions extends InitOptions {
  /** What `ulimitsFor` says, or nothing where the daemon cannot give it. */
  readonly ulimits: readonly Ulimit[];
  readonly dialect: Pick<Dialect, 'pathsForBinds' | 'userNamespace'>;
}

/** The label that marks every container of ours; its value is the launch's id. */
export const LAUNCH_LABEL = 'dev.tackle.launch';
/** Of those that are kept, with the id of their place. */
export const WARM_LABEL = 'dev.tackle.warm';
export const TOOLBOX_LABEL = 'dev.tackle.toolbox';
/** The directory of the host that a container was made for. */
export const PROJECT_LABEL = 'dev.tackle.project';

/**
 * The plan in the words of the Engine API (`POST /containers/create`, v1.41), but for what the tool is executed
 * with, which init finds in its link (`init-words.ts`). Pure.
 */
export function containerOptions(
  plan: LaunchPlan,
  image: ImageId,
  id: string,
  files: LaunchFiles,
  options: ContainerLaunchOptions,
): ContainerCreateOptions {
  const { stdio } = plan;
  const isAttached = (name: StreamName): boolean =>
    stdio[name] === 'stream' && options.streams?.includes(name) !== true;
  return {
    ...toolboxOptions(plan, image, files, options, [bind(files.link, INIT_LINK_TARGET, true)]),
    Cmd: initOptions(plan, options),
    Labels: labels(plan, id),
    OpenStdin: isAttached('stdin'),
    StdinOnce: isAttached('stdin'),
    AttachStdin: isAttached('stdin'),
    AttachStdout: isAttached('stdout'),
    AttachStderr: isAttached('stderr'),
  };
}

/** Where an agent has its socket, inside. */
const AGENT_TARGET = '/run/.tackle/agent';

/** What a container is for that tools are run in one after another: `native/init/agent.c`. */
export interface WarmOptions extends Pick<ContainerLaunchOptions, 'ulimits' | 'dialect'> {
  readonly id: string;
  /** On the host; the agent's socket is made in it. */
  readonly directory: string;
  readonly idleSeconds: number;
}

/** The name of the agent's socket in its directory. */
export const AGENT_SOCKET = 'agent';

/** The plan's toolbox, to be kept warm. Pure. */
export function warmOptions(
  plan: LaunchPlan,
  image: ImageId,
  files: Omit<LaunchFiles, 'link'>,
  options: WarmOptions,
): ContainerCreateOptions {
  const { id, directory, idleSeconds } = options;
  // Whoever may write there may leave something for the next one.
  const shared = plan.mounts.flatMap((mount) =>
    mount.kind === 'private' && (mount.mode & 0o002) !== 0 ? [mount.target] : [],
  );
  return {
    ...toolboxOptions(plan, image, files, options, [bind(directory, AGENT_TARGET, false)]),
    Cmd: [
      ...['--agent', `${AGENT_TARGET}/${AGENT_SOCKET}`, '--idle', String(idleSeconds)],
      ...[...shared, '/dev/shm'].flatMap((target) => ['--tidy', target]),
    ],
    Labels: { ...labels(plan, id), [WARM_LABEL]: id },
    OpenStdin: false,
    AttachStdin: false,
    AttachStdout: false,
    AttachStderr: false,
  };
}

function labels({ toolbox, mounts }: LaunchPlan, id: string): Record<string, string> {
  const project = mounts.find((mount) => mount.kind === 'bind' && mount.purpose === 'project');
  return {
    [LAUNCH_LABEL]: id,
    [TOOLBOX_LABEL]: toolbox,
    ...(project?.kind === 'bind' && { [PROJECT_LABEL]: project.source }),
  };
}

/** Whatever a container is for: its image, its file system, and what may be done in it. */
function toolboxOptions(
  plan: LaunchPlan,
  image: ImageId,
  files: Omit<LaunchFiles, 'link'>,
  options: Pick<ContainerLaunchOptions, 'ulimits' | 'dialect'>,
  more: readonly Bind[],
): ContainerCreateOptions {
  const { limits, user } = plan;
  const { pathsForBinds, userNamespace } = options.dialect;
  return {
    Image: image,
    Entrypoint: [INIT_PROGRAM_TARGET],
    User: `${user.uid}:${user.gid}`,
    WorkingDir: plan.cwd,
    // The pty is made by init: the API's own would swallow Ctrl-P, join the streams, and know its
    // size only after the tool has looked (docker/cli#3554).
    Tty: false,
    Healthcheck: { Test: ['NONE'] },
    // Leaves the daemon's network library out, with its files of names: docs/decisions/0018-no-network.md.
    ...(plan.network === 'none' && { NetworkDisabled: true }),
    HostConfig: {
      AutoRemove: true,
      ReadonlyRootfs: plan.security.readOnlyRoot,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      GroupAdd: user.groups.map(String),
      NetworkMode: plan.network,
      PidsLimit: limits.pids,
      ...(limits.memory !== undefined && { Memory: limits.memory, MemorySwap: limits.memory }),
      ...(limits.cpus !== undefined && { NanoCpus: Math.round(limits.cpus * 1e9) }),
      ...(options.ulimits.length > 0 && { Ulimits: [...options.ulimits] }),
      IpcMode: 'private',
      ...(userNamespace !== undefined && { UsernsMode: userNamespace }),
      // The daemon would keep a copy of every byte on its disk.
      LogConfig: { Type: 'none', Config: {} },
      ...bindsAndMounts(pathsForBinds, [
        ...plan.mounts.flatMap(bindOf),
        bind(files.init, INIT_PROGRAM_TARGET, true),
        ...more,
        bind(files.passwd, '/etc/passwd', true),
        bind(files.group, '/etc/group', true),
        ...(files.hosts === undefined ? [] : [bind(files.hosts, '/etc/hosts', true)]),
      ]),
      Tmpfs: Object.fromEntries(plan.mounts.flatMap(tmpfsOf)),
    },
  };
}

type Bind = ReturnType<typeof bind>;

// `Mounts`, not `Binds`: a missing source is an error instead of a new directory owned by root, and a
// path may hold colons and commas.
function bind(source: string, target: string, readOnly: boolean) {
  return { Type: 'bind' as const, Source: source, Target: target, ReadOnly: readOnly };
}

function bindsAndMounts(pathsForBinds: RegExp | undefined, all: readonly Bind[]) {
  const isForBinds = ({ Source, Target }: Bind): boolean =>
    pathsForBinds?.test(Source + Target) === true && !(Source + Target).includes(':');
  const binds = all.filter(isForBinds).map(({ Source, Target, ReadOnly }) => {
    return `${Source}:${Target}:${ReadOnly ? 'ro' : 'rw'}`;
  });
  return {
    ...(binds.length > 0 && { Binds: binds }),
    Mounts: all.filter((one) => !isForBinds(one)),
  };
}

function bindOf(mount: Mount) {
  return mount.kind === 'bind'
    ? [bind(mount.source, mount.target, mount.access === 'read-only')]
    : [];
}

function tmpfsOf(mount: Mount): [string, string][] {
  if (mount.kind !== 'private') return [];
  return [[mount.target, `rw,exec,nosuid,nodev,mode=${mount.mode.toString(8)}`]];
}
