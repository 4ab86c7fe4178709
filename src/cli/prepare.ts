import { existsSync } from 'node:fs';
import { OF_THE_IMAGE } from '../plan/arguments-outside.ts';
import { rulesOf } from '../plan/plan-launch.ts';
import type { PreparedCarrier } from '../engines/engine.ts';
import { offerOtherSources } from '../engines/problems.ts';
import { placesOfConfigs } from '../host/config-texts.ts';
import { lockFileOf } from '../host/lock-file.ts';
import { untilSettled } from '../host/observe.ts';
import { canWritePrepared, writePrepared } from '../host/prepared-files.ts';
import type { PlacesOfRepository } from '../host/repository-files.ts';
import type { AbsolutePath } from '../kernel/brand.ts';
import { absolutePathOf, commandNameOf } from '../kernel/brand.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { Work } from '../kernel/work.ts';
import type { Guards, Prepared, PreparedFor, PreparedWay, Sight } from '../prepared/prepared.ts';
import { nameOfPrepared, printPrepared } from '../prepared/print-prepared.ts';
import type { AnyProblem } from './any-problem.ts';
import { checkTrust } from './check-trust.ts';
import type { CommandMain, Context, Outcome } from './command.ts';
import { failed } from './command.ts';
import {
  chooseTool,
  makePlan,
  type Chosen,
  type LaunchRequest,
  type Planned,
} from './make-plan.ts';
import { guardsOf, guardsOfConfigs, withCarrier } from './prepared-guards.ts';
import { askedToPrepare } from './tool-request.ts';
import { ledgersHere } from './trust-here.ts';
import { workVisibly } from './work-visibly.ts';

/** The status that tells `native/launch/node.c` to have Node run the command: nothing could be written down for it. */
const TAKES_NODE: Outcome = { kind: 'exited', status: 3 };

/**
 * `tackle +prepare PROJECT COMMAND`, for `native/launch` alone: makes the command's image present and writes down how to run
 * it at the project's root, and until when that holds. `PROJECT` and `COMMAND` are what it is found by (`PreparedFor`). The
 * word `here` after them says that no config was found, and that `PROJECT` is the working directory.
 */
export const main: CommandMain = async (
  { words: [project = '', command = '', place] },
  context,
) => {
  const found = absolutePathOf(project);
  if (found === undefined) return TAKES_NODE;
  const since = await untilSettled(placesOfConfigs(found, found, context.env));
  // A toolbox is not looked up in them.
  const isNamed = place === 'here' && commandNameOf(command) !== undefined;
  const files = isNamed ? await placesOfFiles(context) : undefined;
  const read = [
    ...placesOfConfigs(found, found, context.env),
    lockFileOf(found),
    ...(files?.byContents ?? []),
  ];
  const thereBefore = read.filter((path) => existsSync(path));
  const request: LaunchRequest = { args: [], atRoot: true, ...askedToPrepare(command) };
  const chosen = await chooseTool(request, context);
  if (!chosen.ok) return failed(...chosen.error);
  const { here, contexts, root } = chosen.value;
  const { config } = here;
  // Who finds what looks like a config, and is none, finds it from other directories as well.
  if (config.project === undefined && place !== 'here')
    return writeSlow(found, command, since, context);
  const trust = ledgersHere(here, context.env);
  thereBefore.push(...trust.filter((path) => existsSync(path)));
  // Whoever is to be asked, or told, is asked or told by Node.
  if (!(await checkTrust(here, contexts, context.env)).ok) return TAKES_NODE;
  // An engine is not to make anything for what cannot be written down.
  if (!canWritePrepared(context.env)) return TAKES_NODE;
  const isByFiles = config.everyWord !== undefined || root !== config.project?.root;
  const by = { found, trust, thereBefore, ...(isByFiles && files && { files }) };
  const guard = (planned: Planned) => guardsOf({ ...by, planned }, since);
  const prepared = await workVisibly(context, (work) =>
    prepare(request, chosen.value, { context, work, guard, isByFiles }),
  );
  if (prepared === 'changing') return TAKES_NODE;
  if ('kind' in prepared) return prepared;
  if (!prepared.ok) return failed(...prepared.error);
  const { planned, carrier } = prepared.value;
  const ofPlan = prepared.value.guards ?? guard(planned);
  const guards = ofPlan && carrier ? withCarrier(ofPlan, carrier, since) : ofPlan;
  if (guards === undefined) return TAKES_NODE;
  return write(
    {
      ...preparedFor(found, command, planned.from.facts.env),
      guards,
      way: wayOf(planned, carrier),
    },
    context,
  );
};

function preparedFor(
  found: AbsolutePath,
  command: string,
  { TERM = '', LANG = '' }: Context['env'],
): PreparedFor {
  return { project: found, command, variables: { TERM, LANG } };
}

/** That Node is to be started at once, from whichever directory. */
function writeSlow(found: AbsolutePath, command: string, since: number, context: Context): Outcome {
  const guards = guardsOfConfigs(found, context.env, since);
  if (guards !== undefined && canWritePrepared(context.env)) {
    write({ ...preparedFor(found, command, context.env), guards, way: { kind: 'slow' } }, context);
  }
  return TAKES_NODE;
}

/** By which a directory without a config is a project. */
async function placesOfFiles(context: Context): Promise<PlacesOfRepository> {
  const { placesOfProposal } = await import('./find-proposal.ts');
  return placesOfProposal(context);
}

interface Made {
  readonly planned: Planned;
  /** Absent where it takes Node each time. */
  readonly carrier?: PreparedCarrier;
  /** Of the plan, where there was time to look at all of it while the engine was busy. */
  readonly guards?: Guards;
}

interface Making {
  readonly context: Context;
  readonly work: Work;
  readonly guard: (planned: Planned) => Guards | undefined;
  /** What decides over it lies among what tools write. */
  readonly isByFiles: boolean;
}

async function prepare(
  request: LaunchRequest,
  chosen: Chosen,
  { context, work, guard, isByFiles }: Making,
): Promise<Result<Made, readonly AnyProblem[]> | 'changing'> {
  const made = await makePlan(request, chosen, context, work);
  if (!made.ok) return made;
  const { plan, tool, config, findEngine } = made.value;
  // What these are made of is looked at on each launch.
  if (config.everyWord !== undefined || plan.image.kind === 'dockerfile') {
    return ok({ planned: made.value });
  }
  const engine = await findEngine();
  if (!engine.ok) return err([engine.error]);
  if (engine.value.prepare === undefined) return ok({ planned: made.value });
  const image = await engine.value.ensure(plan.image, plan.platform, work);
  if (!image.ok) return err([offerOtherSources(image.error, tool.alternatives)]);
  // Nor is an engine to keep anything for what could not be written down.
  if (isByFiles && guard(made.value) === undefined) return 'changing';
  let guards: Guards | undefined;
  const carrier = await engine.value.prepare(plan, image.value, work, {
    meanwhile: () => {
      guards = guard(made.value);
    },
    isForOnce: chosen.root === undefined,
  });
  if (!carrier.ok) return err([carrier.error]);
  return ok({
    planned: made.value,
    ...(carrier.value && { carrier: carrier.value }),
    ...(guards && { guards }),
  });
}

function write(prepared: Prepared, { env }: Context): Outcome {
  try {
    writePrepared(nameOfPrepared(prepared), printPrepared(prepared), env);
    return { kind: 'exited', status: 0, atOnce: true };
  } catch {
    // A full disk.
    return TAKES_NODE;
  }
}

function wayOf({ plan, from }: Planned, carrier: PreparedCarrier | undefined): PreparedWay {
  if (carrier === undefined) return { kind: 'slow' };
  const sights = (purposes: readonly string[]): readonly Sight[] =>
    plan.mounts.flatMap((mount) =>
      mount.kind === 'bind' && purposes.includes(mount.purpose) ? [mount] : [],
    );
  const project = sights(['project']);
  return {
    project,
    ...(project.length === 0 && { start: plan.cwd }),
    shown: sights(['project', 'git']),
    own: plan.mounts.flatMap(({ kind, target }) => (kind === 'private' ? [target] : [])),
    trees: [...OF_THE_IMAGE],
    environment: rulesOf(from),
    exec: plan.argv,
    init: carrier.init,
    ...carrier.way,
  };
}
