import type { ListedCommand, ListedToolbox } from '../catalog/list.ts';
import { printByTag } from '../catalog/reference.ts';
import type { NpmRequest, Source } from '../catalog/tool.ts';
import { toolboxText } from '../plan/toolbox-home.ts';
import { shortPath } from './short-path.ts';
import { table } from './table.ts';

/** What `tackle list` tells; `--json` prints it as it is. */
export interface Listing {
  readonly commands: readonly Row[];
  readonly toolboxes?: readonly ListedToolbox[];
}

/** A command with where it comes from, or with what is wrong with it. */
export type Row =
  | { readonly command: string; readonly toolbox: string; readonly source: SourceText }
  | { readonly command: string; readonly problem: { code: string; message: string } };

interface SourceText {
  readonly kind: Source['kind'];
  /** An image reference, a Debian suite with npm packages, or the path of a Dockerfile. */
  readonly from: string;
}

export function rowOf({ command, tool }: ListedCommand): Row {
  if (!tool.ok) {
    const { code, message } = tool.error;
    return { command, problem: { code, message } };
  }
  const { toolbox, source } = tool.value;
  return {
    command,
    toolbox: toolboxText(toolbox),
    source: { kind: source.kind, from: from(source) },
  };
}

function from(source: Source): string {
  switch (source.kind) {
    case 'image':
      return printByTag(source.reference);
    case 'packages': {
      const { debian, npm } = source.recipe;
      return [`debian ${debian}`, ...npm.map(npmWords)].join(', ');
    }
    case 'dockerfile':
      return source.dockerfile;
  }
}

/** `{arch}` stands for the machine's architecture, which Node spells as npm does. */
function npmWords({ name, version }: NpmRequest): string {
  return `${name.replace('{arch}', process.arch)}@${version}`;
}

/** Where a listing is shown. */
export interface Page {
  /** Of the terminal; lines are not broken where there is none. */
  readonly columns?: number | undefined;
  /** Paths below it are shown relative to it. */
  readonly cwd: string;
}

/** Columns for people, each as wide as its widest word. */
export function listingText({ commands, toolboxes }: Listing, page: Page): string {
  const parts = [
    table(
      commands.map((row) => commandColumns(row, page.cwd)),
      page.columns,
    ),
  ];
  if (toolboxes !== undefined) parts.push(table(toolboxes.map(toolboxColumns), page.columns));
  return parts.filter((part) => part !== '').join('\n');
}

function commandColumns(row: Row, cwd: string): readonly string[] {
  if ('problem' in row) return [row.command, '-', `${row.problem.message} [${row.problem.code}]`];
  const { kind, from } = row.source;
  return [row.command, row.toolbox, `${kind}: ${shortPath(from, cwd)}`];
}

function toolboxColumns({ name, summary, versions, defaultVersion }: ListedToolbox) {
  const words = versions.map((version) => (version === defaultVersion ? `${version}*` : version));
  return [name, summary, words.join(' ')];
}
