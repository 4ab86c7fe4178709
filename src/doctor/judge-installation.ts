import { quoteWord } from '../kernel/quote-word.ts';
import type { Facts, MissingProgram, ShimsFact } from './facts.ts';
import { fault, fine, warning, type Line } from './line.ts';

/** Tackle itself, and its shims on PATH. */
export function judgeInstallation({ missingPrograms, shims }: Facts): readonly Line[] {
  return [...missingPrograms.map(judgeMissing), judgeShims(shims)];
}

const AGAIN = 'install Tackle again; in a checkout of it, run `npm run build`';

function judgeMissing({ program, path }: MissingProgram): Line {
  return program === 'init'
    ? fault('tackle', `\`${path}\` is not there, without which nothing can be run`, AGAIN)
    : warning('tackle', `\`${path}\` is not there, so that shims take longer to start`, AGAIN);
}

function judgeShims({ directory, commands, broken }: ShimsFact): Line {
  const subject = 'shims';
  if (commands.length === 0) return fine(subject, 'none are installed');
  if (broken.length > 0) {
    const dir = `tackle shims install --dir ${quoteWord(directory)}`;
    const mend = `run \`${dir} ${commands.map(({ command }) => quoteWord(command)).join(' ')}\``;
    return fault(subject, `\`${broken[0] ?? ''}\` leads nowhere, and they go by it`, mend);
  }
  const first = `put it in front, in your shell's profile: \`PATH=${quoteWord(directory)}:$PATH\``;
  if (commands.every(({ found }) => found === 'none')) {
    return warning(subject, `\`${directory}\` is not on PATH`, first);
  }
  const behind = commands.find(({ found }) => found === 'other');
  if (behind === undefined) return fine(subject, `in front on PATH: \`${directory}\``);
  const says = `\`${behind.next ?? ''}\` is found before the shim of \`${behind.command}\``;
  return warning(subject, says, first);
}
