import { cacheDir } from '../../host/directories.ts';
import { storedImage } from '../../images/store/stored-image.ts';
import { imageDir } from '../../images/store/store-place.ts';
import type { AbsolutePath, Digest } from '../../kernel/brand.ts';
import { hexOf } from '../../kernel/brand.ts';
import type { Result } from '../../kernel/result.ts';
import { ok } from '../../kernel/result.ts';
import type { LaunchPlan } from '../../plan/launch-plan.ts';
import type { ImageId, LaunchProblem, PreparedCarrier } from '../engine.ts';
import { etcFiles, type EtcFiles } from '../etc-files.ts';
import type { Environment } from '../finding.ts';
import { initProgram } from '../init-program.ts';
import { makePlansMountPoints, mountPointsOf } from '../mount-points.ts';
import { bwrapArguments, guardOptions } from './bwrap-arguments.ts';
import { imageEnvironment } from './image-environment.ts';
import { filesOf } from './root-files.ts';
import { accountsOf, kindOf } from './start.ts';
import { whatItCannotGive } from './what-it-cannot-give.ts';

/** Nothing where the plan asks for what a sandbox cannot give, and where the cache keeps no file. */
export async function prepareSandbox(
  bwrap: string,
  store: AbsolutePath,
  env: Environment,
  plan: LaunchPlan,
  image: ImageId,
): Promise<Result<PreparedCarrier | undefined, LaunchProblem>> {
  const id = image as string as Digest;
  const stored = storedImage(store, id);
  if (stored === undefined || whatItCannotGive(plan) !== undefined) return ok(undefined);
  const ready = makePlansMountPoints(plan);
  if (!ready.ok) return ready;
  const { root, config } = stored;
  const kept = await keptFiles(plan, root, env);
  if (kept === undefined) return ok(undefined);
  const init = initProgram(plan.platform);
  const files = { root, init, ...kept };
  return ok({
    way: {
      kind: 'sandbox',
      program: [
        bwrap,
        ...bwrapArguments(plan, files, imageEnvironment(config), filesOf(root), kindOf),
        ...['--request', '3'],
      ],
      hold: { store, image: hexOf(id) },
    },
    init: guardOptions(plan),
    copied: [],
    madeOf: [
      bwrap,
      init,
      imageDir(store, id),
      root,
      // bubblewrap follows a link that a tool has put there, with all of the machine in reach.
      ...mountPointsOf(plan),
      kept.passwd,
      kept.group,
      ...(kept.hosts === undefined ? [] : [kept.hosts]),
    ],
  });
}

/** Files in /etc that stay for later launches; nothing where they cannot be kept. */
async function keptFiles(
  plan: LaunchPlan,
  root: string,
  env: Environment,
): Promise<EtcFiles | undefined> {
  const accounts = await accountsOf(root);
  return await etcFiles(accounts, plan, cacheDir(env)).catch(() => undefined);
}
