import type { EngineName } from '../config/config.ts';
import type { Located } from '../kernel/place.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import { lookForPodman, placesOfPodman } from './docker/look-for-podman.ts';
import { placesOfDocker } from './docker/address.ts';
import { lookForDocker } from './docker/look.ts';
import { lookForEmbedded, placesOfEmbedded } from './embedded/look.ts';
import type { Donor } from './donor.ts';
import type { Engine, EngineProblem } from './engine.ts';
import type { EngineSettings, Environment, Strategy, UsableFinding } from './finding.ts';
import { noneFound } from './problems.ts';

/** The engines that Tackle can drive, in the order in which they are looked for. */
export const STRATEGIES: readonly Strategy[] = [
  { engine: 'docker', look: lookForDocker },
  { engine: 'podman', look: lookForPodman },
  { engine: 'embedded', look: (env) => lookForEmbedded(env, () => donorsAmong(STRATEGIES, env)) },
];

/** The engines here that have images for another. */
async function donorsAmong(
  strategies: readonly Strategy[],
  env: Environment,
): Promise<readonly Donor[]> {
  const found = await Promise.all(strategies.map(({ look }) => look(env)));
  const donors = found.flatMap((each) => (each.kind === 'usable' ? (each.donor ?? []) : []));
  return await Promise.all(donors.map((open) => open()));
}

export interface EngineChoice extends EngineSettings {
  /** What a config, `--engine` or `TACKLE_ENGINE` asks for; only that one is then looked for. */
  readonly engine?: Located<EngineName>;
}

/**
 * Finds the engine to use. Nobody is spoken to: sockets are looked at, and a daemon that listens but
 * does not answer shows up as `engine/unreachable` from the first call.
 *
 * Problems: `engine/unreachable`, `engine/permission-denied`, `engine/unusable`.
 *
 * @param tell which it is, and why, before it is opened
 */
export function discoverEngine(
  choice: EngineChoice,
  env: Environment,
  tell?: (chosen: ChosenEngine) => void,
): Promise<Result<Engine, EngineProblem>> {
  return discoverAmong(STRATEGIES, choice, env, tell);
}

const PLACES: Readonly<Record<EngineName, (env: Environment) => readonly string[]>> = {
  docker: placesOfDocker,
  podman: placesOfPodman,
  embedded: placesOfEmbedded,
};

/** What decides, besides the environment, which engine is found: as long as the same is there, the same one is. */
export function placesOfEngines({ engine }: EngineChoice, env: Environment): readonly string[] {
  if (engine !== undefined) return PLACES[engine.value](env);
  return Object.values(PLACES).flatMap((placesOf) => placesOf(env));
}

/** `discoverEngine` over a table of one's own. */
export async function discoverAmong(
  strategies: readonly Strategy[],
  choice: EngineChoice,
  env: Environment,
  tell?: (chosen: ChosenEngine) => void,
): Promise<Result<Engine, EngineProblem>> {
  const chosen = await chooseAmong(strategies, choice, env);
  if (!chosen.ok) return chosen;
  tell?.(chosen.value);
  return ok(await chosen.value.finding.open(choice));
}

export interface ChosenEngine {
  readonly engine: EngineName;
  readonly finding: UsableFinding;
  /** Those before it that cannot be used, and why, each in one line for people. */
  readonly passedOver: readonly { readonly engine: EngineName; readonly because: string }[];
}

/**
 * The first usable engine wins; else the first reason. One that somebody has said to use, by `DOCKER_HOST` or a
 * context, is the last that is looked for.
 */
export async function chooseAmong(
  strategies: readonly Strategy[],
  choice: EngineChoice,
  env: Environment,
): Promise<Result<ChosenEngine, EngineProblem>> {
  const { engine: asked } = choice;
  const tried = strategies.filter(({ engine }) => asked === undefined || engine === asked.value);
  let problem: EngineProblem | undefined;
  const passedOver: { engine: EngineName; because: string }[] = [];
  for (const { engine, look } of tried) {
    const finding = await look(env);
    if (finding.kind === 'usable') return ok({ engine, finding, passedOver });
    if (finding.kind === 'unusable') {
      if (finding.asked) return err(finding.because);
      problem ??= finding.because;
      passedOver.push({ engine, because: finding.because.message });
    } else passedOver.push({ engine, because: finding.because });
  }
  return err(
    problem ?? noneFound(passedOver.map(({ engine, because }) => `${engine}: ${because}`)),
  );
}
