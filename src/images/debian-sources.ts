import { nearest } from '../kernel/nearest.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { Work } from '../kernel/work.ts';
import { askHttp, reasonOf } from './ask-http.ts';
import type { Environment } from '../host/environment.ts';
import { environmentOf, type BuildPlace } from './build-place.ts';
import { badMirror, badSnapshot, mirrorUnreachable, unknownSuite } from './debian-problems.ts';
import { interrupted, type ImagesProblem } from './problems.ts';

/** Where a suite's packages come from, today. */
export interface DebianSources {
  /** Lines as `sources.list(5)` has them, without options. They may hold credentials. */
  readonly archives: readonly DebianArchive[];
  /**
   * Seconds since 1970: the newest `Date:` of the archives' Release files. No package of theirs holds
   * a file that is newer, so clamping times to it changes none, and every machine that builds from the
   * same state of the archive takes the same.
   */
  readonly epoch: number;
}

export interface DebianArchive {
  readonly mirror: string;
  readonly suite: string;
  /** An old state of it, whose list is past the time until which it was valid. */
  readonly isSnapshot?: boolean;
}

const DEFAULT_MIRROR = 'http://deb.debian.org/debian';
const DEFAULT_SNAPSHOTS = 'http://snapshot.debian.org/archive';
const TIME = /^\d{8}T\d{6}Z$/;
const SUITES = ['bullseye', 'bookworm', 'trixie', 'forky', 'sid'];
const SUITE = /^[a-z][a-z0-9-]*$/;

/**
 * The archives of a suite: itself, its updates and its security updates, those that there are (a suite
 * that is not released has neither). The mirror is `TACKLE_DEBIAN_MIRROR`, else Debian's own; security
 * updates lie beside it, in `…/debian-security`.
 *
 * @param snapshot `20260131T000000Z`: as they were then, from `TACKLE_DEBIAN_SNAPSHOT`, else Debian's own
 */
export async function debianSources(
  suite: string,
  where: BuildPlace,
  { signal }: Work,
  snapshot?: string,
): Promise<Result<DebianSources, ImagesProblem>> {
  if (snapshot !== undefined && !TIME.test(snapshot)) return err(badSnapshot(snapshot));
  const { mirror, security } = mirrors(environmentOf(where), snapshot);
  if (!isHttp(mirror)) return err(badMirror(mirror));
  if (!SUITE.test(suite)) return err(unknownSuite(suite, mirror, nearest(suite, SUITES)));
  const state = snapshot === undefined ? {} : { isSnapshot: true };
  const wanted: readonly DebianArchive[] = [
    { mirror, suite, ...state },
    { mirror, suite: `${suite}-updates`, ...state },
    { mirror: security, suite: `${suite}-security`, ...state },
  ];
  const asked = await Promise.all(wanted.map((archive) => releaseDate(archive, signal)));
  const archives: DebianArchive[] = [];
  let epoch = 0;
  for (const [index, date] of asked.entries()) {
    if (!date.ok) return date;
    const archive = wanted[index];
    if (date.value === undefined || archive === undefined) continue;
    archives.push(archive);
    epoch = Math.max(epoch, date.value);
  }
  if (archives[0]?.suite === suite) return ok({ archives, epoch });
  return err(unknownSuite(suite, mirror, nearest(suite, SUITES)));
}

function mirrors(
  env: Environment,
  snapshot: string | undefined,
): { readonly mirror: string; readonly security: string } {
  if (snapshot !== undefined) {
    const base = (env['TACKLE_DEBIAN_SNAPSHOT'] ?? DEFAULT_SNAPSHOTS).replace(/\/+$/, '');
    const at = (archive: string) => `${base}/${archive}/${snapshot}`;
    return { mirror: at('debian'), security: at('debian-security') };
  }
  const mirror = (env['TACKLE_DEBIAN_MIRROR'] ?? DEFAULT_MIRROR).replace(/\/+$/, '');
  return { mirror, security: `${mirror}-security` };
}

function isHttp(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** Seconds since 1970, or nothing when the mirror has no such suite. */
async function releaseDate(
  { mirror, suite }: DebianArchive,
  signal: AbortSignal,
): Promise<Result<number | undefined, ImagesProblem>> {
  const url = `${mirror}/dists/${suite}/InRelease`;
  const answer = await askHttp({ url, signal });
  if (answer.kind === 'interrupted') return err(interrupted('looking at the Debian mirror'));
  if (answer.kind === 'silent') return err(mirrorUnreachable(mirror, [answer.why]));
  const { response } = answer;
  if (response.status === 404) return ok(undefined);
  const said = `${url}: ${String(response.status)} ${response.statusText}`;
  if (!response.ok) return err(mirrorUnreachable(mirror, [said]));
  try {
    const date = /^Date: (.+)$/m.exec(await response.text())?.[1];
    const milliseconds = Date.parse(date ?? '');
    if (Number.isNaN(milliseconds)) return err(badMirror(mirror));
    return ok(Math.floor(milliseconds / 1000));
  } catch (error) {
    if (signal.aborted) return err(interrupted('looking at the Debian mirror'));
    return err(mirrorUnreachable(mirror, [reasonOf(error)]));
  }
}
