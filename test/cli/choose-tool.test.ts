import { describe, expect, it } from 'vitest';
import type { Catalog } from '../../src/catalog/catalog.ts';
import { findVersion } from '../../src/catalog/find-version.ts';
import { SHELL } from '../../src/catalog/shell.ts';
import { chooseCommand, chooseShell, chooseToolbox } from '../../src/cli/choose-tool.ts';
import type { Surroundings } from '../../src/cli/read-surroundings.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { AbsolutePath } from '../../src/kernel/brand.ts';
import { shippedCatalog } from '../catalog/shipped-catalog.ts';

const root = '/home/ada/thesis' as AbsolutePath;
const file = `${root}/tackle.yaml` as AbsolutePath;
const TEXT = `
commands:
  pdf: {toolbox: latex, share: [proxy], isolation: fresh}
toolboxes:
  latex: {debian: bookworm, packages: [texlive], commands: [pdflatex, latexmk], isolation: shared}
`;

/** The project alone: the shipped catalogue has tests of its own. */
function here(catalog: Catalog = new Map()): Surroundings {
  const texts = [{ layer: 'project', file, root, text: TEXT }] as const;
  const config = loadConfig(texts, {});
  if (!config.ok) throw new Error(config.error[0]?.message);
  return { config: config.value, texts, lock: new Map(), catalog };
}

describe('chooseCommand', () => {
  it('finds a command of the project', () => {
    const tool = chooseCommand('latexmk', here());
    expect(tool.ok && tool.value.exec).toEqual(['latexmk']);
  });

  it.each([
    ['latex', 'catalog/unknown-command', '`latex` is a toolbox: run it with `tackle x latex`'],
    ['lsit', 'catalog/unknown-command', 'did you mean `tackle list`?'],
    ['pdflatx', 'catalog/unknown-command', 'did you mean `pdflatex`?'],
    ['xyzzy', 'catalog/unknown-command', 'see the commands there are with `tackle list`'],
    ['./script', 'cli/not-a-command', 'see the commands there are with `tackle list`'],
    ['latex@2', 'cli/not-a-command', 'it names a toolbox: run it with `tackle x latex@2`'],
    ['nothing@2', 'cli/not-a-command', 'see the commands there are with `tackle list`'],
    ['', 'cli/not-a-command', 'see the commands there are with `tackle list`'],
  ])('says what %j may have been meant for', (word, code, hint) => {
    const tool = chooseCommand(word, here());
    expect(tool.ok ? undefined : tool.error).toMatchObject({ code, hint });
  });
});

describe('chooseCommand, of what the project has no toolbox for yet', () => {
  const catalog = shippedCatalog();
  const standard = (name: string) => {
    const toolbox = [...catalog.values()].find((one) => one.name === name)!;
    return `${name}@${findVersion(toolbox, undefined)!.version}`;
  };

  it.each([
    [
      'ruby',
      `\`ruby\` is a toolbox: run it with \`tackle x ruby\`, or its commands for good with \`tackle add ${standard('ruby')}\``,
    ],
    [
      'rubby',
      `did you mean \`ruby\`? It is not in this project yet: \`tackle add ${standard('ruby')}\``,
    ],
    [
      'clang-fromat',
      'did you mean `clang-format`? It is not in this project yet: `tackle add clang`',
    ],
    ['pdflatx', 'did you mean `pdflatex`?'],
    ['serach', 'did you mean `tackle search`?'],
    ['xyzzy', 'see the commands there are with `tackle list`'],
  ])('%s', (word, hint) => {
    const tool = chooseCommand(word, here(catalog));
    expect(tool.ok ? undefined : tool.error.hint).toBe(hint);
  });
});

describe('chooseToolbox', () => {
  it('takes the default command', () => {
    const tool = chooseToolbox('latex', true, here());
    expect(tool.ok && tool.value.exec).toEqual(['pdflatex']);
  });
});

describe('chooseShell', () => {
  it.each(['latex', 'pdf', 'latexmk'])('opens one in the toolbox of %s', (word) => {
    const tool = chooseShell(word, here());
    expect(tool.ok && tool.value).toMatchObject({ toolbox: { name: 'latex' }, exec: SHELL });
  });

  it('shares with it what the command gets', () => {
    const share = (word: string) => {
      const tool = chooseShell(word, here());
      return tool.ok && tool.value.share;
    };
    expect([share('pdf'), share('latexmk')]).toEqual([['proxy'], []]);
  });

  it('is as isolated as the command', () => {
    const isolation = (word: string) => {
      const tool = chooseShell(word, here());
      return tool.ok && tool.value.isolation;
    };
    expect([isolation('pdf'), isolation('latexmk')]).toEqual(['fresh', 'shared']);
  });

  it('knows no shell of a toolbox that is not there', () => {
    const tool = chooseShell('ltex', here());
    expect(tool.ok ? undefined : tool.error.code).toBe('catalog/unknown-toolbox');
  });
});
