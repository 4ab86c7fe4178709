import type { Problem } from '../kernel/problem.ts';

export type HostCode =
  | 'host/no-working-directory'
  | 'host/unsupported-platform'
  | 'host/home-not-usable'
  | 'host/launch-directory-unusable'
  | 'host/log-unusable';
export type HostProblem = Problem<HostCode>;

/** `getcwd(2)` fails: the directory was removed, or one above it may not be read. */
export function noWorkingDirectory(said: string): HostProblem {
  return {
    code: 'host/no-working-directory',
    message: 'the working directory does not exist any more, or may not be read',
    hint: 'change to a directory that exists: `cd ~`',
    detail: [said],
  };
}

/** Its name has bytes that are no text, so no config and no plan can name it. */
export function undecodableWorkingDirectory(shown: string): HostProblem {
  return {
    code: 'host/no-working-directory',
    message: `the working directory's name is not valid UTF-8: \`${shown}\``,
    hint: 'rename the directory, or change to another one',
  };
}

/** Neither of the two processors that images are made for, or a system without users. */
export function unsupportedPlatform(platform: string): HostProblem {
  return {
    code: 'host/unsupported-platform',
    message: `tackle does not run on \`${platform}\``,
    hint: 'use it on Linux or macOS, on x64 or arm64; on Windows, inside WSL',
  };
}

/** The home directory that a toolbox keeps on the host, or a mount point in it, cannot be made ready. */
export function homeNotUsable(
  path: string,
  wanted: 'directory' | 'file',
  said: string,
): HostProblem {
  return {
    code: 'host/home-not-usable',
    message: `the toolbox's home cannot be used: \`${path}\` is not a ${wanted} of yours`,
    hint: `look at it with \`ls -ld '${path}'\`; remove it, or set \`XDG_DATA_HOME\` to a directory that you may write to`,
    detail: [said],
  };
}

/** The directory for sockets of running launches cannot be made or written: a full disk, or somebody else's directory. */
export function launchDirectoryUnusable(said: string): HostProblem {
  return {
    code: 'host/launch-directory-unusable',
    message: 'there is no place for what a launch needs while it runs',
    hint: 'is the disk full, or the directory somebody else’s? `XDG_RUNTIME_DIR` may name another one, of yours alone',
    detail: [said],
  };
}

/** What `TACKLE_LOG` names cannot be added to; the launch itself goes on. */
export function logUnusable(file: string, why: string): HostProblem {
  return {
    code: 'host/log-unusable',
    message: `the launch is not in the log \`${file}\`: ${why}`,
    hint: '`TACKLE_LOG` names a file of yours, in a directory that is there; `TACKLE_LOG=1` tells it here',
  };
}
