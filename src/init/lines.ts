import type { Place } from '../kernel/place.ts';
import { placesIn } from '../kernel/text-places.ts';
import type { RepositoryFile } from './finding.ts';

/** A line of a file that says something, and where. */
export interface Line {
  /** Without the blanks around it, and without its comment. */
  readonly text: string;
  readonly place: Place;
}

/** The lines of a file, without comments (`# …`) and without those that say nothing. */
export function linesOf({ path, text }: RepositoryFile): readonly Line[] {
  const placeOf = placesIn(path, text);
  let start = 0;
  return text.split('\n').flatMap((raw) => {
    const from = start;
    start += raw.length + 1;
    const said = raw.replace(/(?:^|\s)#.*$/, '').trim();
    const at = from + Math.max(raw.indexOf(said), 0);
    return said === '' ? [] : [{ text: said, place: placeOf(at, at + said.length) }];
  });
}

/** The first line that the pattern is found in; else the first of the file. */
export function placeOfLine(file: RepositoryFile, pattern: RegExp): Place {
  const lines = linesOf(file);
  const found = lines.find(({ text }) => pattern.test(text)) ?? lines[0];
  return found?.place ?? placesIn(file.path, file.text)(0, 1);
}
