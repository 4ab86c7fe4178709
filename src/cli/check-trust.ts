import type { Project } from '../config/config.ts';
import { realPathOf } from '../host/real-path.ts';
import { liesIn } from '../kernel/path-within.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import { digestOfAll } from '../trust/content.ts';
import { differenceFrom } from '../trust/difference.ts';
import type { Power } from '../trust/power.ts';
import {
  changed,
  contextChanged,
  notEntered,
  notTrusted,
  type TrustProblem,
} from '../trust/problems.ts';
import type { Trusted } from '../trust/records.ts';
import type { Context } from './command.ts';
import { contextsOfAll, digestsIn, type ContextsNow } from './contexts.ts';
import type { WrittenConfig } from './read-surroundings.ts';
import { powersHere, trustHere, type TrustHere } from './trust-here.ts';

/**
 * Whether what the project asks for may be given to it: where it asks for nothing, where the ledger has this very content,
 * or where `TACKLE_TRUST` says so.
 *
 * @param contexts of the tools that are to be used
 */
export async function checkTrust(
  here: WrittenConfig,
  contexts: ContextsNow,
  env: Context['env'],
): Promise<Result<void, TrustProblem>> {
  const { project } = here.config;
  const powers = powersHere(here);
  if (project === undefined || powers.length === 0) return ok(undefined);
  const trust = trustHere(project, here, env);
  if (await isTrustedBy(env['TACKLE_TRUST'] ?? '', trust, here, contexts)) return ok(undefined);
  return judged(trust, powers, contexts);
}

/**
 * Whether a project may put its commands on PATH just by being entered. One that asks for nothing may be run by whoever
 * types its commands; but here nobody types anything, so it has to have been trusted once, as it was then.
 */
export async function checkEntry(
  here: WrittenConfig,
  project: Project,
  env: Context['env'],
): Promise<Result<void, TrustProblem>> {
  // What Dockerfiles are built from is asked about when they are.
  const contexts: ContextsNow = new Map();
  const checked = await checkTrust(here, contexts, env);
  if (!checked.ok)
    return err(checked.error.code === 'trust/changed' ? checked.error : notEntered());
  const trust = trustHere(project, here, env);
  if (trust.records !== undefined && trust.records.trusted.length > 0) return ok(undefined);
  const isTrusted = await isTrustedBy(env['TACKLE_TRUST'] ?? '', trust, here, contexts);
  return isTrusted ? ok(undefined) : err(notEntered());
}

function judged(
  { content, records }: TrustHere,
  powers: readonly Power[],
  contexts: ContextsNow,
): Result<void, TrustProblem> {
  const [newest] = records?.trusted ?? [];
  if (records === undefined || newest === undefined) return err(notTrusted(powers));
  const same = records.trusted.filter((one) => one.content.digest === content.digest);
  if (same.length === 0) return err(changed(differenceFrom(newest, content, powers)));
  const other = Object.keys(digestsIn(contexts)).find((name) => isOther(name, contexts, same));
  return other === undefined ? ok(undefined) : err(contextChanged(other));
}

/** A toolbox that is in none of the records is the user's own. */
function isOther(name: string, contexts: ContextsNow, trusted: readonly Trusted[]): boolean {
  const known = trusted.flatMap((one) =>
    Object.hasOwn(one.contexts, name) ? [one.contexts[name]] : [],
  );
  const now = contexts.get(name);
  return known.length > 0 && now?.ok === true && !known.includes(now.value);
}

/**
 * `TACKLE_TRUST` has, with colons between, directories in which every project is trusted as it is, and the digests that
 * `tackle trust --print` gives.
 */
async function isTrustedBy(
  said: string,
  { root, content }: TrustHere,
  { config }: WrittenConfig,
  contexts: ContextsNow,
): Promise<boolean> {
  const words = said.split(':');
  const directories = words.filter((word) => word.startsWith('/')).map(realPathOf);
  if (directories.some((real) => real !== undefined && liesIn(root, real))) return true;
  const digests = words.filter((word) => /^[0-9a-f]{64}$/.test(word));
  if (digests.length === 0) return false;
  const all = { ...digestsIn(await contextsOfAll(config)), ...digestsIn(contexts) };
  return digests.includes(digestOfAll(content, all));
}
