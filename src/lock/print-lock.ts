import { printRecipe } from '../catalog/print-recipe.ts';
import { PLATFORMS, type Platform } from '../kernel/platform.ts';
import { unreachable } from '../kernel/unreachable.ts';
import type { ExactManifest, ExactNpmPackage, ExactPackage, ExactPackages } from './exact.ts';
import type { Lock, LockEntry } from './lock.ts';

/** Raised when a reader of today would take a lock file of tomorrow for something else. */
export const LOCK_FORMAT = 1;

const HEAD = `# What the tools of this project are, exactly. Commit this file.
# \`tackle lock\` writes what is missing, \`tackle update\` what is newer.
lock = ${LOCK_FORMAT}
`;

/**
 * The text of \`tackle.lock\`, which is TOML: the same for equal locks, in whatever order they were put together. One
 * fact a line, so that what two branches add is merged as text.
 */
export function printLock(lock: Lock): string {
  const entries = [...lock].sort(byText(([asked]) => asked));
  return [HEAD, ...entries.map(([asked, entry]) => entryText(asked, entry))].join('\n');
}

function entryText(asked: string, entry: LockEntry): string {
  const at = ['toolbox', asked];
  switch (entry.kind) {
    case 'image':
      return [
        table(at, [
          ...version(entry),
          ['image', text(entry.image)],
          ['digest', text(entry.digest)],
        ]),
        ...platformTables(at, entry.platforms, manifestLines),
      ].join('\n');
    case 'packages': {
      const { debian, packages, npm } = printRecipe(entry.recipe);
      const asked: Lines = [
        ...version(entry),
        ['debian', text(debian)],
        ['packages', list(packages)],
        ...(npm.length === 0 ? [] : [['npm', list(npm)] as const]),
      ];
      return [table(at, asked), ...platformTables(at, entry.platforms, packagesLines)].join('\n');
    }
    case 'dockerfile': {
      const bases = [...entry.bases].sort(byText(([base]) => base));
      const head = table(at, [['context', text(entry.context)]]);
      if (bases.length === 0) return head;
      const lines = bases.map(([base, digest]) => [key(base), text(digest)] as const);
      return `${head}\n${table([...at, 'bases'], lines)}`;
    }
    default:
      return unreachable(entry);
  }
}

type Lines = readonly (readonly [name: string, value: string])[];

function platformTables<Exact>(
  at: readonly string[],
  platforms: ReadonlyMap<Platform, Exact>,
  linesOf: (exact: Exact) => Lines,
): readonly string[] {
  return PLATFORMS.flatMap((platform) => {
    const exact = platforms.get(platform);
    return exact === undefined ? [] : [table([...at, platform], linesOf(exact))];
  });
}

function version(entry: { readonly version?: string }): Lines {
  return entry.version === undefined ? [] : [['version', text(entry.version)]];
}

function manifestLines({ manifest, config }: ExactManifest): Lines {
  return [
    ['manifest', text(manifest)],
    ['config', text(config)],
  ];
}

function packagesLines({ rootfs, epoch, snapshot, packages, npm }: ExactPackages): Lines {
  return [
    ['rootfs', text(rootfs)],
    ['epoch', String(epoch)],
    ...(snapshot === undefined ? [] : [['snapshot', text(snapshot)] as const]),
    ['packages', list(packages.map(packageText))],
    ...(npm.length === 0 ? [] : [['npm', list(npm.map(npmText))] as const]),
  ];
}

function packageText({ name, version, architecture, digest }: ExactPackage): string {
  return `${name} ${version} ${architecture} ${digest}`;
}

function npmText({ name, version, integrity }: ExactNpmPackage): string {
  return `${name}@${version} ${integrity}`;
}

function table(path: readonly string[], lines: Lines): string {
  const head = `[${path.map(key).join('.')}]\n`;
  return head + lines.map(([name, value]) => `${name} = ${value}\n`).join('');
}

function key(name: string): string {
  return /^[A-Za-z0-9_-]+$/.test(name) ? name : text(name);
}

/** A basic string of TOML escapes as JSON does, and DEL besides. */
function text(value: string): string {
  return JSON.stringify(value).replaceAll('\x7f', '\\u007f');
}

/** Each on a line of its own, in alphabetical order. */
function list(values: readonly string[]): string {
  if (values.length === 0) return '[]';
  const sorted = [...values].sort(byText((value) => value));
  return `[\n${sorted.map((value) => `  ${text(value)},\n`).join('')}]`;
}

/** By code units: in no language, and so the same everywhere. */
function byText<T>(textOf: (value: T) => string): (a: T, b: T) => number {
  return (a, b) => {
    const [first, second] = [textOf(a), textOf(b)];
    return first < second ? -1 : first > second ? 1 : 0;
  };
}
