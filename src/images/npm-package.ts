import * as v from 'valibot';
import type { NpmRequest } from '../catalog/tool.ts';
import { nearest } from '../kernel/nearest.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import { askHttp, reasonOf } from './ask-http.ts';
import {
  npmDamaged,
  npmUnreachable,
  npmUnusable,
  unknownNpmPackage,
  unknownNpmVersion,
} from './npm-problems.ts';
import { interrupted, type ImagesProblem } from './problems.ts';

/** An exact version of a package: where it lies, and how to know it. */
export interface NpmPackage {
  readonly name: string;
  readonly version: string;
  readonly tarball: string;
  /** Base64 of the tarball's SHA-512. */
  readonly sha512: string;
  /** Word to type → path of the program in the package. */
  readonly bin: ReadonlyMap<string, string>;
}

const Names = v.union([v.array(v.string()), v.boolean()]);
const Version = v.object({
  bin: v.optional(v.union([v.string(), v.record(v.string(), v.string())]), {}),
  dependencies: v.optional(v.record(v.string(), v.string()), {}),
  bundleDependencies: v.optional(Names, []),
  hasInstallScript: v.optional(v.boolean(), false),
  dist: v.object({ tarball: v.string(), integrity: v.optional(v.string(), '') }),
});
type Version = v.InferOutput<typeof Version>;

/** "Abbreviated metadata": what `npm install` itself asks for. */
const ABBREVIATED = 'application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8';
const Metadata = v.object({ versions: v.record(v.string(), v.unknown()) });

/** Asks the registry about a package whose name no longer holds `{arch}`. */
export async function findNpmPackage(
  { name, version }: NpmRequest,
  registry: string,
  signal: AbortSignal,
): Promise<Result<NpmPackage, ImagesProblem>> {
  const versions = await versionsOf(name, registry, signal);
  if (!versions.ok) return versions;
  const subject = `${name}@${version}`;
  if (!Object.hasOwn(versions.value, version)) {
    return err(unknownNpmVersion(name, version, nearest(version, Object.keys(versions.value))));
  }
  const read = v.safeParse(Version, versions.value[version]);
  if (!read.success) return err(npmUnusable(subject, 'the registry describes it in an odd way'));
  const { dist } = read.output;
  const why = whyUnusable(read.output);
  if (why !== undefined) return err(npmUnusable(subject, why));
  const sha512 = /(?:^|\s)sha512-([A-Za-z0-9+/=]+)/.exec(dist.integrity)?.[1];
  if (sha512 === undefined) return err(npmDamaged(subject, 'it announces no SHA-512'));
  const tarball = atRegistry(dist.tarball, registry);
  return ok({ name, version, tarball, sha512, bin: programs(name, read.output.bin) });
}

async function versionsOf(
  name: string,
  registry: string,
  signal: AbortSignal,
): Promise<Result<Readonly<Record<string, unknown>>, ImagesProblem>> {
  const url = `${registry}/${name.replace('/', '%2f')}`;
  const answer = await askHttp({ url, headers: { Accept: ABBREVIATED }, signal });
  if (answer.kind === 'interrupted') return err(interrupted('asking the npm registry'));
  if (answer.kind === 'silent') return err(npmUnreachable(registry, answer.why));
  const { response } = answer;
  if (response.status === 404) return err(unknownNpmPackage(name, registry));
  if (!response.ok) return err(npmUnreachable(registry, `${url}: ${String(response.status)}`));
  try {
    return ok(v.parse(Metadata, await response.json()).versions);
  } catch (error) {
    if (signal.aborted) return err(interrupted('asking the npm registry'));
    return err(npmUnreachable(registry, `${url}: ${reasonOf(error)}`));
  }
}

function whyUnusable(version: Version): string | undefined {
  if (version.hasInstallScript) return 'it has a script to run when it is installed';
  const { bundleDependencies: bundled } = version;
  if (bundled === true) return undefined;
  const carried = new Set(bundled === false ? [] : bundled);
  const missing = Object.keys(version.dependencies).filter((name) => !carried.has(name));
  if (missing.length === 0) return undefined;
  return `it needs other packages: ${missing.map((name) => `\`${name}\``).join(', ')}`;
}

/** A single program is called as the package is, without its scope. */
function programs(name: string, bin: Version['bin']): ReadonlyMap<string, string> {
  if (typeof bin !== 'string') return new Map(Object.entries(bin));
  return new Map([[name.slice(name.indexOf('/') + 1), bin]]);
}

/**
 * npm's `replace-registry-host`: mirrors often hand out addresses of the public registry, which may be
 * out of reach where a mirror is needed.
 */
function atRegistry(tarball: string, registry: string): string {
  const publicHost = 'https://registry.npmjs.org/';
  if (!tarball.startsWith(publicHost)) return tarball;
  return `${registry}/${tarball.slice(publicHost.length)}`;
}
