import * as v from 'valibot';
import { nearest } from '../kernel/nearest.ts';
import type { Located, Place } from '../kernel/place.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { EngineName, SourceKind } from './config.ts';
import { faultProblems } from './fault-problems.ts';
import { placesIn } from '../kernel/text-places.ts';
import type { ConfigProblem } from './problems.ts';
import { configProblem } from './problems.ts';
import type { Layer } from './read-layer.ts';
import { engineSchema, frozenSchema, logSchema, sourceSchema } from './schema.ts';

/** A snapshot of the environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

const SETTINGS = {
  TACKLE_ENGINE: engineSchema,
  TACKLE_SOURCE: sourceSchema,
  TACKLE_FROZEN: frozenSchema,
  TACKLE_LOG: logSchema,
} as const;
const PREFIX = 'TACKLE_';

/**
 * What `TACKLE_ENGINE`, `TACKLE_SOURCE` and `TACKLE_FROZEN` say; an empty variable says nothing. `TACKLE_LOG` is of each
 * launch by itself, and only looked at. Another variable that begins with `TACKLE_` is somebody else's, unless it is one of these misspelt: that would
 * silently run the tools elsewhere than was asked.
 */
export function readEnvironment(env: Environment): Result<Layer, readonly ConfigProblem[]> {
  const engine = setting('TACKLE_ENGINE', env);
  const source = setting('TACKLE_SOURCE', env);
  const frozen = setting('TACKLE_FROZEN', env);
  const given = [engine, source, frozen, setting('TACKLE_LOG', env)];
  const problems = [...misspelt(env), ...given.flatMap((each) => each.problems)];
  if (problems.length > 0) return err(problems);
  return ok({
    commands: new Map(),
    toolboxes: new Map(),
    ...(engine.value && { engine: engine.value as Located<EngineName> }),
    ...(source.value && { source: source.value as Located<SourceKind> }),
    ...(frozen.value && { frozen: { ...frozen.value, value: frozen.value.value === '1' } }),
    env: [],
    share: [],
    limits: {},
  });
}

function setting(
  name: keyof typeof SETTINGS,
  env: Environment,
): { readonly problems: readonly ConfigProblem[]; readonly value?: Located<string> } {
  const text = env[name];
  if (text === undefined || text === '') return { problems: [] };
  const place = placeOf(name, text);
  const { issues } = v.safeParse(SETTINGS[name], text);
  if (!issues) return { problems: [], value: { value: text, place } };
  const written = { kind: 'scalar', value: text, source: text, place } as const;
  return { problems: faultProblems(written, issues, name) };
}

function misspelt(env: Environment): readonly ConfigProblem[] {
  const known = Object.keys(SETTINGS).map((name) => name.slice(PREFIX.length));
  return Object.keys(env)
    .filter((name) => name.startsWith(PREFIX) && !Object.hasOwn(SETTINGS, name))
    .flatMap((name) => {
      const like = nearest(name.slice(PREFIX.length), known);
      if (like === undefined || env[name] === '') return [];
      const place = placeOf(name, env[name] ?? '');
      const hint = `did you mean \`${PREFIX}${like}\`? Else \`unset ${name}\``;
      return [
        configProblem('config/unknown-variable', place, `there is no variable \`${name}\``, hint),
      ];
    });
}

function placeOf(name: string, text: string): Place {
  return placesIn(name, text)(0, text.length);
}
