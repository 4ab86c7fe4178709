import type { CatalogCode } from '../../../src/catalog/problems.ts';
import * as problems from '../../../src/catalog/problems.ts';
import type { Config } from '../../../src/config/config.ts';
import type {
  AbsolutePath,
  CommandName,
  ToolboxName,
  ToolboxVersion,
} from '../../../src/kernel/brand.ts';
import type { Place } from '../../../src/kernel/place.ts';
import type { Examples } from './examples.ts';

const root = '/home/ada/thesis' as AbsolutePath;
const file = `${root}/tackle.yaml` as AbsolutePath;
const nothing: Config = {
  files: [],
  commands: new Map(),
  toolboxes: new Map(),
  env: [],
  share: [],
  limits: {},
};
const thesis: Config = { ...nothing, project: { root, file }, files: [file] };

const command = (name: string) => name as CommandName;
const toolbox = (name: string) => name as ToolboxName;
const version = (name: string) => name as ToolboxVersion;

/** Where the word stands in a line of the config. */
function at(text: string, word: string, line = 3): Place {
  return { file, line, column: text.indexOf(word) + 1, length: word.length, text };
}

export const CATALOG: Examples<CatalogCode> = {
  'catalog/unknown-command': [
    problems.unknownCommand(command('python3.8'), nothing, [], {
      toolbox: 'python@3.8',
      once: 'tackle x python@3.8',
    }),
    problems.unknownCommand(command('pyhton'), thesis, ['python', 'node'], undefined),
    problems.unknownCommand(command('make'), thesis, ['python', 'node'], undefined),
  ],
  'catalog/ambiguous-command': [
    problems.ambiguousCommand(command('lint'), [
      { toolbox: toolbox('eslint'), place: at('  eslint: {image: a/b}', 'eslint', 7) },
      { toolbox: toolbox('ruff'), place: at('  ruff: {image: a/c}', 'ruff', 9) },
    ]),
  ],
  'catalog/not-a-toolbox': [problems.notAToolbox('Python@')],
  'catalog/unknown-toolbox': [
    problems.unknownToolbox(toolbox('pyton'), ['python'], undefined, at('  py: pyton', 'pyton')),
    problems.unknownToolbox(
      toolbox('pdflatex'),
      ['python'],
      { toolbox: 'latex', once: 'tackle x latex' },
      undefined,
    ),
  ],
  'catalog/unknown-version': [
    problems.unknownVersion(
      toolbox('python'),
      version('3.88'),
      ['3.14', '3.8'],
      false,
      at('  py: python@3.88', 'python@3.88'),
    ),
    problems.unknownVersion(toolbox('node'), version('99'), ['24', '22'], true, undefined),
  ],
  'catalog/no-versions': [problems.noVersions(toolbox('lint'), version('2'), undefined)],
  'catalog/no-such-source': [
    problems.noSuchSource(
      'python@3.8',
      'packages',
      ['image'],
      at('  py: {toolbox: python@3.8, source: packages}', 'packages'),
    ),
  ],
  'catalog/command-not-in-toolbox': [
    problems.commandNotInToolbox(
      command('pdflatx'),
      'latex',
      ['pdflatex', 'latexmk'],
      at('  pdf: {toolbox: latex, command: pdflatx}', 'pdflatx'),
    ),
  ],
  'catalog/command-not-in-source': [
    problems.commandNotInSource(command('npx'), 'node@10.16.3', 'packages', ['image'], undefined),
  ],
  'catalog/no-shell': [problems.noShell('shellcheck@0.10.0', 'image', ['packages'])],
  'catalog/bad-image': [
    problems.badImage(
      'Docker.io/Foo Bar',
      at('  lint: {image: Docker.io/Foo Bar}', 'Docker.io/Foo Bar'),
    ),
  ],
  'catalog/bad-suite': [
    problems.badSuite('book worm', at('  t: {debian: book worm}', 'book worm')),
  ],
  'catalog/bad-package': [
    problems.badPackage('debian', 'jq 1', at('    packages: [jq 1]', 'jq 1')),
    problems.badPackage(
      'npm',
      'prettier@latest',
      at('    npm: [prettier@latest]', 'prettier@latest'),
    ),
  ],
  'catalog/bad-entry': [problems.badEntry('python', ['versions[3].sources is empty'])],
};
