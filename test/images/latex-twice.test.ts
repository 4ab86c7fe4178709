import { expect, it } from 'vitest';
import { scratch } from '../rig/scratch.ts';
import { buildElsewhere } from './build-elsewhere.ts';
import { buildHere, recipe } from './builds.ts';

/** Of `examples/paper`, with the engines of TeX that leave most to chance. */
const PAPER = recipe('bookworm', [
  'texlive-latex-recommended',
  'texlive-bibtex-extra',
  'texlive-pictures',
  'texlive-luatex',
  'lmodern',
  'latexmk',
  'biber',
]);
/** Two minutes a build, on a machine with two processors. */
const PATIENCE = 1_800_000;

it('LaTeX is the same, bit for bit, wherever it is built', { timeout: PATIENCE }, async () => {
  using directory = scratch('latex');
  const built = await buildHere(PAPER, { cacheDir: directory.path });
  if (!built.ok) throw new Error(JSON.stringify(built.error));
  const { exact } = built.value;
  await built.value[Symbol.asyncDispose]();
  const elsewhere = await buildElsewhere(PAPER, exact);
  expect(elsewhere).toMatchObject({ ok: true, value: { digest: exact.rootfs } });
});
