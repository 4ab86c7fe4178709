import type {
  Config,
  EnvEntry,
  LimitsSpec,
  MountSpec,
  Share,
  ToolboxSpec,
} from '../config/config.ts';
import { literal } from '../kernel/literal.ts';
import type { Located, Place } from '../kernel/place.ts';
import { unreachable } from '../kernel/unreachable.ts';
import { isSeenAnyway } from '../plan/environment.ts';
import { DEFAULT_PIDS } from '../plan/limits.ts';
import type { Power } from './power.ts';
import { isWordOfTheMachine } from './words-of-the-machine.ts';

/** Whether a place is in a file of the project's, and not of the user's own. */
type IsProjects = (place: Place) => boolean;

/**
 * Everything that the project's files ask for beyond toolboxes of the catalogue and the project's directory, each at its
 * place, in the order of the config. What the user's own config asks for is the user's business.
 *
 * No powers are: which engine or source to use, arguments and variables that are set (they reach what runs inside alone),
 * packages (they come from archives that Tackle names, and run inside), limits that take something away, `signed-by`.
 *
 * @param files the project's, as their places name them
 */
export function powersOf(config: Config, files: ReadonlySet<string>): readonly Power[] {
  const isProjects: IsProjects = ({ file }) => files.has(file);
  const everyTool = [
    ...envPowers('all tools', config.env.filter(isOf(isProjects))),
    ...sharePowers('all tools', config.share.filter(isOf(isProjects))),
    ...processPowers('all tools', config.limits, isProjects),
  ];
  return [
    ...commandPowers(config, isProjects),
    ...ownToolboxPowers(config, isProjects),
    ...everyTool,
  ];
}

function isOf(isProjects: IsProjects): (one: Located<unknown>) => boolean {
  return ({ place }) => isProjects(place);
}

function commandPowers(config: Config, isProjects: IsProjects): readonly Power[] {
  return [...config.commands].flatMap(([name, { value, place }]) => {
    const toolbox = config.toolboxes.get(value.toolbox);
    const isToolboxProjects = toolbox !== undefined && isProjects(toolbox.place);
    if (!isProjects(place)) {
      // Half of it is the user's, who let it see what the project's half was not made for.
      return isToolboxProjects ? [commandOfYours(name, value.toolbox, toolbox.place)] : [];
    }
    const isToolboxUsers = toolbox !== undefined && !isToolboxProjects;
    return [
      ...wordPowers(name, place),
      ...(isToolboxUsers ? [toolboxOfYours(name, value.toolbox, place)] : []),
      ...sharePowers(`runs of \`${name}\``, value.share),
    ];
  });
}

function ownToolboxPowers(config: Config, isProjects: IsProjects): readonly Power[] {
  return [...config.toolboxes].flatMap(([name, { value, place }]) => {
    if (!isProjects(place)) return [];
    const declared = [...value.commands.keys()].filter((word) => !config.commands.has(word));
    const whose = `the tools of \`${name}\``;
    return [
      ...sourcePowers(name, value, config.project?.root),
      ...networkPowers(whose, value, place),
      ...declared.flatMap((word) => wordPowers(word, place)),
      ...envPowers(whose, value.env),
      ...sharePowers(whose, value.share),
      ...mountPowers(whose, value.mounts ?? []),
      ...processPowers(whose, value.limits, isProjects),
    ];
  });
}

function sourcePowers(name: string, spec: ToolboxSpec, root: string | undefined): readonly Power[] {
  switch (spec.kind) {
    case 'image': {
      const says = `\`${name}\` is the image \`${literal(spec.image.value)}\`: it is fetched from where the project says`;
      return [{ kind: 'image', says, place: spec.image.place }];
    }
    case 'dockerfile': {
      const { dockerfile, context } = spec;
      const [file, directory] = [dockerfile.value, context].map((path) => below(root, path));
      const says = `\`${name}\` is built from \`${file}\`: its steps run in the engine's builder, with a network, and are given what is in \`${directory}\``;
      return [{ kind: 'dockerfile', says, place: dockerfile.place }];
    }
    case 'packages':
      return [];
    default:
      return unreachable(spec);
  }
}

/** As it is the same in every checkout, with no backtick in it that would end its literal. */
function below(root: string | undefined, path: string): string {
  if (path === root) return '.';
  const name = path.startsWith(`${root}/`) ? path.slice(`${root}/`.length) : path;
  return literal(name);
}

/** A toolbox of the project's own that says nothing of a network has the caller's: `catalog/project-tool.ts`. */
function networkPowers(whose: string, { network }: ToolboxSpec, toolbox: Place): readonly Power[] {
  const place = network?.place ?? toolbox;
  const asked = network?.value ?? 'host';
  switch (asked) {
    case 'none':
      return [];
    case 'host':
      return [
        {
          kind: 'network',
          says: `${whose} have your network, with services of this machine that only you can reach`,
          place,
        },
      ];
    case 'bridge':
      return [{ kind: 'network', says: `${whose} have a network of the engine's`, place }];
    default:
      return unreachable(asked);
  }
}

function wordPowers(word: string, place: Place): readonly Power[] {
  if (!isWordOfTheMachine(word)) return [];
  const says = `\`${word}\` is a command of the project, and not the program of your machine`;
  return [{ kind: 'word-of-the-machine', says, place }];
}

function toolboxOfYours(word: string, toolbox: string, place: Place): Power {
  const says = `\`${word}\` is run in your own toolbox \`${toolbox}\`, with all that you have given that`;
  return { kind: 'toolbox-of-yours', says, place };
}

function commandOfYours(word: string, toolbox: string, place: Place): Power {
  const says = `your own command \`${word}\` is run in the project's toolbox \`${toolbox}\`, with all that you have given it`;
  return { kind: 'command-of-yours', says, place };
}

function envPowers(whose: string, entries: readonly Located<EnvEntry>[]): readonly Power[] {
  return entries.flatMap(({ value, place }) => {
    if (isSeenAnyway(value)) return [];
    return [{ kind: 'variable', says: `${whose} ${seen(value)}`, place } as const];
  });
}

function seen(entry: EnvEntry): string {
  switch (entry.kind) {
    case 'pass':
      return `see your variable \`${entry.name}\``;
    case 'pass-prefix':
      return `see all of your variables that begin with \`${entry.prefix}\``;
    case 'set':
      throw new Error('what is set comes from nobody');
    default:
      return unreachable(entry);
  }
}

function sharePowers(whose: string, words: readonly Located<Share>[]): readonly Power[] {
  return words.map(({ value, place }) => ({
    kind: 'share',
    says: `${whose} ${given(value)}`,
    place,
  }));
}

function given(word: Share): string {
  switch (word) {
    case 'argument-files':
      return 'can read the files and directories outside of the project that arguments name';
    case 'ssh-agent':
      return 'can sign with the keys in your ssh-agent, and so log in as you';
    case 'proxy':
      return 'see your proxy variables, in which there may be a password';
    case 'ca-certificates':
      return 'see the certificate authorities that your programs trust';
    default:
      return unreachable(word);
  }
}

/** What is kept for the project alone, or in memory, is nothing of the caller's. */
function mountPowers(whose: string, mounts: readonly Located<MountSpec>[]): readonly Power[] {
  return mounts.flatMap(({ value, place }) => {
    if (value.kind !== 'bind') return [];
    const can = value.access === 'read-only' ? 'read' : 'read and change';
    const says = `${whose} can ${can} your \`${literal(value.source)}\``;
    return [{ kind: 'mount', says, place }];
  });
}

function processPowers(
  whose: string,
  { pids }: LimitsSpec,
  isProjects: IsProjects,
): readonly Power[] {
  if (pids === undefined || pids.value <= DEFAULT_PIDS || !isProjects(pids.place)) return [];
  const says = `${whose} may start ${pids.value} processes at once, and not only ${DEFAULT_PIDS}`;
  return [{ kind: 'processes', says, place: pids.place }];
}
