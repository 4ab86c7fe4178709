import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { projectText } from './project-text.ts';

const reference = readFileSync(new URL('../../docs/config.md', import.meta.url), 'utf8');
const examples = [...reference.matchAll(/```yaml\n([^]*?)```/g)].map((match) => match[1]!);

test('the reference has examples', () => {
  expect(examples.length).toBeGreaterThan(4);
});

test.each(examples)('an example of the reference loads: %s', (text) => {
  const layer = text.startsWith('registries:') ? 'user' : 'project';
  const loaded = loadConfig([projectText(text, { layer })], {});
  expect(loaded.ok ? [] : loaded.error).toEqual([]);
});
