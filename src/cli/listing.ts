import type { ListedCommand, ListedToolbox } from '../catalog/list.ts';
import { printByTag } from '../catalog/reference.ts';
import type { NpmRequest, Source } from '../catalog/tool.ts';
import { toolboxText } from '../plan/toolbox-home.ts';
import { visible } from './visible-text.ts';

/** What `tackle list` tells; `--json` prints it as it is. */
export interface Listing {
  readonly commands: readonly Row[];
  readonly toolboxes?: readonly ListedToolbox[];
}

/** A command with where it comes from, or with what is wrong with it. */
type Row =
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

/** Columns for people, each as wide as its widest word. */
export function listingText({ commands, toolboxes }: Listing): string {
  const parts = [table(commands.map(commandColumns))];
  if (toolboxes !== undefined) parts.push(table(toolboxes.map(toolboxColumns)));
  return parts.filter((part) => part !== '').join('\n');
}

function commandColumns(row: Row): readonly string[] {
  if ('problem' in row) return [row.command, '-', `${row.problem.message} [${row.problem.code}]`];
  return [row.command, row.toolbox, `${row.source.kind}: ${row.source.from}`];
}

function toolboxColumns({ name, summary, versions, defaultVersion }: ListedToolbox) {
  const words = versions.map((version) => (version === defaultVersion ? `${version}*` : version));
  return [name, summary, words.join(' ')];
}

function table(rows: readonly (readonly string[])[]): string {
  const shown = rows.map((row) => row.map(visible));
  const widths = (shown[0] ?? []).map((_, column) =>
    Math.max(...shown.map((row) => row[column]?.length ?? 0)),
  );
  return shown
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}
