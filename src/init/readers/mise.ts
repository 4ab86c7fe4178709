import type { Finding, Reader, RepositoryFile } from '../finding.ts';
import { toolNamed } from '../known-as.ts';
import { placeOfLine } from '../lines.ts';
import { fromToml, isTable, under } from './toml.ts';
import { versionAsked } from './version-file.ts';

/** More than any project lists. */
const MOST_TOOLS = 100;

/** The `[tools]` of `mise.toml`: a version, several, or a table with a `version`. */
export const mise: Reader = (file) =>
  fromToml(file, (table) => {
    const tools = under(table, 'tools');
    if (!isTable(tools)) return [];
    return Object.entries(tools)
      .slice(0, MOST_TOOLS)
      .flatMap(([name, said]) => findingsOf(file, name, said));
  });

function findingsOf(file: RepositoryFile, name: string, said: unknown): readonly Finding[] {
  const key = new RegExp(`^(?:tools\\s*\\.\\s*)?["']?${escaped(name)}["']?\\s*[.=]`);
  const place = placeOfLine(file, key);
  const versions = (Array.isArray(said) ? said : [said]).map((each: unknown) =>
    isTable(each) ? under(each, 'version') : each,
  );
  return versions.map((version, at): Finding => {
    if (typeof version !== 'string') {
      return { kind: 'fault', says: `asks for \`${name}\` without a version in quotes`, place };
    }
    const finding = versionAsked(toolNamed(name), version, { place });
    return at === 0 || finding.kind === 'fault' ? finding : { ...finding, besides: true };
  });
}

function escaped(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9]/g, '\\$&');
}
