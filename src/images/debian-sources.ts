import { nearest } from '../kernel/nearest.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { Work } from '../kernel/work.ts';
import { askHttp, reasonOf } from './ask-http.ts';
import { environmentOf, type BuildPlace } from './build-place.ts';
import { badMirror, mirrorUnreachable, unknownSuite } from './debian-problems.ts';
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
}

const DEFAULT_MIRROR = 'http://deb.debian.org/debian';
const SUITES = ['bullseye', 'bookworm', 'trixie', 'forky', 'sid'];
const SUITE = /^[a-z][a-z0-9-]*$/;

/**
 * The archives of a suite: itself, its updates and its security updates, those that there are (a suite
 * that is not released has neither). The mirror is `TACKLE_DEBIAN_MIRROR`, else Debian's own; security
 * updates lie beside it, in `…/debian-security`.
 */
export async function debianSources(
  suite: string,
  where: BuildPlace,
  { signal }: Work,
): Promise<Result<DebianSources, ImagesProblem>> {
  const mirror = environmentOf(where)['TACKLE_DEBIAN_MIRROR'] ?? DEFAULT_MIRROR;
  if (!isHttp(mirror)) return err(badMirror(mirror));
  if (!SUITE.test(suite)) return err(unknownSuite(suite, mirror, nearest(suite, SUITES)));
  const base = mirror.replace(/\/+$/, '');
  const wanted: readonly DebianArchive[] = [
    { mirror: base, suite },
    { mirror: base, suite: `${suite}-updates` },
    { mirror: `${base}-security`, suite: `${suite}-security` },
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
