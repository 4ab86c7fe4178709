import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { copyCheckout } from '../rig/checkout.ts';
import { tackleEnv } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';

/** Building the four toolboxes from packages takes minutes on a machine that has never done so. */
const LIMIT = 900_000;

test('the demo opens three prompts and leaves a PDF', { timeout: LIMIT }, () => {
  using directory = scratch('demo');
  const checkout = copyCheckout(directory.path);
  const demo = spawnSync('node', ['scripts/demo.mjs'], {
    cwd: checkout,
    env: tackleEnv(),
    encoding: 'utf8',
    timeout: LIMIT - 10_000,
  });
  expect(demo.stderr).not.toContain('demo:');
  expect(demo.status).toBe(0);
  const shown = stripVTControlCharacters(demo.stdout);
  expect(shown).toMatch(/>>> 5 \/ 2 == 2\.5\s+False/);
  expect(shown).toMatch(/>>> \(b := a\) > 10\s+True/);
  expect(shown).toContain("'v10.16.3'");

  const pdf = join(checkout, 'examples/paper/build/paper.pdf');
  const text = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' });
  expect(text).toContain('The Toolbox and the Bench');
  // Both were only question marks if biber had not run, or pdflatex not once more after it.
  expect(text).toMatch(/\[1\]\s+Donald E\. Knuth/);
  expect(text).toContain('Figure 1 shows what becomes');
});
