import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readRepositoryFiles } from '../../src/host/repository-files.ts';
import { printProposal } from '../../src/init/print-proposal.ts';
import { propose } from '../../src/init/proposal.ts';
import { readRepository } from '../../src/init/read-repository.ts';
import { SEVERAL, SOURCES } from '../../src/init/sources.ts';
import { loadConfig } from '../../src/config/load.ts';
import { resolveCommand } from '../../src/catalog/resolve.ts';
import type { AbsolutePath } from '../../src/kernel/brand.ts';
import { visible } from '../../src/cli/visible-text.ts';
import { shippedCatalog } from '../catalog/shipped-catalog.ts';

const FIXTURES = join(import.meta.dirname, '../fixtures/init');
const GOLDEN = join(import.meta.dirname, '../golden/init');

it.each(readdirSync(FIXTURES))('proposes for %s what an expert would write', async (name) => {
  const root = join(FIXTURES, name) as AbsolutePath;
  const wanted = { paths: Object.keys(SOURCES), several: SEVERAL };
  const { files, unread } = await readRepositoryFiles(root, wanted);
  expect(unread).toEqual([]);
  const catalog = shippedCatalog();
  const text = printProposal(propose(readRepository(files), catalog), visible);
  await expect(text).toMatchFileSnapshot(join(GOLDEN, `${name}.yaml`));

  const config = loadConfig([{ layer: 'project', file: root, root, text }], {});
  if (!config.ok) throw new Error(config.error[0]?.message);
  expect(config.value.commands.size).toBeGreaterThan(0);
  for (const command of config.value.commands.keys()) {
    expect(resolveCommand(command, config.value, catalog)).toMatchObject({ ok: true });
  }
});
