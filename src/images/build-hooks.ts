import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageText } from '../catalog/print-recipe.ts';
import type { PackagesRecipe } from '../catalog/tool.ts';
import { hexOf } from '../kernel/brand.ts';
import { unreachable } from '../kernel/unreachable.ts';
import type { Platform } from '../kernel/platform.ts';
import type { ExactPackage, ExactPackages } from '../lock/exact.ts';
import { aptPreferences } from './apt-preferences.ts';
import { INSTALLED, linesAfter, OFFERED } from './package-lines.ts';
import { TIDY_TEX } from './tidy-tex.ts';

/** Programs that mmdebstrap runs on the host, the root file system as their argument. */
export interface BuildHooks {
  /** Before anything is in it. */
  readonly setup: string;
  /** When apt knows the packages of the suite, and none is installed. */
  readonly extract: string;
  /** When all are installed. */
  readonly customize: string;
}

/** What the extract hook prints before a word that would have been right: a package, maybe a version. */
export const KNOWN = 'tackle: known ';

/** What the hooks are for. */
export interface HooksOrder {
  readonly recipe: PackagesRecipe;
  readonly platform: Platform;
  /** What may be installed, and nothing else. */
  readonly exact?: ExactPackages | undefined;
}

/** Throws what the file system throws. */
export async function writeHooks(
  { recipe, platform, exact }: HooksOrder,
  directory: string,
): Promise<BuildHooks> {
  const write = async (name: string, commands: string) => {
    const file = join(directory, name);
    await writeFile(file, `#!/bin/sh\nset -eu\n${commands}`);
    // Whatever the umask: an ordinary user's subordinate ids run it.
    await chmod(file, 0o755);
    return file;
  };
  return {
    setup: await write('before-installing', before(platform) + prefer(exact)),
    extract: await write(
      'check-packages',
      exact === undefined ? check(recipe) : checkLocked(exact.packages),
    ),
    customize: await write('after-installing', AFTER),
  };
}

/**
 * `/bin` and its like are links into `/usr` from the start, in every suite. In bookworm the package
 * that turns directories into such links (`usrmerge`) would bring the whole of Perl along; without it
 * apt takes `usr-is-merged`, which only looks.
 *
 * Some packages (OpenJDK, PostgreSQL's client) fail to install where `/usr/share/man/man1` is missing.
 */
function before(platform: Platform): string {
  return `cd "$1"
for directory in ${mergedDirectories(platform)}; do
  mkdir -p "usr/$directory"
  ln -s "usr/$directory" "$directory"
done
for section in 1 2 3 4 5 6 7 8; do mkdir -p "usr/share/man/man$section"; done
printf 'Package: usrmerge\\nPin: release *\\nPin-Priority: -1\\n' > etc/apt/preferences.d/tackle
`;
}

function prefer(exact: ExactPackages | undefined): string {
  if (exact === undefined) return '';
  return `cat > etc/apt/preferences.d/tackle <<'END'\n${aptPreferences(exact.packages)}END\n`;
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
 * Asks apt for every package before the slow part begins; what it says of a virtual one, which only
 * `install` can choose, is no failure. Names hold nothing that a shell would read.
 */
function check({ packages }: PackagesRecipe): string {
  if (packages.length === 0) return '';
  const names = packages.map(({ name }) => name);
  const beginnings = [...new Set(names.map((name) => name.slice(0, 2)))];
  return `cd "$1"
export APT_CONFIG="$MMDEBSTRAP_APT_CONFIG"
said=$(apt-get download --print-uris ${packages.map(packageText).join(' ')} 2>&1) && exit 0
case $said in
  *'Unable to locate'* | *' was not found'*) ;;
  *) exit 0 ;;
esac
printf '%s\\n' "$said" >&2
for package in ${names.join(' ')}; do
  apt-cache madison "$package" | tr -d ' ' | while IFS='|' read -r name version _; do
    echo '${KNOWN}'"$name $version" >&2
  done
done
for beginning in ${beginnings.join(' ')}; do
  apt-cache pkgnames "$beginning" | sed 's/^/${KNOWN}/' >&2
done
exit 1
`;
}

/** Asks apt for every locked package. One that is another by its digest ends the build before the slow part begins. */
function checkLocked(packages: readonly ExactPackage[]): string {
  const digests = packages.map(({ digest }) => hexOf(digest)).toSorted();
  return `cd "$1"
export APT_CONFIG="$MMDEBSTRAP_APT_CONFIG"
said=$(apt-get download --print-uris ${packages.map(packageText).join(' ')})
digests='${digests.join('\n')}'
test "$(printf '%s\\n' "$said" | sed -n 's/.* SHA256://p' | LC_ALL=C sort)" = "$digests" || {
  printf '%s\\n' "$said" | ${linesAfter(OFFERED)} >&2
  exit 1
}
`;
}

/**
 * Says what is installed while apt's lists are there. Then takes away what is of this machine (its name, its name
 * servers, the mirror) and what is of this hour (logs, lists, backups of the first state), and leaves a file to mount
 * over for all that an engine provides.
 */
const AFTER = `cd "$1"
export APT_CONFIG="$MMDEBSTRAP_APT_CONFIG"
installed=$(dpkg-query --admindir=var/lib/dpkg --show --showformat='\${Package}=\${Version} ')
said=$(apt-get download --print-uris $installed)
printf '%s\\n' "$said" | ${linesAfter(INSTALLED)} >&2
rm -rf etc/apt/sources.list etc/apt/preferences.d/tackle etc/apt/apt.conf.d/??mmdebstrap
rm -rf etc/dpkg/dpkg.cfg.d/??mmdebstrap var/lib/apt/lists/* var/cache/apt/* var/log/apt
rm -f var/lib/dpkg/*-old var/lib/dpkg/lock* var/cache/debconf/*-old
find var/log -type f -name '*.log' -delete
find usr/share/man -type l -delete
: > etc/resolv.conf
: > etc/hostname
chmod 644 etc/resolv.conf etc/hostname
if [ ! -e etc/hosts ]; then printf '127.0.0.1\\tlocalhost\\n::1\\tlocalhost\\n' > etc/hosts; fi
${TIDY_TEX}`;
