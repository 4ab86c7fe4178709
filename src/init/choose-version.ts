import type { CatalogToolbox } from '../catalog/catalog.ts';
import { findVersion } from '../catalog/find-version.ts';
import { nearestVersion } from '../catalog/nearest-version.ts';
import { newestFirst, numbersOf } from '../catalog/version-order.ts';
import type { ToolboxVersion } from '../kernel/brand.ts';
import { toolboxVersionOf } from '../kernel/brand.ts';
import type { Choice } from './choice.ts';
import type { Fact } from './finding.ts';
import type { Range } from './range.ts';
import { accepts } from './range.ts';
import type { Wish } from './wish.ts';

type Names = readonly ToolboxVersion[];

/**
 * The newest version of the catalogue that all of the facts agree on. Each in its turn leaves of the versions what it can do
 * with; one that could do with none of those left is passed over, and is against the choice. Where the catalogue has nothing that the
 * first asks for, what is next to that is taken.
 *
 * @param facts of this toolbox, the one that is listened to first before the others
 */
export function chooseVersion(toolbox: CatalogToolbox, facts: Choice['facts']): Choice {
  let left: Names = knownVersions(toolbox, facts);
  const heard: Fact[] = [];
  const against: Fact[] = [];
  let isNearest = false;
  for (const fact of facts) {
    if (fact.wish === undefined) continue;
    const good = granted(fact.wish, toolbox, left);
    const isFirst = heard.length === 0;
    if (good.length > 0) left = good;
    else if (isFirst) {
      left = [nextTo(fact.wish, toolbox)];
      isNearest = true;
    }
    if (good.length > 0 || isFirst) heard.push(fact);
    else if (!left.includes(nextTo(fact.wish, toolbox))) against.push(fact);
  }
  const [first = facts[0], ...others] = heard;
  const rest = facts.filter(
    (fact) => fact !== first && !against.includes(fact) && !others.includes(fact),
  );
  return {
    toolbox,
    version:
      heard.length === 0
        ? toolbox.default.version
        : asWritten(first, toolbox, preferred(toolbox, left, heard)),
    facts: [first, ...others, ...rest],
    isNearest,
    against,
  };
}

/** All that are numbers, with those exact ones that a fact names and the toolbox can build; newest first. */
function knownVersions(toolbox: CatalogToolbox, facts: readonly Fact[]): Names {
  const listed = toolbox.versions.map(({ version }) => version);
  const asked = facts
    .flatMap(({ wish }) => (wish === undefined ? [] : rangeOf(wish, toolbox).flat()))
    .map(({ numbers }) => numbers.join('.') as ToolboxVersion)
    .filter((version) => numbersOf(version)?.length === 3 && findVersion(toolbox, version));
  return [...new Set([...listed, ...asked])].filter((name) => numbersOf(name)).sort(newestFirst);
}

function granted(wish: Wish, toolbox: CatalogToolbox, names: Names): Names {
  if (wish.kind === 'newest') return names;
  if (wish.kind === 'named') {
    const version = findVersion(toolbox, wish.name as ToolboxVersion)?.version;
    if (version === undefined) return names;
    return numbersOf(version) === undefined ? [version] : names.filter((name) => name === version);
  }
  const range = rangeOf(wish, toolbox);
  return names.filter((name) => accepts(range, numbersOf(name) ?? []));
}

/**
 * The newest of what is left, as those who were heard like it best. From the default version on, and where nobody asks for just the
 * newest, one goes first that comes from the source which the toolbox takes by itself: of an image nothing has to be built.
 */
function preferred(toolbox: CatalogToolbox, left: Names, heard: readonly Fact[]): ToolboxVersion {
  let best = left;
  for (const { wish } of heard) {
    if (wish?.kind !== 'range' || wish.prefers === undefined) continue;
    const { prefers } = wish;
    const liked = best.filter((name) => accepts(prefers, numbersOf(name) ?? []));
    if (liked.length > 0) best = liked;
  }
  const recent = best.slice(0, best.indexOf(toolbox.default.version) + 1);
  const usual = recent.filter((name) => findVersion(toolbox, name)?.sources[toolbox.source]);
  const isNewest = heard.some(({ wish }) => wish?.kind === 'newest');
  const [newest] = usual.length > 0 && !isNewest ? usual : best;
  if (newest === undefined) throw new Error('each step leaves at least one version');
  return newest;
}

/** The version by another name that the catalogue has for it, where just that is asked for: `10` for `10.24.1`. */
function asWritten(
  { wish }: Fact,
  toolbox: CatalogToolbox,
  version: ToolboxVersion,
): ToolboxVersion {
  const [bound, ...more] = wish?.kind === 'range' ? wish.range.flat() : [];
  if (bound?.is !== '=' || more.length > 0) return version;
  const asked = toolboxVersionOf(bound.numbers.join('.'));
  return asked !== undefined && findVersion(toolbox, asked)?.version === version ? asked : version;
}

/**
 * What comes next to something that the catalogue lacks: the line that it lies in (`3.8` for `3.8.10`), else what is newer, by as little as
 * possible and within the same major version, else whatever is nearest.
 */
function nextTo(wish: Wish, toolbox: CatalogToolbox): ToolboxVersion {
  const numbers = wish.kind === 'range' ? (rangeOf(wish, toolbox)[0]?.[0]?.numbers ?? []) : [];
  const names = toolbox.versions.map(({ version }) => version);
  const known = names.flatMap((name) => {
    const own = numbersOf(name);
    return own === undefined ? [] : [{ name, own }];
  });
  const lines = known.filter(({ own }) => own.every((number, at) => number === numbers[at]));
  const line = lines.sort((a, b) => b.own.length - a.own.length)[0];
  if (line !== undefined) return line.name;
  const newer = known.filter(
    ({ own }) => own[0] === numbers[0] && accepts([[{ is: '>=', numbers }]], own),
  );
  const least = newer.filter(({ own }) => own.length < 3).at(-1) ?? newer.at(-1);
  const nearest = least?.name ?? nearestVersion(numbers.join('.'), names);
  return (nearest as ToolboxVersion | undefined) ?? toolbox.default.version;
}

/** Java 8 is called 1.8 as well. */
function rangeOf(wish: Wish, { name }: CatalogToolbox): Range {
  if (wish.kind !== 'range') return [];
  if ((name as string) !== 'java') return wish.range;
  return wish.range.map((bounds) =>
    bounds.map((bound) => {
      const [major, ...minor] = bound.numbers;
      return major === 1 && minor.length > 0 ? { ...bound, numbers: minor } : bound;
    }),
  );
}
