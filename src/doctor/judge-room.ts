import { quoteWord } from '../kernel/quote-word.ts';
import type { DirectoryFact, DiskFact, Facts } from './facts.ts';
import { fault, fine, warning, type Line } from './line.ts';

const GB = 1e9;
/** In bytes: less than a small image takes, and less than most take. */
const TOO_LITTLE = 0.2 * GB;
const LITTLE = 2 * GB;
const TOO_FEW_FILES = 1000;

/** Where Tackle writes to. */
export function judgeRoom({ disks, directories }: Facts): readonly Line[] {
  return [...disks.map(judgeDisk), ...directories.flatMap(judgeDirectory)];
}

function judgeDisk({ path, freeBytes, freeFiles = Infinity }: DiskFact): Line {
  const subject = 'disk';
  const mend = 'run `tackle prune --all`; what would go is shown by `tackle prune --all --dry-run`';
  if (freeFiles < TOO_FEW_FILES) {
    return fault(subject, `room for ${freeFiles} more files where \`${path}\` is`, mend);
  }
  const says = `${(freeBytes / GB).toFixed(1)} GB free where \`${path}\` is`;
  if (freeBytes < TOO_LITTLE) return fault(subject, says, mend);
  return freeBytes < LITTLE ? warning(subject, says, mend) : fine(subject, says);
}

function judgeDirectory({ path, state }: DirectoryFact): readonly Line[] {
  if (state === 'usable') return [];
  const mend =
    state === 'not private'
      ? `run \`chmod 700 ${quoteWord(path)}\`; where it is somebody else's, \`sudo rm -r ${quoteWord(path)}\`: it is made anew`
      : `run \`sudo chown -R "$USER" ${quoteWord(path)}\``;
  const says =
    state === 'not private'
      ? `\`${path}\` is not yours alone, so that nothing can be run`
      : `you may not write to \`${path}\``;
  return [fault('directory', says, mend)];
}
