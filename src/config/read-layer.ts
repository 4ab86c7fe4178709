import type { AbsolutePath } from '../kernel/brand.ts';
import { toolboxVersionOf } from '../kernel/brand.ts';
import type { Located } from '../kernel/place.ts';
import type { CommandSpec, Config, EngineName, SourceKind } from './config.ts';
import {
  certain,
  commandName,
  readEnv,
  readIsolation,
  readLimits,
  readRegistries,
  readShare,
  toolboxName,
} from './read-parts.ts';
import { readToolbox } from './read-toolbox.ts';
import type { Written } from './written.ts';
import { entriesOf, itemsOf, locate, textOf, valueAt } from './written.ts';

/** What one layer says: one config file, or the environment. */
export type Layer = Omit<Config, 'project' | 'files'>;

/** Reads a document that has passed the schema; `root` is where its relative paths start. */
export function readLayer(written: Written | undefined, root: AbsolutePath): Layer {
  const commands = entriesOf(valueAt(written, 'commands')).map(
    ({ key, value }) => [commandName(key), readCommand(value)] as const,
  );
  const toolboxes = entriesOf(valueAt(written, 'toolboxes')).map(
    ({ key, keyPlace, value }) =>
      [toolboxName(key), { value: readToolbox(value, root), place: keyPlace }] as const,
  );
  const engine = locate(valueAt(written, 'engine'), (value) => textOf(value) as EngineName);
  const source = readSource(written);
  const registries = valueAt(written, 'registries');
  return {
    commands: new Map(commands),
    toolboxes: new Map(toolboxes),
    ...(engine && { engine }),
    ...(source && { source }),
    env: readEnv(written),
    share: readShare(written),
    ...readIsolation(written),
    limits: readLimits(written),
    ...(registries && { registries: readRegistries(registries) }),
  };
}

function readSource(written: Written | undefined): Located<SourceKind> | undefined {
  return locate(valueAt(written, 'source'), (value) => textOf(value) as SourceKind);
}

/** Placed at the characters that name the toolbox: what can be wrong with it later is there. */
function readCommand(written: Written): Located<CommandSpec> {
  const asked = valueAt(written, 'toolbox') ?? written;
  const [name = '', versionText] = textOf(asked).split('@');
  const version =
    versionText === undefined ? undefined : certain(toolboxVersionOf(versionText), versionText);
  const command = valueAt(written, 'command');
  const source = readSource(written);
  const value: CommandSpec = {
    toolbox: toolboxName(name),
    ...(version !== undefined && { version }),
    ...(command && { command: commandName(textOf(command)) }),
    args: itemsOf(valueAt(written, 'args')).map(textOf),
    ...(source && { source }),
    share: readShare(written),
    ...readIsolation(written),
  };
  return { value, place: asked.place };
}
