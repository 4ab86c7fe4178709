import type { LaunchPlan, Mount } from '../../plan/launch-plan.ts';
import { liesBelow } from '../../kernel/path-within.ts';
import { INIT_LINK_TARGET, INIT_PROGRAM_TARGET } from '../init-link.ts';
import { openedDirectories, type Target } from './opened-directories.ts';
import type { LookIntoRoot } from './root-files.ts';
import type { SandboxFiles } from './sandbox-files.ts';

/** What to mount, and what it is mounted on. */
interface Placed extends Target {
  readonly words: readonly string[];
}

/**
 * The plan as an argument list of bubblewrap (0.8 or newer), which sets up in the order in which it reads; what it
 * executes, which is init, and the options of that come last. Pure.
 *
 * @param env the image's own environment
 * @param look the image at `files.root`
 * @param kindOf what a path of the host is, links followed
 */
export function bwrapArguments(
  plan: LaunchPlan,
  files: SandboxFiles,
  env: Readonly<Record<string, string>>,
  look: LookIntoRoot,
  kindOf: (source: string) => 'directory' | 'file',
): readonly string[] {
  // What is mounted in something that tools write to comes last: a link that one puts there in the very moment would lead
  // bubblewrap elsewhere, and nothing more is to be looked for where that is.
  const nested = plan.mounts.filter((mount) => plan.mounts.some((other) => isIn(mount, other)));
  const others = plan.mounts.filter((mount) => !nested.includes(mount));
  const placed = [
    place('/proc', 'directory', ['--proc']),
    place('/dev', 'directory', ['--dev']),
    place('/dev/shm', 'directory', ['--perms', '1777', '--tmpfs']),
    place('/dev/mqueue', 'directory', ['--mqueue']),
    ...systemFiles(plan),
    ...others.map((mount) => placedMount(mount, kindOf)),
    ...(files.link === undefined
      ? []
      : [place(INIT_LINK_TARGET, 'directory', ['--ro-bind', files.link])]),
    place(INIT_PROGRAM_TARGET, 'file', ['--ro-bind', files.init]),
    place('/etc/passwd', 'file', ['--ro-bind', files.passwd]),
    place('/etc/group', 'file', ['--ro-bind', files.group]),
    ...namesOfHosts(files),
    ...nested.map((mount) => placedMount(mount, kindOf)),
  ];
  const opened = openedDirectories(look, placed);
  return [
    ...namespaces(plan),
    ...(opened.has('/') ? [] : ['--ro-bind', files.root, '/']),
    ...[...opened].flatMap(([path, gone]) => takenApart(path, gone, files.root, look)),
    ...placed.flatMap(({ path, words }) => [...words, path]),
    // What is mounted below stays as it is.
    ...['/dev', ...(plan.network === 'none' ? ['/sys'] : []), ...opened.keys()].flatMap((path) => [
      '--remount-ro',
      path,
    ]),
    ...Object.entries(env).flatMap(([name, value]) => ['--setenv', name, value]),
    ...['--chdir', plan.cwd],
    ...['--', INIT_PROGRAM_TARGET],
  ];
}

function isIn(mount: Mount, other: Mount): boolean {
  const isWritable = other.kind === 'bind' && other.access === 'read-write';
  return isWritable && liesBelow(mount.target, other.target);
}

/** What init sees to inside, as bubblewrap cannot. */
export function guardOptions({ security, user, limits }: LaunchPlan): readonly string[] {
  return [
    ...['--seccomp', security.seccomp],
    // Those of root the kernel does not count.
    ...(user.uid === 0 ? [] : ['--processes', String(limits.pids)]),
  ];
}

/** A sysfs shows the network that it was mounted in, and only that of the host is there to be had. */
function systemFiles({ network }: LaunchPlan): readonly Placed[] {
  if (network !== 'none') return [place('/sys', 'directory', ['--ro-bind', '/sys'])];
  const kept = '/sys/devices/system';
  return [
    place('/sys', 'directory', ['--tmpfs']),
    place(kept, 'directory', ['--ro-bind-try', kept]),
  ];
}

/** Without a file of that name outside there is none inside either. */
function namesOfHosts({ hosts }: SandboxFiles): readonly Placed[] {
  if (hosts !== undefined) return [place('/etc/hosts', 'file', ['--ro-bind', hosts])];
  const ofTheHost = ['/etc/hosts', '/etc/resolv.conf'];
  return ofTheHost.map((path) => place(path, 'file', ['--ro-bind-try', path]));
}

function place(path: string, kind: Target['kind'], words: readonly string[]): Placed {
  return { path, kind, words };
}

/** Not the user's session: init makes one for the tool. Of root's capabilities, none is kept. */
function namespaces({ user, network }: LaunchPlan): readonly string[] {
  const isRoot = user.uid === 0;
  return [
    ...(isRoot ? [] : ['--unshare-user', '--uid', String(user.uid), '--gid', String(user.gid)]),
    ...['--cap-drop', 'ALL'],
    // With it init empties the bounding set, and drops it; in a namespace of the user's own init has it anyhow.
    ...(isRoot ? ['--cap-add', 'CAP_SETPCAP'] : []),
    ...['--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try'],
    ...(network === 'none' ? ['--unshare-net'] : []),
    ...['--clearenv', '--die-with-parent', '--as-pid-1'],
  ];
}

function placedMount(mount: Mount, kindOf: (source: string) => 'directory' | 'file'): Placed {
  if (mount.kind === 'private') {
    const mode = mount.mode.toString(8).padStart(4, '0');
    return place(mount.target, 'directory', ['--perms', mode, '--tmpfs']);
  }
  const how = mount.access === 'read-only' ? '--ro-bind' : '--bind';
  return place(mount.target, kindOf(mount.source), [how, mount.source]);
}

/** A directory of the image made anew in memory, with what lies in it but for what makes way. */
function takenApart(
  path: string,
  gone: ReadonlySet<string>,
  root: string,
  look: LookIntoRoot,
): readonly string[] {
  const directory = look(path);
  if (directory?.kind !== 'directory') return [];
  const mode = directory.mode.toString(8).padStart(4, '0');
  return [
    // The root itself is bubblewrap's own, and in memory already.
    ...(path === '/' ? [] : ['--perms', mode, '--tmpfs', path]),
    ...directory.names
      .filter((name) => !gone.has(name))
      .flatMap((name) => {
        const inside = path === '/' ? `/${name}` : `${path}/${name}`;
        const entry = look(inside);
        if (entry?.kind === 'link') return ['--symlink', entry.target, inside];
        return ['--ro-bind', `${root}${inside}`, inside];
      }),
  ];
}
