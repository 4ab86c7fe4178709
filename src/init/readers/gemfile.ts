import type { Fact, Reader } from '../finding.ts';
import { linesOf, placeOfLine } from '../lines.ts';
import { readWish } from '../wish.ts';

/** `ruby '3.2.2'`, `ruby '>= 2.7', '< 3.3'`; `ruby file:` names a file that is read by itself. */
export const gemfile: Reader = (file) => {
  const line = linesOf(file).find(({ text }) => /^ruby[\s(]/.test(text));
  const fact: Fact = {
    kind: 'fact',
    tool: 'ruby',
    says: 'lists gems',
    place: line?.place ?? placeOfLine(file, /^/),
    voice: 'range',
  };
  if (line === undefined) return [fact];
  const [, words = ''] = /^ruby[\s(]+((?:["'][^"']*["']\s*,?\s*)+)/.exec(line.text) ?? [];
  const bounds = [...words.matchAll(/["']([^"']*)["']/g)].map(([, bound = '']) => bound);
  if (bounds.length === 0) return /\bfile:/.test(line.text) ? [fact] : [];
  const text = bounds.join(', ');
  const wish = readWish(text, 'python');
  const { place } = line;
  if (wish === undefined) {
    return [{ kind: 'fault', says: `asks for Ruby \`${text}\`, which is no version`, place }];
  }
  return [{ ...fact, wish, says: `asks for ${text}` }];
};
