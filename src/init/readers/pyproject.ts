import type { Fact, Finding, Reader, RepositoryFile } from '../finding.ts';
import { placeOfLine } from '../lines.ts';
import { readWish } from '../wish.ts';
import { fromToml, isTable, under } from './toml.ts';

/** `pyproject.toml`: `requires-python`, or what Poetry is told of Python; having one at all asks for it. */
export const pyproject: Reader = (file) =>
  fromToml(file, (table) => {
    const poetry = under(table, 'tool', 'poetry', 'dependencies', 'python');
    const findings = [
      ...asked(file, under(table, 'project', 'requires-python'), /^requires-python\b/),
      ...asked(file, isTable(poetry) ? under(poetry, 'version') : poetry, /^python\s*=/),
    ];
    if (findings.length > 0) return findings;
    const plain: Fact = {
      kind: 'fact',
      tool: 'python',
      says: 'is of a project in Python',
      place: placeOfLine(file, /^/),
      voice: 'range',
    };
    return [plain];
  });

function asked(file: RepositoryFile, said: unknown, line: RegExp): readonly Finding[] {
  if (said === undefined) return [];
  const place = placeOfLine(file, line);
  const text = typeof said === 'string' ? said : JSON.stringify(said);
  const wish = readWish(text, 'python');
  if (wish === undefined) {
    return [
      {
        kind: 'fault',
        says: `says \`${text}\` of Python, which is no range of versions`,
        place,
      },
    ];
  }
  return [{ kind: 'fact', tool: 'python', wish, says: `asks for ${text}`, place, voice: 'range' }];
}
