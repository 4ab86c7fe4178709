import fc from 'fast-check';
import { parseDocument } from 'yaml';
import { expect, it } from 'vitest';
import { visible } from '../../src/cli/visible-text.ts';
import { loadConfig } from '../../src/config/load.ts';
import { printProposal, notesOn } from '../../src/init/print-proposal.ts';
import { propose } from '../../src/init/proposal.ts';
import { readRepository } from '../../src/init/read-repository.ts';
import { SOURCES } from '../../src/init/sources.ts';
import type { AbsolutePath } from '../../src/kernel/brand.ts';
import { shippedCatalog } from '../catalog/shipped-catalog.ts';

const CATALOG = shippedCatalog();
const PATHS = [...Object.keys(SOURCES), 'a.tex', '.github/workflows/ci.yml'];

function proposed(path: string, text: string) {
  return propose(readRepository([{ path, text }]), CATALOG);
}

/** What is written down, as a config: nothing that a file says may become more than a comment. */
function commandsIn(text: string): readonly string[] {
  const root = '/work' as AbsolutePath;
  const config = loadConfig([{ layer: 'project', file: root, root, text }], {});
  if (!config.ok) throw new Error(config.error[0]?.message);
  return [...config.value.commands.keys()];
}

const EVIL = 'evil: { toolbox: node, args: [x] }';

it.each([
  ['.python-version', `3.8\u2028${EVIL}`],
  ['.nvmrc', `10\x1b]0;x\x07\r  ${EVIL}`],
  ['.tool-versions', `py\x1b[2Jthon 3.8\nnode 10\x85${EVIL}`],
  [
    'package.json',
    JSON.stringify({
      engines: { node: `>=10\n  ${EVIL}` },
      packageManager: `pnpm@9.1.0'\n${EVIL}`,
    }),
  ],
  ['package.json', JSON.stringify({ volta: { node: '16' }, packageManager: 'pnpm@$(reboot)' })],
  ['mise.toml', `[tools]\npython = "3.8\\n${EVIL}"\n"no\\u001b[31mde" = "1"`],
  ['Dockerfile', `FROM python:3.8\u202e\nFROM node:10`],
  [
    '.github/workflows/ci.yml',
    `jobs: {a: {steps: [{uses: actions/setup-node@v4, with: {node-version: "10\\n${EVIL}"}}]}}`,
  ],
])('%s with %j brings no other command, and is shown escaped', (path, text) => {
  const proposal = proposed(path, text);
  const printed = printProposal(proposal, visible);
  expect(commandsIn(proposal.parts.length > 0 ? printed : '')).not.toContain('evil');
  const shown = [printed, ...notesOn(proposal).map(visible)].join('\n');
  expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u202e]/);
});

it('a hostile name of a file stays in its comment', () => {
  const proposal = proposed(`a\n  ${EVIL}\x1b[2J.tex`, '\\documentclass{article}');
  const printed = printProposal(proposal, visible);
  expect(commandsIn(printed)).not.toContain('evil');
  expect(printed).toContain('a\\n  evil');
});

it('no file of the largest size that is read takes long', { timeout: 60_000 }, () => {
  const pieces = [
    '\\usepackage[',
    '/*',
    '"\\"',
    '[',
    '- ',
    'a: ',
    '${',
    'FROM a\n',
    '3.8\n',
    '3.8 ',
    '%\n',
    '% !TEX ',
    "ruby '' ",
    '$pdf_mode ',
    'go 1.2\n',
    '\n',
    ' ',
    'a = "1"\n',
    '\\usepackage{siunitx}\n',
  ];
  const starts = ['', '{', '[tools]\n', 'python ', 'jobs:\n', 'ruby ', '{"engines":'];
  for (const path of PATHS) {
    for (const piece of pieces) {
      const start = starts[pieces.indexOf(piece) % starts.length] ?? '';
      const text = start + piece.repeat(Math.floor((64 * 1024) / piece.length));
      expect(proposed(path, text).parts.length).toBeLessThan(100);
    }
  }
  const tools = Array.from({ length: 20_000 }, (_, at) => `t${at} = "1"\n`).join('');
  expect(proposed('mise.toml', `[tools]\n${tools}`).missing.length).toBeLessThanOrEqual(100);
});

it.each([
  ['package.json', '{ "engines": '],
  ['.devcontainer/devcontainer.json', '{ // no end\n "image": "python:3.8", /* '],
  ['mise.toml', '[tools\npython = 1'],
  ['pyproject.toml', 'a = '],
  ['.github/workflows/ci.yml', `jobs: ${'['.repeat(5000)}`],
  ['.github/workflows/ci.yml', 'a: &a [x]\njobs: *b'],
  ['rust-toolchain.toml', '[toolchain]\nchannel = "nightly-2024-01-01'],
])('%s that is broken is told of, with the line', (path, text) => {
  const { parts, faults } = proposed(path, text);
  expect(parts).toEqual([]);
  expect(faults[0]?.place).toMatchObject({ file: path });
  expect(faults[0]?.says).toMatch(/^cannot be read: /);
});

it('no text in any file makes a reader throw, nor a config that cannot be read', () => {
  const words = [
    'python',
    'node',
    'ruby',
    'FROM',
    '[tools]',
    '=',
    ':',
    '{',
    '}',
    '"',
    "'",
    '\n',
    ' ',
    '3.8',
    '^',
    'jobs',
    'steps',
    'uses',
    '@',
    '-',
    '#',
    '\\usepackage{',
    '}',
    'ARG',
    '$',
    '[',
    ']',
    '\x00',
    '\u{1f600}',
  ];
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.constantFrom(...words), { maxLength: 60 }).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(fc.constantFrom(...PATHS), text, (path, content) => {
      const proposal = proposed(path, content);
      const printed = printProposal(proposal, visible);
      expect(parseDocument(printed).errors).toEqual([]);
      if (proposal.parts.length > 0) expect(commandsIn(printed).length).toBeGreaterThan(0);
    }),
    { numRuns: 150 },
  );
}, 60_000);
