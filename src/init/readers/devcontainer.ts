import { parseReference } from '../../catalog/reference.ts';
import { entriesOf } from '../../config/written.ts';
import { documentOf, valueUnder, wordOf } from '../document.ts';
import type { Finding, Reader } from '../finding.ts';
import { toolNamed } from '../known-as.ts';
import { readNumber, readWish } from '../wish.ts';
import { imageFact } from './dockerfile.ts';

/** Features that bring a tool of the catalogue at a `version`. */
const FEATURES: readonly string[] = [
  'python',
  'node',
  'go',
  'rust',
  'ruby',
  'java',
  'php',
  'terraform',
];

/** `devcontainer.json`: its image and its features; a Dockerfile that it names is read by itself. */
export const devcontainer: Reader = (file) => {
  const document = documentOf(file);
  if (document === undefined) return [];
  if (document.kind === 'fault') return [document];
  const image = valueUnder(document, 'image');
  const reference = parseReference(wordOf(image) ?? '');
  const fact = image && reference && imageFact(reference, image.place);
  const findings: Finding[] = fact
    ? [{ ...fact, says: fact.says.replace('builds on', 'runs in') }]
    : [];
  for (const { key, keyPlace: place, value } of entriesOf(valueUnder(document, 'features'))) {
    const [, name = ''] = /\/features\/([a-z-]+)(?::|@|$)/.exec(key) ?? [];
    if (!FEATURES.includes(name)) continue;
    const version = wordOf(valueUnder(value, 'version')) ?? 'latest';
    const wish = readWish(version) ?? readNumber(version);
    const says = `adds ${name} ${version}`;
    findings.push({
      kind: 'fact',
      tool: toolNamed(name),
      ...(wish && { wish }),
      says,
      place,
      voice: 'container',
    });
  }
  return findings;
};
