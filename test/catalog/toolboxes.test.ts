import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CatalogToolbox, CatalogVersion } from '../../src/catalog/catalog.ts';
import { findVersion } from '../../src/catalog/find-version.ts';
import { smokeCheck } from '../../src/catalog/smoke-check.ts';
import { parseReference } from '../../src/catalog/reference.ts';
import { allCommands, knownCommands } from '../../src/catalog/version-commands.ts';
import { newestFirst } from '../../src/catalog/version-order.ts';
import { toolboxVersionOf } from '../../src/kernel/brand.ts';
import { shippedCatalog, TOOLBOXES } from './shipped-catalog.ts';

interface DigestFact {
  readonly image: string;
  readonly tag: string;
  readonly digest: string;
  readonly kind: 'index' | 'index-asserted' | 'index-inferred' | 'unknown';
  readonly confidence: 'high' | 'medium';
}

const catalog = shippedCatalog();
const toolboxes = [...catalog.values()];
const versions: readonly (readonly [string, CatalogToolbox, CatalogVersion])[] = toolboxes.flatMap(
  (toolbox) =>
    toolbox.versions.map(
      (version) => [`${toolbox.name}@${version.version}`, toolbox, version] as const,
    ),
);
const facts = JSON.parse(
  readFileSync(join(TOOLBOXES, 'digests.json'), 'utf8'),
) as readonly DigestFact[];
const references = versions.flatMap(([, , { sources }]) =>
  sources.image === undefined ? [] : [sources.image.reference],
);

describe('the toolboxes that are promised', () => {
  it.each([
    ['python', ['2.7', '3.6', '3.7', '3.8', '3.9', '3.10', '3.11', '3.12', '3.13', '3.14', '3']],
    [
      'node',
      ['10.16.3', '10', '12', '14', '16', '18', '20', '22', '24', 'lts', 'stable', '17.0.1'],
    ],
    ['latex', ['2022', 'small', 'full']],
    ['miniconda', ['25.3']],
  ])('%s has its versions', (name, names) => {
    const toolbox = toolboxes.find((candidate) => candidate.name === name)!;
    const missing = names.filter((asked) => !findVersion(toolbox, toolboxVersionOf(asked)));
    expect(missing).toEqual([]);
  });

  it('means the last release of a line by its number', () => {
    const node = toolboxes.find(({ name }) => name === 'node')!;
    expect(findVersion(node, toolboxVersionOf('10'))?.version).toBe('10.24.1');
  });
});

describe('every toolbox', () => {
  it.each(toolboxes.map((toolbox) => [toolbox.name, toolbox] as const))(
    '%s: an alias that is a number means the newest version that begins so',
    (_, { aliases, versions: listed }) => {
      for (const [alias, version] of Object.entries(aliases)) {
        if (!/^[0-9.]+$/.test(alias)) continue;
        const line = listed.map((one) => one.version).filter((one) => one.startsWith(`${alias}.`));
        expect([alias, line.sort(newestFirst)[0]]).toEqual([alias, version]);
      }
    },
  );

  it('lets no variable through that is likely to hold a secret', () => {
    const names = toolboxes.flatMap(({ env }) =>
      env.map((entry) =>
        entry.kind === 'pass-prefix' ? entry.prefix : 'name' in entry ? entry.name : '',
      ),
    );
    expect(names.filter((name) => /TOKEN|KEY|SECRET|PASS|AUTH|CREDENTIAL/i.test(name))).toEqual([]);
  });

  it('has the network that an offline tool does without', () => {
    const offline = ['ffmpeg', 'jq', 'latex', 'pandoc', 'shellcheck'];
    const online = ['go', 'node', 'python', 'ruby'];
    const networkOf = (name: string) => toolboxes.find((one) => one.name === name)?.network;
    expect(offline.map(networkOf)).toEqual(offline.map(() => 'none'));
    expect(online.map(networkOf)).toEqual(online.map(() => 'host'));
  });
});

/**
 * The rule: a word that toolboxes are known for (`commands`) belongs to one of them alone, whatever
 * the version, so that a hint can always name the toolbox that has it. A toolbox that happens to have
 * another's program too lists it below `also`, where it counts only when the toolbox is named.
 */
describe('every command', () => {
  it('belongs to one toolbox', () => {
    const owners = new Map<string, Set<string>>();
    for (const [, toolbox, version] of versions) {
      for (const word of knownCommands(toolbox, version)) {
        owners.set(word, (owners.get(word) ?? new Set()).add(toolbox.name));
      }
    }
    const shared = [...owners].filter(([, names]) => names.size > 1);
    expect(shared.map(([word, names]) => `${word}: ${[...names].join(', ')}`)).toEqual([]);
  });

  it.each(versions)('%s: names each of its words once', (_, toolbox, version) => {
    const words = allCommands(toolbox, version);
    expect(words).toEqual([...new Set(words)]);
    expect(words.filter((word) => /[{}]/.test(word))).toEqual([]);
  });
});

describe('every image', () => {
  it.each(references)('%s is a collected fact', (text) => {
    const { registry, repository, tag, digest } = parseReference(text)!;
    const fact = facts.find(
      (one) =>
        one.image === `${registry}/${repository}` && one.tag === tag && one.digest === digest,
    );
    expect(fact?.kind).toMatch(/^index(-asserted|-inferred)?$/);
  });

  it('uses every fact that is kept', () => {
    const used = new Set(references);
    const unused = facts
      .map(({ image, tag, digest }) => `${image}:${tag}@${digest}`)
      .filter((text) => !used.has(text));
    expect(unused).toEqual([]);
  });

  it('keeps the facts in order, each once', () => {
    const keys = facts.map(({ image, tag, digest }) => `${image} ${tag} ${digest}`);
    expect(keys).toEqual([...new Set(keys)].sort());
  });
});

describe('every smoke check', () => {
  it.each(versions)(
    '%s: matches what the tool prints, not another version',
    (_, toolbox, version) => {
      const { command, pattern } = smokeCheck(toolbox, version);
      expect(allCommands(toolbox, version)).toContain(command);
      expect(pattern.test('')).toBe(false);
      expect(pattern.source).not.toMatch(/\{(version|major|minor)\}/);
    },
  );

  it('reads what Python 2.7 says on stderr', () => {
    const python = toolboxes.find(({ name }) => name === 'python')!;
    const check = smokeCheck(python, findVersion(python, toolboxVersionOf('2.7'))!);
    expect(check.on).toBe('stderr');
    expect(check.pattern.test('Python 2.7.18\n')).toBe(true);
    expect(check.pattern.test('Python 3.9.2\n')).toBe(false);
  });
});
