import type { AbsolutePath, ToolboxName } from '../../kernel/brand.ts';
import type { ConfigText } from '../../kernel/config-texts.ts';
import { nearest } from '../../kernel/nearest.ts';
import type { Located } from '../../kernel/place.ts';
import { placesIn } from '../../kernel/text-places.ts';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import type { Network, ToolboxSpec } from '../config.ts';
import type { ConfigProblem } from '../problems.ts';
import { readDocument } from '../read-document.ts';
import type { Environment } from '../read-env.ts';
import type { Layer } from '../read-layer.ts';
import { withoutComments } from '../without-comments.ts';
import type { Written, WrittenMap } from '../written.ts';
import { itemsOf, valueAt } from '../written.ts';
import { Faults, shown } from './faults.ts';
import { asksForSomething, PROPERTIES } from './properties.ts';
import { readMounts } from './read-mounts.ts';
import { readSource } from './read-source.ts';
import { readVariables } from './read-variables.ts';
import { readWorkspace } from './read-workspace.ts';

/** What a `devcontainer.json` describes is called this. */
export const DEVCONTAINER = 'devcontainer' as ToolboxName;

/**
 * A `devcontainer.json` as a config says the same: one toolbox, in which every word is run. What it asks for and cannot be met
 * is a problem, and so is a property that nobody knows: half of what was asked for would be something else.
 *
 * @param env only which variables the caller has, for those that have a value otherwise, and where the home directory is
 */
export function readDevcontainer(
  source: ConfigText,
  env: Environment,
): Result<Layer, readonly ConfigProblem[]> {
  const read = readDocument({ ...source, text: withoutComments(source.text) });
  if (!read.ok) return err(read.error.map((problem) => inOwnWords(problem, source)));
  const document = read.value;
  const faults = new Faults();
  if (document?.kind !== 'map') {
    const place = document?.place ?? placesIn(source.file, source.text)(0, 1);
    const hint = 'add `{ "image": "…" }`';
    faults.add('config/missing-key', place, 'this dev container has no image', hint);
    return err(faults.problems);
  }
  refuse(document, faults);
  const toolbox = readToolbox(document, source, env, faults);
  if (toolbox === undefined || faults.problems.length > 0) return err(faults.inOrder());
  return ok({
    commands: new Map(),
    toolboxes: new Map([[DEVCONTAINER, toolbox]]),
    everyWord: DEVCONTAINER,
    env: [],
    share: [],
    limits: {},
  });
}

/** With the line as it is written, comments and all; what YAML would have one do is no advice for JSON. */
function inOwnWords({ code, message, place }: ConfigProblem, source: ConfigText): ConfigProblem {
  const line = place && source.text.split('\n')[place.line - 1];
  return {
    code,
    message,
    ...(place && { place: { ...place, text: line?.replace(/\r$/, '') ?? place.text } }),
    hint: 'it should be JSON, with or without comments',
  };
}

function refuse({ entries }: WrittenMap, faults: Faults): void {
  for (const { key, keyPlace, value } of entries) {
    const verdict = Object.hasOwn(PROPERTIES, key) ? PROPERTIES[key] : undefined;
    if (verdict === undefined) {
      const near = nearest(key, Object.keys(PROPERTIES));
      const hint = near === undefined ? 'leave it out' : `did you mean \`${near}\`?`;
      faults.add('config/unknown-key', keyPlace, `there is no property \`${shown(key)}\``, hint);
    } else if (typeof verdict !== 'string' && asksForSomething(key, value)) {
      faults.notMet(key, keyPlace, verdict.why, verdict.hint);
    }
  }
}

function readToolbox(
  document: WrittenMap,
  { file, root }: ConfigText,
  env: Environment,
  faults: Faults,
): Located<ToolboxSpec> | undefined {
  const workspace = readWorkspace(document, root, faults);
  const known = { localWorkspaceFolder: root, containerWorkspaceFolder: workspace.folder };
  const views = [root, workspace.mountedAt.value];
  const own = file.slice(0, file.lastIndexOf('/')) as AbsolutePath;
  const source = readSource(document, { root, own }, known, faults);
  const common = {
    commands: new Map(),
    ...readRunArgs(valueAt(document, 'runArgs'), faults),
    env: readVariables(document, known, env, faults),
    share: [],
    limits: {},
    workspace: workspace.mountedAt,
    mounts: readMounts(valueAt(document, 'mounts'), known, views, env, faults),
  };
  refuseRoot(document, faults);
  if (source === undefined) return undefined;
  const place = source.kind === 'image' ? source.image.place : source.dockerfile.place;
  return { value: { ...source, ...common }, place };
}

/** By any other name than root's it is whoever calls: with `updateRemoteUserUID`, those have one id anyway. */
function refuseRoot(document: Written, faults: Faults): void {
  for (const property of ['remoteUser', 'containerUser']) {
    const written = valueAt(document, property);
    const user = written && faults.textOf(property, written);
    if (written === undefined || user === undefined || !/^(?:root|0)(?::|$)/.test(user)) continue;
    const why = 'every tool runs as you, and never as `root` in your place';
    faults.notMet(property, written.place, why, 'leave it out');
  }
}

const NETWORKS: readonly Network[] = ['none', 'host', 'bridge'];

/** Words for `docker run`, of which a network is the only one that has the same meaning here. */
function readRunArgs(
  written: Written | undefined,
  faults: Faults,
): { readonly network?: Located<Network> } {
  if (written === undefined) return {};
  if (written.kind !== 'list') faults.wrongType('runArgs', written, 'a list');
  let network: Located<Network> | undefined;
  for (const item of itemsOf(written)) {
    const word = faults.textOf('runArgs', item);
    if (word === undefined || word === '--init' || word === '--rm') continue;
    const asked = NETWORKS.find((name) => word === `--network=${name}` || word === `--net=${name}`);
    if (asked !== undefined) {
      network = { value: asked, place: item.place };
      continue;
    }
    const why = 'it is a word for `docker run`, which is not what runs here';
    faults.notMet(word, item.place, why, 'leave it out');
  }
  return network ? { network } : {};
}
