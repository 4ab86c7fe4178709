import { packageText } from '../catalog/print-recipe.ts';
import type { PackagesRecipe } from '../catalog/tool.ts';
import type { Platform } from '../kernel/platform.ts';
import type { BuildHooks } from './build-hooks.ts';
import { KEYRING, type BuilderMode } from './builder-mode.ts';
import type { DebianArchive } from './debian-sources.ts';

export interface RootfsOrder {
  readonly recipe: PackagesRecipe;
  readonly platform: Platform;
  readonly archives: readonly DebianArchive[];
  readonly mode: BuilderMode;
  readonly hooks: BuildHooks;
  /** A tar file to unpack over the packages. */
  readonly layer?: string;
}

/**
 * Later rules win. Licences stay, as Debian's own small images have it; so do the few texts that are
 * not documentation.
 */
const KEPT_AND_LEFT = [
  'path-exclude=/usr/share/doc/*',
  'path-include=/usr/share/doc/*/copyright',
  'path-exclude=/usr/share/info/*',
  'path-exclude=/usr/share/lintian/*',
  'path-exclude=/usr/share/locale/*',
  'path-include=/usr/share/locale/locale.alias',
  'path-exclude=/usr/share/man/*',
];

/** mmdebstrap's own, replaced by our own hook: apt has nothing to do in a finished image. */
const SKIPPED = ['cleanup/apt', 'cleanup/mmdebstrap'];

/**
 * The words after `mmdebstrap` that write the root file system to its standard output.
 *
 * `essential` is the smallest variant in which every package's own scripts may expect what Debian
 * promises them.
 */
export function mmdebstrapArguments(order: RootfsOrder): readonly string[] {
  const { recipe, platform, archives, mode, hooks, layer } = order;
  const include = recipe.packages.map(packageText).toSorted().join(',');
  return [
    `--mode=${mode}`,
    '--variant=essential',
    '--format=tar',
    '--verbose',
    `--architectures=${platform.slice('linux/'.length)}`,
    `--skip=${SKIPPED.join(',')}`,
    ...KEPT_AND_LEFT.map((rule) => `--dpkgopt=${rule}`),
    ...(include === '' ? [] : [`--include=${include}`]),
    `--setup-hook=${hooks.setup}`,
    `--extract-hook=${hooks.extract}`,
    ...(layer === undefined ? [] : [`--customize-hook=tar-in ${quoted(layer)} /`]),
    `--customize-hook=${hooks.customize}`,
    '--',
    recipe.debian,
    '-',
    ...archives.map(sourceLine),
  ];
}

/** A line of `sources.list(5)`. */
export function sourceLine({ mirror, suite, isSnapshot = false }: DebianArchive): string {
  const options = [`signed-by=${KEYRING}`, ...(isSnapshot ? ['check-valid-until=no'] : [])];
  return `deb [${options.join(' ')}] ${mirror} ${suite} main`;
}

/** For Perl's `shellwords`, which reads a special hook: as in a shell, within double quotes. */
function quoted(path: string): string {
  return `"${path.replaceAll(/["\\]/g, '\\$&')}"`;
}
