import { unreachable } from '../kernel/unreachable.ts';
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
  const word = quoteWord(path);
  const broken = (says: string, mend: string) => [fault('directory', `\`${path}\` ${says}`, mend)];
  switch (state) {
    case 'usable':
      return [];
    case 'not writable':
      return broken('is none that you may write to', `run \`sudo chown -R "$USER" ${word}\``);
    case 'cannot be made':
      return broken(
        'is not there, and not yours to make',
        `run \`sudo install -d -o "$USER" ${word}\``,
      );
    case 'not private':
      return broken('is not yours alone, so that nothing can be run', `run \`chmod 700 ${word}\``);
    case 'not yours':
      return broken(
        'is somebody else’s, so that nothing can be run',
        `run \`sudo rm -r ${word}\`: it is made anew`,
      );
    case 'no directory':
      return broken(
        'is in the way: a directory belongs there',
        `run \`rm ${word}\`, or move it away if you need it`,
      );
    default:
      return unreachable(state);
  }
}
