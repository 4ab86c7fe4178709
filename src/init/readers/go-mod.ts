import type { Fact, Reader } from '../finding.ts';
import { linesOf, placeOfLine } from '../lines.ts';
import { readLeast } from '../wish.ts';

/** `go.mod`: `go 1.22` is the least that will do, and `toolchain go1.22.6` names one that does. */
export const goMod: Reader = (file) => {
  const facts = linesOf(file).flatMap((line): Fact[] => {
    const [, key = '', version = ''] =
      /^(go|toolchain)\s+(?:go)?([0-9][0-9.]*)/.exec(line.text) ?? [];
    const wish = readLeast(version);
    if (wish === undefined) return [];
    const says = key === 'go' ? `asks for at least ${version}` : `is worked on with ${version}`;
    const voice = key === 'go' ? 'range' : 'pin';
    return [{ kind: 'fact', tool: 'go', wish, says, place: line.place, voice }];
  });
  if (facts.length > 0) return facts;
  const place = placeOfLine(file, /^module\b/);
  return [{ kind: 'fact', tool: 'go', says: 'is of a module in Go', place, voice: 'range' }];
};
