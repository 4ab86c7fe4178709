import type { Written } from '../../config/written.ts';
import { documentOf, valueUnder, wordOf } from '../document.ts';
import type { Fact, Finding, Reader } from '../finding.ts';
import { readWish } from '../wish.ts';

/** `package.json`: `volta`, `engines` and `packageManager`; having one at all asks for Node. */
export const packageJson: Reader = (file) => {
  const document = documentOf(file);
  if (document === undefined) return [];
  if (document.kind === 'fault') return [document];
  if (document.kind !== 'map') return [];
  const findings = [
    ...asked(valueUnder(document, 'volta', 'node'), 'pin', 'volta'),
    ...asked(valueUnder(document, 'engines', 'node'), 'range', 'engines'),
    ...manager(valueUnder(document, 'packageManager')),
  ];
  if (findings.some(({ kind }) => kind === 'fact')) return findings;
  const [first] = document.entries;
  const place = first?.keyPlace ?? document.place;
  const plain: Fact = {
    kind: 'fact',
    tool: 'node',
    says: 'is of a package for Node',
    place,
    voice: 'range',
  };
  return [...findings, plain];
};

function asked(
  written: Written | undefined,
  voice: Fact['voice'],
  key: string,
): readonly Finding[] {
  const text = wordOf(written);
  if (written === undefined || text === undefined) return [];
  const { place } = written;
  const wish = readWish(text);
  if (wish === undefined) {
    return [
      {
        kind: 'fault',
        says: `says \`${text}\` below \`${key}\`, which is no range of versions`,
        place,
      },
    ];
  }
  return [
    { kind: 'fact', tool: 'node', wish, says: `asks for ${text} (\`${key}\`)`, place, voice },
  ];
}

/** npm, and the yarn that tells others where to find the project's own, come with Node. */
function manager(written: Written | undefined): readonly Finding[] {
  const text = wordOf(written);
  if (written === undefined || text === undefined) return [];
  const [, name = '', version = ''] =
    /^([a-z]+)@([0-9]+\.[0-9]+\.[0-9]+)(?:\+.*)?$/.exec(text) ?? [];
  if (name !== 'pnpm') return [];
  return [
    {
      kind: 'fact',
      tool: 'node',
      says: `asks for ${text} (\`packageManager\`)`,
      place: written.place,
      voice: 'range',
      npx: { command: name, package: `${name}@${version}` },
    },
  ];
}
