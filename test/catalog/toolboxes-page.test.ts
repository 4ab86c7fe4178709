import { expect, it } from 'vitest';
import { shippedCatalog } from './shipped-catalog.ts';
import { toolboxesPage } from './toolboxes-page.ts';

it('docs/toolboxes.md is current', async () => {
  const page = await toolboxesPage(shippedCatalog());
  await expect(page).toMatchFileSnapshot('../../docs/toolboxes.md');
});
