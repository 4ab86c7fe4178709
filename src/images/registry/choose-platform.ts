import type { Platform } from '../../kernel/platform.ts';
import type { IndexEntry, MadeFor } from './manifest.ts';

/** The variants that every machine of the platform can run: images often name none. */
const VARIANTS: Readonly<Record<Platform, readonly (string | undefined)[]>> = {
  'linux/amd64': [undefined, 'v1'],
  'linux/arm64': [undefined, 'v8', 'v8.0'],
};

/** Whether every machine of this platform runs what is made for that. */
export function suits({ os, architecture, variant }: MadeFor, platform: Platform): boolean {
  return `${os}/${architecture}` === platform && VARIANTS[platform].includes(variant);
}

/**
 * The entry of an index that is meant for the platform: the first, as other engines choose too. An entry that
 * does not say what it is for is taken when it is the only one; its configuration says it then.
 */
export function choosePlatform(
  entries: readonly IndexEntry[],
  platform: Platform,
): IndexEntry | undefined {
  const found = entries.find((entry) => entry.platform && suits(entry.platform, platform));
  const only = entries.length === 1 ? entries[0] : undefined;
  return found ?? (only?.platform === undefined ? only : undefined);
}

/** The platforms that there are, for people; `unknown/unknown` are attestations and no images. */
export function platformsOf(entries: readonly IndexEntry[]): readonly string[] {
  const names = entries.flatMap(({ platform }) => (platform ? [nameOf(platform)] : []));
  return [...new Set(names)].filter((name) => name !== 'unknown/unknown');
}

export function nameOf({ os, architecture, variant }: MadeFor): string {
  return [os, architecture, ...(variant === undefined ? [] : [variant])].join('/');
}
