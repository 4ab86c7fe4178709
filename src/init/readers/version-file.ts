import type { Fact, Finding, Reader } from '../finding.ts';
import type { Line } from '../lines.ts';
import { linesOf } from '../lines.ts';
import { readNumber, readWish } from '../wish.ts';

/** One that holds a version a line, for one tool: the first is the one, the others are wanted besides. */
export function versionFile(tool: string): Reader {
  return (file) =>
    linesOf(file).map((line, at): Finding => {
      const fact = versionAsked(tool, line.text, line);
      return at === 0 || fact.kind === 'fault' ? fact : { ...fact, besides: true };
    });
}

/** `runtime.txt`: `python-3.8.10`. */
export const runtimeText: Reader = (file) =>
  linesOf(file).flatMap((line): Finding[] => {
    const [, version] = /^python-(\S+)$/.exec(line.text) ?? [];
    if (version === undefined) return [];
    return [{ ...factOf('python', version, line), voice: 'pin' }];
  });

/** The tool at a version as version managers write it; what is installed will do for `system`. */
export function versionAsked(tool: string, text: string, { place }: Pick<Line, 'place'>): Finding {
  const asked = text.replace(/^prefix:/, '');
  if (/^(?:ref|path):/.test(asked)) {
    return { kind: 'fault', says: `asks for \`${text}\`, which is no version`, place };
  }
  return factOf(tool, asked, { place });
}

function factOf(tool: string, text: string, { place }: Pick<Line, 'place'>): Fact {
  const fact: Fact = { kind: 'fact', tool, says: `asks for ${text}`, place, voice: 'switch' };
  if (text === 'system') return { ...fact, says: 'asks for whatever is installed' };
  const wish = readWish(text) ?? readNumber(text);
  return wish
    ? { ...fact, wish }
    : { ...fact, says: `asks for ${text}, and the catalogue has no such version` };
}
