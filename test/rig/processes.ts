import { readdirSync, readFileSync } from 'node:fs';

/** The processes of which a word of the argument list is the one that is looked for. */
export function processesWith(
  isIt: (word: string) => boolean,
  isProgram: (name: string) => boolean = () => true,
): readonly number[] {
  return readdirSync('/proc').flatMap((id) => {
    if (!/^\d+$/.test(id)) return [];
    try {
      const argv = readFileSync(`/proc/${id}/cmdline`, 'utf8').split('\0');
      return isProgram(argv[0] ?? '') && argv.some(isIt) ? [Number(id)] : [];
    } catch {
      return []; // It has ended meanwhile.
    }
  });
}
