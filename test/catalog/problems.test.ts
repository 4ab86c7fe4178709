import { describe, expect, it } from 'vitest';
import { resolveCommand, resolveToolbox } from '../../src/catalog/resolve.ts';
import type { Use } from '../../src/catalog/use.ts';
import type { Config } from '../../src/config/config.ts';
import { commandNameOf } from '../../src/kernel/brand.ts';
import { configOf, located } from './config-of.ts';
import { shippedCatalog } from './shipped-catalog.ts';

const catalog = shippedCatalog();
const image = { kind: 'image', image: located('debian') } as const;

/** A problem as a person reads it, with the line it points at. */
function toldOf(result: ReturnType<typeof resolveToolbox>): string {
  if (result.ok) return 'no problem';
  const { code, message, hint, place, detail } = result.error;
  return [
    `${code}: ${message}`,
    ...(detail ?? []),
    ...(hint === undefined ? [] : [`hint: ${hint}`]),
    ...(place ? [`at line ${place.line}`] : []),
  ].join('\n');
}

const command = (word: string, config: Config) =>
  toldOf(resolveCommand(commandNameOf(word)!, config, catalog));
const toolbox = (text: string, config: Config, use?: Use) =>
  toldOf(resolveToolbox(text, config, catalog, use));

describe('the words of every problem', () => {
  const empty = configOf({});
  const outside = configOf({ project: false });

  it('unknown command', () => {
    expect(command('python3.8', empty)).toMatchInlineSnapshot(`
      "catalog/unknown-command: \`python3.8\` is not a command of this project
      hint: run it once with \`tackle x python@3.8\`, or for good with \`tackle add python@3.8\`"
    `);
    expect(command('pdflatex', outside)).toMatchInlineSnapshot(`
      "catalog/unknown-command: \`pdflatex\` is not a command here: there is no \`tackle.yaml\` in this directory or above it
      hint: run it once with \`tackle x latex\`, or for good with \`tackle add latex\`"
    `);
    expect(command('pyhton', configOf({ commands: { python: 'python' } }))).toMatchInlineSnapshot(`
      "catalog/unknown-command: \`pyhton\` is not a command of this project
      hint: did you mean \`python\`?"
    `);
    expect(command('python3.11', empty)).toContain('`tackle x python@3.11`');
    expect(command('pip', empty)).toMatchInlineSnapshot(`
      "catalog/unknown-command: \`pip\` is not a command of this project
      hint: run it once with \`tackle shell python -c 'pip …'\`, or for good with \`tackle add python\`"
    `);
    expect(command('frobnicate', empty)).toMatchInlineSnapshot(`
      "catalog/unknown-command: \`frobnicate\` is not a command of this project
      hint: see the commands there are with \`tackle list\`"
    `);
  });

  it('ambiguous command', () => {
    const runs = { make: ['make'] as const };
    const toolboxes = { build: { ...image, runs }, lint: { ...image, runs } };
    expect(command('make', configOf({ toolboxes }))).toMatchInlineSnapshot(`
      "catalog/ambiguous-command: \`make\` is offered by \`build\` and \`lint\`
      \`build\` is at /proj/tackle.yaml:3:3
      hint: say which one is meant below \`commands:\`, such as \`make: lint\`
      at line 4"
    `);
  });

  it('unknown toolbox', () => {
    expect(command('p', configOf({ commands: { p: 'pyton' } }))).toMatchInlineSnapshot(`
      "catalog/unknown-toolbox: there is no toolbox \`pyton\`
      hint: did you mean \`python\`?
      at line 2"
    `);
    expect(toolbox('pdflatex', outside)).toMatchInlineSnapshot(`
      "catalog/unknown-toolbox: there is no toolbox \`pdflatex\`
      hint: \`pdflatex\` is a command of the toolbox \`latex\`: run it with \`tackle x latex\`"
    `);
    expect(toolbox('python3.8', outside)).toMatchInlineSnapshot(`
      "catalog/unknown-toolbox: there is no toolbox \`python3.8\`
      hint: \`python3.8\` is a command of the toolbox \`python@3.8\`: run it with \`tackle x python@3.8\`"
    `);
    expect(toolbox('frobnicate', outside)).toMatchInlineSnapshot(`
      "catalog/unknown-toolbox: there is no toolbox \`frobnicate\`
      hint: see the toolboxes there are with \`tackle list --all\`"
    `);
    expect(toolbox('python@', outside)).toMatchInlineSnapshot(`
      "catalog/not-a-toolbox: \`python@\` is neither \`TOOLBOX\` nor \`TOOLBOX@VERSION\`
      hint: write it like \`python@3.8\`; see the toolboxes there are with \`tackle list --all\`"
    `);
  });

  it('unknown version', () => {
    expect(toolbox('python@3.5', outside)).toMatchInlineSnapshot(`
      "catalog/unknown-version: \`python\` has no version \`3.5\`; it has \`3.14\`, \`3.13\`, \`3.12\`, \`3.11\`, \`3.10\`, \`3.9\`, \`3.8\`, \`3.7\`, \`3.6\`, \`2.7\`
      hint: the nearest is \`python@3.6\`"
    `);
    expect(toolbox('latex@2023', outside)).toMatchInlineSnapshot(`
      "catalog/unknown-version: \`latex\` has no version \`2023\`; it has \`2024\`, \`2022\`, \`extra\`, \`full\`, \`small\`
      hint: the nearest is \`latex@2024\`"
    `);
    expect(command('node', configOf({ commands: { node: 'node@9' } }))).toContain(
      '`node` has no version `9`',
    );
    expect(toolbox('node@9', outside)).toContain(', and any exact `x.y.z`');
    const toolboxes = { python: { ...image, runs: {} } };
    expect(toolbox('python@3.8', configOf({ toolboxes }))).toMatchInlineSnapshot(`
      "catalog/no-versions: \`python\` is a toolbox of this project and has no version \`3.8\`
      hint: write \`python\` alone"
    `);
  });

  it('a source that is not there', () => {
    expect(toolbox('hadolint', configOf({ source: 'packages' }))).toMatchInlineSnapshot(`
      "catalog/no-such-source: \`hadolint@2.12\` has no source \`packages\`, only \`image\`
      hint: say \`source: image\` for this command, or \`TACKLE_SOURCE=image\` for once
      at line 1"
    `);
    expect(toolbox('python@3.10', configOf({ source: 'packages' }))).toContain(
      'hint: `python@3.11` has it; else say `source: image` for this command',
    );
    const commands = { python: { toolbox: 'python@3.9', source: 'dockerfile' as const } };
    expect(command('python', configOf({ commands }))).toMatchInlineSnapshot(`
      "catalog/no-such-source: \`python@3.9\` has no source \`dockerfile\`, only \`image\` and \`packages\`
      hint: write \`source: image\` there, or leave it out
      at line 9"
    `);
    const toolboxes = { box: { ...image, runs: {} } };
    const mine = { box: { toolbox: 'box', source: 'packages' as const } };
    expect(command('box', configOf({ commands: mine, toolboxes }))).toMatchInlineSnapshot(`
      "catalog/no-such-source: \`box\` has no source \`packages\`, only \`image\`
      hint: write \`source: image\` there, or leave it out
      at line 9"
    `);
  });

  it('a command that is not there', () => {
    const use = (word: string): Use => ({ kind: 'command', command: commandNameOf(word)! });
    expect(toolbox('python@3.8', outside, use('pipp'))).toMatchInlineSnapshot(`
      "catalog/command-not-in-toolbox: \`python@3.8\` has no command \`pipp\`; it has \`python\`, \`python3\`, \`python3.8\`, \`pip\`, \`pip3\`, \`pip3.8\`
      hint: did you mean \`pip\`?"
    `);
    expect(toolbox('jq', outside, use('frobnicate'))).toMatchInlineSnapshot(`
      "catalog/command-not-in-toolbox: \`jq@1.8\` has no command \`frobnicate\`; it has \`jq\`
      hint: look inside with \`tackle shell jq@1.8\`"
    `);
    const packages = configOf({ project: false, source: 'packages' });
    expect(toolbox('python@2.7', packages, use('pip'))).toMatchInlineSnapshot(`
      "catalog/command-not-in-source: \`python@2.7\` from \`packages\` does not have \`pip\`
      hint: take the toolbox from its other source with \`TACKLE_SOURCE=image\`"
    `);
    expect(toolbox('php@8.3', outside, use('composer'))).toMatchInlineSnapshot(`
      "catalog/command-not-in-source: \`php@8.3\` from \`image\` does not have \`composer\`
      hint: look inside with \`tackle shell php@8.3\`"
    `);
  });

  it('no shell', () => {
    expect(toolbox('jq@1.7', outside, { kind: 'shell' })).toMatchInlineSnapshot(`
      "catalog/no-shell: \`jq@1.7\` from \`image\` has no shell: it holds one program alone
      hint: its other source has one: \`TACKLE_SOURCE=packages tackle shell jq@1.7\`"
    `);
    expect(toolbox('hadolint', outside, { kind: 'shell' })).toMatchInlineSnapshot(`
      "catalog/no-shell: \`hadolint@2.12\` from \`image\` has no shell: it holds one program alone
      hint: run the program itself with \`tackle x hadolint@2.12\`"
    `);
  });

  it('texts of the project that name nothing', () => {
    const runs = { x: ['x'] as const };
    const box = (spec: object) => configOf({ toolboxes: { box: { ...spec, runs } } });
    const packages = {
      kind: 'packages',
      debian: located('bookworm'),
      packages: [],
      npm: [],
    } as const;
    expect(command('x', box({ kind: 'image', image: located('Bad Image', 4) })))
      .toMatchInlineSnapshot(`
      "catalog/bad-image: \`Bad Image\` does not name an image
      hint: write it like \`docker.io/library/python:3.8-slim\`, in lower case up to the tag
      at line 4"
    `);
    expect(command('x', box({ ...packages, debian: located('--mode', 5) }))).toMatchInlineSnapshot(`
      "catalog/bad-suite: \`--mode\` does not name a Debian suite
      hint: write one like \`bookworm\`
      at line 5"
    `);
    expect(command('x', box({ ...packages, packages: [located('jq'), located('-o', 6)] })))
      .toMatchInlineSnapshot(`
      "catalog/bad-package: \`-o\` does not name a Debian package
      hint: write it like \`jq\` or \`jq=1.6-2.1\`
      at line 6"
    `);
    expect(command('x', box({ ...packages, npm: [located('npm@latest', 7)] })))
      .toMatchInlineSnapshot(`
      "catalog/bad-package: \`npm@latest\` does not name an npm package at an exact version
      hint: write it like \`prettier@3.10.1\`
      at line 7"
    `);
  });
});
