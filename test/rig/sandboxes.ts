import { readdirSync, readFileSync } from 'node:fs';

/** The processes of bubblewrap itself of which a word of the argument list is the one that is looked for. */
export function sandboxesWith(isIt: (word: string) => boolean): readonly number[] {
  return readdirSync('/proc').flatMap((id) => {
    if (!/^\d+$/.test(id)) return [];
    try {
      const argv = readFileSync(`/proc/${id}/cmdline`, 'utf8').split('\0');
      return argv[0]?.endsWith('bwrap') === true && argv.some(isIt) ? [Number(id)] : [];
    } catch {
      return []; // It has ended meanwhile.
    }
  });
}
