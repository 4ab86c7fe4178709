import * as v from 'valibot';
import type { ConfigText, ConfigTexts } from '../kernel/config-texts.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { Config } from './config.ts';
import { faultProblems } from './fault-problems.ts';
import type { ConfigProblem } from './problems.ts';
import { configProblem } from './problems.ts';
import { readDocument } from './read-document.ts';
import type { Environment } from './read-env.ts';
import { readEnvironment } from './read-env.ts';
import type { Layer } from './read-layer.ts';
import { readLayer } from './read-layer.ts';
import { configSchema } from './schema.ts';
import type { WrittenEntry } from './written.ts';
import { entriesOf, plainOf } from './written.ts';

/**
 * The configuration that the texts and the environment make together, the later layer winning:
 * user, project, local, environment (`docs/decisions/0003-config-layers.md`). Commands, toolboxes
 * and single limits win by name; `env` and `share` lists follow one another. Else every fault of every layer.
 *
 * @param load reads one text, of whatever kind that is
 */
export function loadConfig(
  texts: ConfigTexts,
  env: Environment,
  load: LoadLayer = loadLayer,
): Result<Config, readonly ConfigProblem[]> {
  const layers = [...texts.map(load), readEnvironment(env)];
  const problems = layers.flatMap((layer) => (layer.ok ? [] : layer.error));
  if (problems.length > 0) return err(problems);
  const said = layers.flatMap((layer) => (layer.ok ? [layer.value] : []));
  const project = texts.find(({ layer }) => layer === 'project');
  return ok({
    ...(project && { project: { root: project.root, file: project.file } }),
    files: texts.map(({ file }) => file),
    ...layered(said),
  });
}

export type LoadLayer = (text: ConfigText) => Result<Layer, readonly ConfigProblem[]>;

/** What a text in the words of Tackle's own config says. */
export function loadLayer(text: ConfigText): Result<Layer, readonly ConfigProblem[]> {
  const document = readDocument(text);
  if (!document.ok) return document;
  const written = document.value;
  // An empty document and one that says `null` ask for nothing.
  if (written === undefined || (written.kind === 'scalar' && written.value === null)) {
    return ok(readLayer(undefined, text.root));
  }
  const { issues } = v.safeParse(configSchema, plainOf(written));
  if (issues) return err(faultProblems(written, issues));
  const registries = entriesOf(written).find(({ key }) => key === 'registries');
  if (registries && text.layer !== 'user') return err([notTheProjects(registries)]);
  return ok(readLayer(written, text.root));
}

/** Whoever wrote a project does not say whom this machine asks for images (`docs/decisions/0014-registry-client.md`). */
function notTheProjects({ key, keyPlace }: WrittenEntry): ConfigProblem {
  return configProblem(
    'config/user-only',
    keyPlace,
    `\`${key}\` is for each user to say, and not for a project`,
    'write it in your own config: `~/.config/tackle/config.yaml`',
  );
}

function layered(layers: readonly Layer[]): Layer {
  const engine = layers.findLast((layer) => layer.engine)?.engine;
  const source = layers.findLast((layer) => layer.source)?.source;
  const isolation = layers.findLast((layer) => layer.isolation)?.isolation;
  const registries = layers.find((layer) => layer.registries)?.registries;
  const frozen = layers.findLast((layer) => layer.frozen)?.frozen;
  const everyWord = layers.findLast((layer) => layer.everyWord)?.everyWord;
  return {
    commands: new Map(layers.flatMap(({ commands }) => [...commands])),
    toolboxes: new Map(layers.flatMap(({ toolboxes }) => [...toolboxes])),
    ...(everyWord && { everyWord }),
    ...(engine && { engine }),
    ...(source && { source }),
    ...(isolation && { isolation }),
    ...(frozen && { frozen }),
    env: layers.flatMap(({ env }) => env),
    share: layers.flatMap(({ share }) => share),
    limits: Object.assign({}, ...layers.map(({ limits }) => limits)) as Layer['limits'],
    ...(registries && { registries }),
  };
}
