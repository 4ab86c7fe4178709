import { listCatalog, listProjectToolboxes } from '../catalog/list.ts';
import { projectCommandNames } from '../catalog/project-commands.ts';
import { askedOfProject } from '../catalog/project-toolboxes.ts';
import { askedName } from '../catalog/asked-name.ts';
import type { Config } from '../config/config.ts';
import { shimsDirectory } from '../host/directories.ts';
import { commandNameOf, toolboxNameOf, type AbsolutePath } from '../kernel/brand.ts';
import { shimsIn } from '../shims/plan-shims.ts';
import { readShims } from './change-shims.ts';
import type { Context } from './command.ts';
import type { Named } from './commands.ts';
import type { Candidate, LookedUp } from './completed-word.ts';
import type { Given } from './line-so-far.ts';
import { readConfig, readWritten, shippedCatalog } from './read-surroundings.ts';

/**
 * The words that there are of a kind here: what the config and the catalogue say, without resolving, asking or executing
 * anything. A config with faults has none.
 */
export async function namedWords(
  named: LookedUp,
  given: Given,
  context: Context,
): Promise<readonly Candidate[]> {
  if (named === 'shim' && given.words[0] === 'remove') return installedShims(given, context);
  const byFiles = named === 'command' || named === 'toolbox-or-command';
  const config = await (byFiles ? configOrFiles(context) : configHere(context));
  switch (named) {
    case 'command':
    case 'shim':
      return config ? commands(config) : [];
    case 'toolbox':
      return toolboxes(given.typed, config);
    case 'toolbox-or-command':
      return [...(config ? commands(config) : []), ...toolboxes(given.typed, config)];
    case 'project-toolbox':
      return config ? askedOfProject(config).map((word) => ({ word })) : [];
  }
}

async function configHere(context: Context): Promise<Config | undefined> {
  const read = await readConfig(context);
  return read.ok ? read.value : undefined;
}

/** Where there is none, as the files of the project have it; shims and locks do not go by those. */
async function configOrFiles(context: Context): Promise<Config | undefined> {
  const read = await readWritten(context);
  if (!read.ok || read.value.config.project !== undefined) {
    return read.ok ? read.value.config : undefined;
  }
  const { asFilesSay } = await import('./as-files-say.ts');
  return (await asFilesSay({ ...read.value, catalog: shippedCatalog() }, context)).config;
}

/** The command whose words follow a word that names a tool; nothing where nobody can say. */
export async function commandOfTool(
  word: string,
  named: Named,
  context: Context,
): Promise<string | undefined> {
  if (named === 'toolbox-or-command') return 'sh';
  if (named !== 'toolbox') return commandNameOf(word);
  const name = toolboxNameOf(word.split('@', 1)[0] ?? '');
  if (name === undefined) return undefined;
  const own = (await configHere(context))?.toolboxes.get(name);
  if (own !== undefined) return [...own.value.commands.keys()][0];
  return shippedCatalog().get(name)?.default.command;
}

function commands(config: Config): readonly Candidate[] {
  return projectCommandNames(config).map((word) => {
    const spec = config.commands.get(word)?.value;
    const written = spec && askedName(spec.toolbox, spec.version, spec.source?.value);
    const [declared] = [...config.toolboxes].filter(([, { value }]) => value.commands.has(word));
    const summary = written ?? declared?.[0];
    return { word, ...(summary !== undefined && { summary }) };
  });
}

/** By name alone until an `@` is typed, and then the versions of that one. */
function toolboxes(typed: string, config: Config | undefined): readonly Candidate[] {
  const catalog = shippedCatalog();
  const own = config ? listProjectToolboxes(config, catalog) : [];
  const listed = listCatalog(catalog).filter(({ name }) => !own.some((each) => each.name === name));
  const [name] = typed.split('@', 1);
  if (name === typed) {
    return [...own, ...listed].map(({ name: word, summary }) => ({
      word,
      ...(summary !== undefined && { summary }),
    }));
  }
  return listed
    .filter((toolbox) => toolbox.name === name)
    .flatMap(({ versions, aliases }) => [
      ...versions.map((version) => ({ word: `${name}@${version}` })),
      ...Object.entries(aliases).map(([alias, version]) => ({
        word: `${name}@${alias}`,
        summary: version,
      })),
    ]);
}

function installedShims({ options }: Given, { env, cwd }: Context): readonly Candidate[] {
  const said = options.get('--dir') ?? shimsDirectory(env);
  const directory = said.startsWith('/') ? said : `${cwd.logical}/${said}`;
  const listing = readShims(directory as AbsolutePath);
  return listing.ok ? shimsIn(listing.value).map((word) => ({ word })) : [];
}
