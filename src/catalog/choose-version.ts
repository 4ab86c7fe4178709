import type { Config, SourceKind } from '../config/config.ts';
import { err, ok } from '../kernel/result.ts';
import type { Result } from '../kernel/result.ts';
import type { CatalogSourceKind, CatalogToolbox, CatalogVersion } from './catalog.ts';
import { findVersion, versionNames } from './find-version.ts';
import { nearestVersion } from './nearest-version.ts';
import * as problems from './problems.ts';
import type { CatalogProblem } from './problems.ts';
import type { Request } from './request.ts';

/** A version of a catalogue toolbox with the source it is taken from. */
export interface Chosen {
  readonly toolbox: CatalogToolbox;
  readonly version: CatalogVersion;
  readonly kind: CatalogSourceKind;
  /** `python@3.8`. */
  readonly text: string;
  readonly others: readonly SourceKind[];
}

/**
 * The version that was asked for. Its source is the one that the request names, else the one the
 * configuration names, else the toolbox's own choice; a version that lacks it is a problem, and nothing
 * else is taken in its place.
 */
export function chooseVersion(
  toolbox: CatalogToolbox,
  request: Request,
  config: Config,
): Result<Chosen, CatalogProblem> {
  const version = findVersion(toolbox, request.version);
  if (version === undefined) {
    const asked = request.version ?? toolbox.default.version;
    const names = versionNames(toolbox);
    return err(
      problems.unknownVersion(toolbox.name, asked, names, toolbox.exact.length > 0, request.place),
    );
  }
  const text = `${toolbox.name}@${version.version}`;
  const available = Object.keys(version.sources) as CatalogSourceKind[];
  const asked = request.source ?? config.source;
  const wanted = asked?.value ?? preferred(toolbox, version, available);
  const kind = available.find((candidate) => candidate === wanted);
  if (kind === undefined) {
    const chosenFor = request.source ? 'this-command' : 'everything';
    const elsewhere = nearestWith(wanted, toolbox, version);
    return err(problems.noSuchSource(text, wanted, available, asked?.place, chosenFor, elsewhere));
  }
  const others = available.filter((candidate) => candidate !== kind);
  return ok({ toolbox, version, kind, text, others });
}

/** The nearest version that has the source, as it is typed. */
function nearestWith(
  source: SourceKind,
  toolbox: CatalogToolbox,
  { version }: CatalogVersion,
): string | undefined {
  const having = toolbox.versions.filter(({ sources }) => Object.hasOwn(sources, source));
  const names = having.map((each) => each.version);
  const near = nearestVersion(version, names) ?? names[0];
  return near === undefined ? undefined : `${toolbox.name}@${near}`;
}

function preferred(
  toolbox: CatalogToolbox,
  version: CatalogVersion,
  available: readonly CatalogSourceKind[],
): CatalogSourceKind {
  const [only, ...more] = available;
  if (only !== undefined && more.length === 0) return only;
  return version.source ?? toolbox.source;
}
