import type { EngineName } from '../config/config.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import { unreachable } from '../kernel/unreachable.ts';
import { chooseAmong, STRATEGIES, type EngineChoice } from './discover.ts';
import type { EngineProblem } from './engine.ts';
import type { Environment, Finding, Strategy } from './finding.ts';
import { inTime } from './in-time.ts';
import { noAnswerInTime } from './problems.ts';

/** What is known of one engine on this machine. */
export type SurveyedEngine = { readonly engine: EngineName } & Seen;

type Seen =
  | { readonly state: 'usable'; readonly at: string; readonly version: string }
  | { readonly state: 'unusable'; readonly at?: string; readonly problem: EngineProblem }
  /** No trace of it. */
  | { readonly state: 'not there'; readonly because: string };

export interface Survey {
  /** In the order in which they are looked for. */
  readonly engines: readonly SurveyedEngine[];
  /** The one that a launch would take, or why it would take none. Nobody asks it whether it answers, then. */
  readonly launch: Result<EngineName, EngineProblem>;
}

/** In milliseconds; an engine that is well answers in a few. */
const PATIENCE = 3_000;

/**
 * Looks at every engine, and unlike a launch asks each what it is: all at once. One that does not answer in time is
 * unusable.
 */
export function surveyEngines(choice: EngineChoice, env: Environment): Promise<Survey> {
  return surveyAmong(STRATEGIES, choice, env, PATIENCE);
}

/** `surveyEngines` over a table and with a patience of one's own. */
export async function surveyAmong(
  strategies: readonly Strategy[],
  choice: EngineChoice,
  env: Environment,
  patience: number,
): Promise<Survey> {
  const looked = await Promise.all(
    strategies.map(async ({ engine, look }) => {
      const late: Finding = { kind: 'unusable', because: noAnswerInTime(engine, patience) };
      const finding = await inTime(patience, late, () => look(env));
      return { engine, finding, seen: await ask(engine, finding, patience) };
    }),
  );
  const known = looked.map(({ engine, finding }) => {
    return { engine, look: () => Promise.resolve(finding) };
  });
  const chosen = await chooseAmong(known, choice, env);
  return {
    engines: looked.map(({ engine, seen }) => ({ engine, ...seen })),
    launch: chosen.ok ? ok(chosen.value.engine) : chosen,
  };
}

async function ask(engine: EngineName, finding: Finding, patience: number): Promise<Seen> {
  switch (finding.kind) {
    case 'not-applicable':
      return { state: 'not there', because: finding.because };
    case 'unusable':
      return { state: 'unusable', problem: finding.because };
    case 'usable': {
      const { at } = finding;
      const late = err(noAnswerInTime(engine, patience, at));
      const said = await inTime(patience, late, (signal) => finding.version(signal));
      return said.ok
        ? { state: 'usable', at, version: said.value }
        : { state: 'unusable', at, problem: said.error };
    }
    default:
      return unreachable(finding);
  }
}
