import { commandNamed } from './commands.ts';
import type { Row } from './listing.ts';
import { hanging, table } from './table.ts';
import { visible } from './visible-text.ts';

/** What a project offers to somebody who has just come to it. */
export interface Overview {
  /** The name of its config; nothing where its commands come from what its files ask for. */
  readonly config?: string;
  /** Whether every other word runs in what it describes. */
  readonly runsEverything?: true;
  /** In the order in which they are listed. */
  readonly commands: readonly Row[];
  /** The one to begin with: the first that is written. */
  readonly first?: string;
  /** Whether the first use asks something, and why. */
  readonly asks: 'nothing' | 'trust' | 'trust again';
}

/** More than that are for `tackle list`. */
const MOST = 12;

/** A few lines: the commands, the next step, and where the rest is. */
export function overviewText(overview: Overview, columns: number | undefined): string {
  const { commands, first } = overview;
  const rows = commands.slice(0, MOST).map((row) => [`  ${row.command}`, meaningOf(row)]);
  const left = commands.length - rows.length;
  return [
    broken(beginning(overview), columns),
    ...(rows.length > 0 ? ['\n', table(rows, columns)] : []),
    ...(left > 0 ? [`  and ${left} more: \`tackle list\`\n`] : []),
    '\n',
    first === undefined
      ? 'Next: `tackle add TOOLBOX`\n'
      : broken(`Next: \`tackle ${asTyped(first)}\`${ASKED[overview.asks]}`, columns),
    'All that Tackle does: `tackle --help`\n',
  ].join('');
}

/** A word of Tackle's own means that. */
function asTyped(first: string): string {
  return commandNamed(first) === undefined ? visible(first) : `run ${visible(first)}`;
}

/** Between words. */
function broken(text: string, columns = Infinity): string {
  return hanging('', text, columns)
    .map((line) => `${line}\n`)
    .join('');
}

const ASKED: Readonly<Record<Overview['asks'], string>> = {
  nothing: '',
  trust: ', which first shows what the project asks for, and asks you',
  'trust again': ', which first shows what has changed since you trusted it',
};

function beginning({ config, commands, runsEverything }: Overview): string {
  if (config === undefined) {
    return 'What the files of this project ask for runs in containers, with nothing to install:';
  }
  const file = visible(config);
  if (runsEverything) {
    return `\`tackle COMMAND\` runs any command in the container of \`${file}\`, with nothing to install.`;
  }
  if (commands.length === 0) return `This project has no commands in \`${file}\` yet.`;
  return `The commands in \`${file}\` run in containers, with nothing to install:`;
}

function meaningOf(row: Row): string {
  return 'problem' in row ? `${row.problem.message} [${row.problem.code}]` : row.toolbox;
}
