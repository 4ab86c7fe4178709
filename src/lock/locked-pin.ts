import { printRecipe } from '../catalog/print-recipe.ts';
import { parseReference, printReference } from '../catalog/reference.ts';
import type { PackagesRecipe, Source, Tool } from '../catalog/tool.ts';
import type { Digest } from '../kernel/brand.ts';
import type { Platform } from '../kernel/platform.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import { unreachable } from '../kernel/unreachable.ts';
import { dockerfileKey } from './dockerfile-key.ts';
import type { Lock, LockedImage, LockedPackages, LockEntry } from './lock.ts';
import type { Pin } from './pin.ts';
import { registryPin } from './registry-pin.ts';

/** Why a lock says nothing of what is asked for now. */
export type NotLocked =
  | { readonly kind: 'no-entry' }
  /** What is asked for was changed since, or is of another version or source in this Tackle's catalogue. */
  | { readonly kind: 'asks-otherwise'; readonly locked: string; readonly asked: string }
  /** A file of the Dockerfile's context was changed since. */
  | { readonly kind: 'context-changed'; readonly locked: Digest; readonly now: Digest }
  | { readonly kind: 'not-for-platform'; readonly platform: Platform };

/**
 * What a lock says that the tool is, on a platform.
 * @param context of the Dockerfile as it is now, where the tool comes from one
 */
export function lockedPin(
  tool: Pick<Tool, 'asked' | 'toolbox' | 'source'>,
  lock: Lock,
  platform: Platform,
  context?: Digest,
): Result<Pin, NotLocked> {
  const entry = lock.get(tool.asked);
  if (entry === undefined) return err({ kind: 'no-entry' });
  const locked = entryText(entry);
  const asked = sourceText(tool);
  // The catalogue is the same for all who have this Tackle, and the lock stronger than the catalogue.
  const isCatalogues = tool.toolbox.origin === 'catalogue';
  const fits = isCatalogues
    ? 'version' in entry &&
      entry.version === tool.toolbox.version &&
      isOfCatalogue(entry, tool.source)
    : locked === asked;
  if (!fits) return err({ kind: 'asks-otherwise', locked, asked });
  switch (entry.kind) {
    case 'image':
      return pinOfImage(entry, platform);
    case 'packages':
      return pinOfPackages(entry, platform);
    case 'dockerfile': {
      const { source } = tool;
      if (source.kind !== 'dockerfile' || context === undefined) throw new Error('no Dockerfile');
      if (context !== entry.context) {
        return err({ kind: 'context-changed', locked: entry.context, now: context });
      }
      const bases = Object.fromEntries(entry.bases);
      return ok({ kind: 'dockerfile', source, key: dockerfileKey(context, bases), bases });
    }
  }
}

/**
 * Whether the entry is another state of what the catalogue has. A lock comes with a checkout, which may be a stranger's:
 * it does not say from where a toolbox of the catalogue comes.
 */
function isOfCatalogue(entry: LockEntry, source: Source): boolean {
  if (entry.kind !== 'image' || source.kind !== 'image') return entry.kind === source.kind;
  const locked = parseReference(entry.image);
  const { registry, repository } = source.reference;
  return locked?.registry === registry && locked.repository === repository;
}

/** All that a lock says on a platform, whoever asks for it; what a Dockerfile makes is known by its files alone. */
export function pinsOf(lock: Lock, platform: Platform): readonly Pin[] {
  return [...lock.values()].flatMap((entry): readonly Pin[] => {
    if (entry.kind === 'dockerfile') return [];
    const pin =
      entry.kind === 'image' ? pinOfImage(entry, platform) : pinOfPackages(entry, platform);
    return pin.ok ? [pin.value] : [];
  });
}

function pinOfImage(
  { image, digest, platforms }: LockedImage,
  platform: Platform,
): Result<Pin, NotLocked> {
  const reference = parseReference(image);
  const exact = platforms.get(platform);
  if (reference === undefined || exact === undefined) {
    return err({ kind: 'not-for-platform', platform });
  }
  return ok({ ...registryPin(reference, digest), exact });
}

function pinOfPackages(
  { recipe, platforms }: LockedPackages,
  platform: Platform,
): Result<Pin, NotLocked> {
  const exact = platforms.get(platform);
  if (exact === undefined) return err({ kind: 'not-for-platform', platform });
  return ok({ kind: 'packages', recipe, key: exact.rootfs, exact });
}

/** Why, in words that follow "is not locked: ". */
export function whyNotLocked(reason: NotLocked): string {
  switch (reason.kind) {
    case 'no-entry':
      return '`tackle.lock` has no entry for it';
    case 'asks-otherwise':
      return `\`tackle.lock\` has ${reason.locked}, and ${reason.asked} is asked for now`;
    case 'context-changed':
      return `its Dockerfile or a file beside it was changed: \`tackle.lock\` has the context ${reason.locked}, and it is ${reason.now} now`;
    case 'not-for-platform':
      return `\`tackle.lock\` does not say what it is on \`${reason.platform}\``;
    default:
      return unreachable(reason);
  }
}

/** What was asked for when the entry was written, for people and to compare. */
function entryText(entry: LockEntry): string {
  switch (entry.kind) {
    case 'image':
      return ofVersion(entry.version, `the image \`${entry.image}\``);
    case 'packages':
      return ofVersion(entry.version, recipeText(entry.recipe));
    case 'dockerfile':
      return 'a Dockerfile';
  }
}

function sourceText({ toolbox: { version }, source }: Pick<Tool, 'toolbox' | 'source'>): string {
  switch (source.kind) {
    case 'image':
      return ofVersion(version, `the image \`${printReference(source.reference)}\``);
    case 'packages':
      return ofVersion(version, recipeText(source.recipe));
    case 'dockerfile':
      return 'a Dockerfile';
  }
}

function ofVersion(version: string | undefined, what: string): string {
  return version === undefined ? what : `version ${version}, ${what}`;
}

function recipeText(recipe: PackagesRecipe): string {
  const { debian, packages, npm } = printRecipe(recipe);
  return `packages of \`${debian}\` (${[...packages, ...npm].join(' ')})`;
}
