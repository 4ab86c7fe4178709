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
  const { limits, user, stdio } = plan;
  const { pathsForBinds, userNamespace } = options.dialect;
  const isAttached = (name: StreamName): boolean =>
    stdio[name] === 'stream' && options.streams?.includes(name) !== true;
  return {
    Image: image,
    Entrypoint: [INIT_PROGRAM_TARGET],
    Cmd: initOptions(plan, options),
    User: `${user.uid}:${user.gid}`,
    WorkingDir: plan.cwd,
    Labels: { [LAUNCH_LABEL]: id, 'dev.tackle.toolbox': plan.toolbox },
    // The pty is made by init: the API's own would swallow Ctrl-P, join the streams, and know its
    // size only after the tool has looked (docker/cli#3554).
    Tty: false,
    OpenStdin: isAttached('stdin'),
    StdinOnce: isAttached('stdin'),
    AttachStdin: isAttached('stdin'),
    AttachStdout: isAttached('stdout'),
    AttachStderr: isAttached('stderr'),
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
        bind(files.link, INIT_LINK_TARGET, true),
        bind(files.passwd, '/etc/passwd', true),
        bind(files.group, '/etc/group', true),
        ...(files.hosts === undefined ? [] : [bind(files.hosts, '/etc/hosts', true)]),
      ]),
      Tmpfs: Object.fromEntries(plan.mounts.flatMap(tmpfsOf)),
    },
  };
}

// `Mounts`, not `Binds`: a missing source is an error instead of a new directory owned by root, and a
// path may hold colons and commas.
function bind(source: string, target: string, readOnly: boolean) {
  return { Type: 'bind' as const, Source: source, Target: target, ReadOnly: readOnly };
}

function bindsAndMounts(
  pathsForBinds: RegExp | undefined,
  all: readonly ReturnType<typeof bind>[],
) {
  const isForBinds = ({ Source, Target }: ReturnType<typeof bind>): boolean =>
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
