import { unreachable } from '../kernel/unreachable.ts';
import type { Platform } from '../plan/launch-plan.ts';

/**
 * Shell, run on the host with the root file system as `$1`, before anything is in it.
 *
 * `/bin` and its like are links into `/usr` from the start, in every suite. In bookworm the package
 * that turns directories into such links (`usrmerge`) would bring the whole of Perl along; without it
 * apt takes `usr-is-merged`, which only looks.
 *
 * Some packages (OpenJDK, PostgreSQL's client) fail to install where `/usr/share/man/man1` is missing.
 */
export function beforeInstalling(platform: Platform): string {
  return `set -eu
for directory in ${mergedDirectories(platform)}; do
  mkdir -p "$1/usr/$directory"
  ln -s "usr/$directory" "$1/$directory"
done
for section in 1 2 3 4 5 6 7 8; do mkdir -p "$1/usr/share/man/man$section"; done
printf 'Package: usrmerge\\nPin: release *\\nPin-Priority: -1\\n' > "$1/etc/apt/preferences.d/tackle"`;
}

/** As debootstrap has them; the loader of amd64 programs is in `/lib64`. */
function mergedDirectories(platform: Platform): string {
  switch (platform) {
    case 'linux/amd64':
      return 'bin sbin lib lib32 lib64 libx32';
    case 'linux/arm64':
      return 'bin sbin lib';
    default:
      return unreachable(platform);
  }
}

/**
 * Shell, run in the same way when everything is installed: takes away what is of this machine (its
 * name, its name servers, the mirror) and what is of this hour (logs, lists, backups of the first
 * state), and leaves a file to mount over for everything an engine provides.
 */
export const afterInstalling = `set -eu
cd "$1"
rm -rf etc/apt/sources.list etc/apt/preferences.d/tackle etc/apt/apt.conf.d/??mmdebstrap
rm -rf etc/dpkg/dpkg.cfg.d/??mmdebstrap var/lib/apt/lists/* var/cache/apt/* var/log/apt
rm -f var/lib/dpkg/*-old var/lib/dpkg/lock* var/cache/debconf/*-old
find var/log -type f -name '*.log' -delete
: > etc/resolv.conf
: > etc/hostname
chmod 644 etc/resolv.conf etc/hostname
if [ ! -e etc/hosts ]; then printf '127.0.0.1\\tlocalhost\\n::1\\tlocalhost\\n' > etc/hosts; fi`;
