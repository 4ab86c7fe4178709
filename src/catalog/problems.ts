import type { Config, SourceKind } from '../config/config.ts';
import type { CommandName, ToolboxName, ToolboxVersion } from '../kernel/brand.ts';
import { nearest } from '../kernel/nearest.ts';
import type { Place } from '../kernel/place.ts';
import type { Problem } from '../kernel/problem.ts';
import { quoteWord } from '../kernel/quote-word.ts';
import { nearestVersion } from './nearest-version.ts';
import type { Offering } from './offering.ts';

export type CatalogCode =
  | 'catalog/unknown-command'
  | 'catalog/ambiguous-command'
  | 'catalog/not-a-toolbox'
  | 'catalog/unknown-toolbox'
  | 'catalog/unknown-version'
  | 'catalog/no-versions'
  | 'catalog/no-such-source'
  | 'catalog/command-not-in-toolbox'
  | 'catalog/command-not-in-source'
  | 'catalog/no-shell'
  | 'catalog/bad-image'
  | 'catalog/bad-suite'
  | 'catalog/bad-package'
  | 'catalog/bad-entry';

export type CatalogProblem = Problem<CatalogCode>;

/** `offered` is what the catalogue knows of the command. */
export function unknownCommand(
  command: CommandName,
  config: Config,
  known: readonly string[],
  offered: Offering | undefined,
): CatalogProblem {
  const near = nearest(command, known);
  return {
    code: 'catalog/unknown-command',
    message: config.project
      ? `\`${command}\` is not a command of this project`
      : `\`${command}\` is not a command here: there is no \`tackle.yaml\` in this directory or above it`,
    hint:
      offered !== undefined
        ? `run it once with \`${offered.once}\`, or for good with \`tackle add ${offered.toolbox}\``
        : near !== undefined
          ? `did you mean \`${near}\`?`
          : 'see the commands there are with `tackle list`',
  };
}

export function ambiguousCommand(
  command: CommandName,
  offers: readonly { readonly toolbox: ToolboxName; readonly place: Place }[],
): CatalogProblem {
  const names = offers.map(({ toolbox }) => `\`${toolbox}\``);
  const last = offers.at(-1);
  return {
    code: 'catalog/ambiguous-command',
    message: `\`${command}\` is offered by ${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`,
    hint: `say which one is meant below \`commands:\`, such as \`${command}: ${last?.toolbox ?? ''}\``,
    ...(last && { place: last.place }),
    detail: offers
      .slice(0, -1)
      .map(
        ({ toolbox, place }) => `\`${toolbox}\` is at ${place.file}:${place.line}:${place.column}`,
      ),
  };
}

export function notAToolbox(text: string): CatalogProblem {
  return {
    code: 'catalog/not-a-toolbox',
    message: `\`${text}\` is neither \`TOOLBOX\` nor \`TOOLBOX@VERSION\``,
    hint: 'write it like `python@3.8`; see the toolboxes there are with `tackle list --all`',
  };
}

/** `offered` is what the catalogue knows of `name` as a command: people type `tackle x pdflatex`. */
export function unknownToolbox(
  name: ToolboxName,
  known: readonly string[],
  offered: Offering | undefined,
  place: Place | undefined,
): CatalogProblem {
  const near = nearest(name, known);
  return {
    code: 'catalog/unknown-toolbox',
    message: `there is no toolbox \`${name}\``,
    hint:
      offered !== undefined
        ? `\`${name}\` is a command of the toolbox \`${offered.toolbox}\`: run it with \`${offered.once}\``
        : near !== undefined
          ? `did you mean \`${near}\`?`
          : 'see the toolboxes there are with `tackle list --all`',
    ...(place && { place }),
  };
}

export function unknownVersion(
  toolbox: ToolboxName,
  version: ToolboxVersion,
  known: readonly string[],
  exact: boolean,
  place: Place | undefined,
): CatalogProblem {
  const near = nearestVersion(version, known);
  const names = known.map((name) => `\`${name}\``).join(', ');
  return {
    code: 'catalog/unknown-version',
    message: `\`${toolbox}\` has no version \`${version}\`; it has ${names}${exact ? ', and any exact `x.y.z`' : ''}`,
    hint:
      near === undefined
        ? `its default version is meant by \`${toolbox}\` alone`
        : `the nearest is \`${toolbox}@${near}\``,
    ...(place && { place }),
  };
}

export function noVersions(
  toolbox: ToolboxName,
  version: ToolboxVersion,
  place: Place | undefined,
): CatalogProblem {
  return {
    code: 'catalog/no-versions',
    message: `\`${toolbox}\` is a toolbox of this project and has no version \`${version}\``,
    hint: `write \`${toolbox}\` alone`,
    ...(place && { place }),
  };
}

/**
 * `chosen` and `available` are of one version, which has at least one source; `elsewhere` is a version of
 * the same toolbox that has the chosen one.
 */
export function noSuchSource(
  toolbox: string,
  chosen: SourceKind,
  available: readonly SourceKind[],
  place: Place | undefined,
  chosenFor: 'this-command' | 'everything' = 'everything',
  elsewhere?: string,
): CatalogProblem {
  const kinds = available.map((kind) => `\`${kind}\``).join(' and ');
  const other = available[0] ?? '';
  const instead = elsewhere === undefined ? '' : `\`${elsewhere}\` has it; else `;
  const remedy =
    chosenFor === 'this-command'
      ? `write \`source: ${other}\` there, or leave it out`
      : `say \`source: ${other}\` for this command, or \`TACKLE_SOURCE=${other}\` for once`;
  return {
    code: 'catalog/no-such-source',
    message: `\`${toolbox}\` has no source \`${chosen}\`, only ${kinds}`,
    hint: instead + remedy,
    ...(place && { place }),
  };
}

export function commandNotInToolbox(
  command: CommandName,
  toolbox: string,
  known: readonly string[],
  place: Place | undefined,
): CatalogProblem {
  const near = nearest(command, known);
  return {
    code: 'catalog/command-not-in-toolbox',
    message: `\`${toolbox}\` has no command \`${command}\`; it has ${known.map((name) => `\`${name}\``).join(', ')}`,
    hint:
      near !== undefined
        ? `did you mean \`${near}\`?`
        : `look inside with \`tackle shell ${quoteWord(toolbox)}\``,
    ...(place && { place }),
  };
}

export function commandNotInSource(
  command: CommandName,
  toolbox: string,
  source: SourceKind,
  others: readonly SourceKind[],
  place: Place | undefined,
): CatalogProblem {
  const other = others[0];
  return {
    code: 'catalog/command-not-in-source',
    message: `\`${toolbox}\` from \`${source}\` does not have \`${command}\``,
    hint:
      other === undefined
        ? `look inside with \`tackle shell ${quoteWord(toolbox)}\``
        : `take the toolbox from its other source with \`TACKLE_SOURCE=${other}\``,
    ...(place && { place }),
  };
}

export function noShell(
  toolbox: string,
  source: SourceKind,
  others: readonly SourceKind[],
): CatalogProblem {
  const other = others[0];
  return {
    code: 'catalog/no-shell',
    message: `\`${toolbox}\` from \`${source}\` has no shell: it holds one program alone`,
    hint:
      other === undefined
        ? `run the program itself with \`tackle x ${quoteWord(toolbox)}\``
        : `its other source has one: \`TACKLE_SOURCE=${other} tackle shell ${quoteWord(toolbox)}\``,
  };
}

export function badImage(text: string, place: Place): CatalogProblem {
  return {
    code: 'catalog/bad-image',
    message: `\`${text}\` does not name an image`,
    hint: 'write it like `docker.io/library/python:3.8-slim`, in lower case up to the tag',
    place,
  };
}

export function badSuite(text: string, place: Place): CatalogProblem {
  return {
    code: 'catalog/bad-suite',
    message: `\`${text}\` does not name a Debian suite`,
    hint: 'write one like `bookworm`',
    place,
  };
}

export function badPackage(kind: 'debian' | 'npm', text: string, place: Place): CatalogProblem {
  return {
    code: 'catalog/bad-package',
    message: `\`${text}\` does not name ${kind === 'npm' ? 'an npm package at an exact version' : 'a Debian package'}`,
    hint: kind === 'npm' ? 'write it like `prettier@3.10.1`' : 'write it like `jq` or `jq=1.6-2.1`',
    place,
  };
}

/** Made when the catalogue is compiled: a release never holds such an entry. */
export function badEntry(toolbox: string, faults: readonly string[]): CatalogProblem {
  return {
    code: 'catalog/bad-entry',
    message: `\`toolboxes/${toolbox}/toolbox.yaml\` is not a toolbox`,
    detail: faults,
  };
}
