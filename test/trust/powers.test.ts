import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCatalog } from '../../src/catalog/compiled-catalog.ts';
import { visible } from '../../src/cli/visible-text.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { ConfigText } from '../../src/kernel/config-texts.ts';
import { filesOfProject } from '../../src/trust/content.ts';
import type { Power } from '../../src/trust/power.ts';
import { powersOf } from '../../src/trust/powers.ts';
import { notTrusted } from '../../src/trust/problems.ts';
import { isWordOfTheMachine } from '../../src/trust/words-of-the-machine.ts';
import { renderProblem } from '../../src/cli/render-problem.ts';
import { plain } from '../../src/cli/paint.ts';
import { shippedCatalogText } from '../../src/host/shipped-catalog.ts';
import { path, projectText } from '../config/project-text.ts';

function powers(...texts: readonly ConfigText[]): readonly Power[] {
  const config = loadConfig(texts, {});
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  return powersOf(config.value, filesOfProject(texts));
}

const said = (...texts: readonly ConfigText[]) =>
  powers(...texts).map(({ says, place: { line } }) => `${line}: ${says}`);
const of = (text: string) => said(projectText(text));
const users = (text: string) =>
  projectText(text, {
    layer: 'user',
    file: path('/home/ada/config.yaml'),
    root: path('/home/ada'),
  });
const local = (text: string) =>
  projectText(text, { layer: 'local', file: path('/p/tackle.local.yaml') });

const OWN = 'debian: bookworm, network: none';

describe('what needs no question', () => {
  test.each([
    [
      'toolboxes of the catalogue',
      'commands: {python: python@3.8, p: {toolbox: python, args: [-c, x]}}',
    ],
    [
      'packages with no network',
      `toolboxes: {t: {${OWN}, packages: [tree], npm: [a@1.0.0], commands: [x]}}`,
    ],
    ['an engine and a source', 'engine: docker\nsource: image\nisolation: fresh'],
    ['variables that are set', 'env: [A=1, PATH=/x, LD_PRELOAD=/x.so]'],
    [
      'variables that every tool sees',
      'env: [LANG, LC_ALL, LC_*, TERM, NO_COLOR, COLUMNS, TZ, PATH]',
    ],
    ['limits that take away', 'limits: {pids: 4096, memory: 1g, cpus: 1}'],
    ['a summary', `toolboxes: {t: {${OWN}, commands: [x], summary: "image: evil"}}`],
  ])('%s', (_, text) => {
    expect(of(text)).toEqual([]);
  });

  test('what the user’s own config asks for', () => {
    const mine = `share: [ssh-agent]\nenv: [TOKEN]\ncommands: {sudo: t}\ntoolboxes: {t: {image: x, commands: [sudo]}}\n`;
    expect(said(users(mine), projectText('commands: {p: python}'))).toEqual([]);
  });
});

describe('a power', () => {
  test.each([
    [
      'toolboxes:\n  t: {image: ghcr.io/a/b:1, network: none, commands: [x]}',
      '2: `t` is the image `ghcr.io/a/b:1`: it is fetched from where the project says',
    ],
    [
      'toolboxes:\n  t: {dockerfile: a/Dockerfile, context: ., network: none, commands: [x]}',
      "2: `t` is built from `a/Dockerfile`: its steps run in the engine's builder, with a network, and are given what is in `.`",
    ],
    [
      'toolboxes:\n  t: {debian: bookworm, commands: [x]}',
      '2: the tools of `t` have your network, with services of this machine that only you can reach',
    ],
    [
      'toolboxes:\n  t: {debian: bookworm, commands: [x],\n    network: host}',
      '3: the tools of `t` have your network, with services of this machine that only you can reach',
    ],
    [
      'toolboxes:\n  t: {debian: bookworm, commands: [x], network: bridge}',
      "2: the tools of `t` have a network of the engine's",
    ],
    ['env: [A=1, TOKEN]', '1: all tools see your variable `TOKEN`'],
    ['env:\n  - AWS_*', '2: all tools see all of your variables that begin with `AWS_`'],
    ['env: [L*]', '1: all tools see all of your variables that begin with `L`'],
    [
      `toolboxes: {t: {${OWN}, commands: [x], env: [TOKEN]}}`,
      '1: the tools of `t` see your variable `TOKEN`',
    ],
    [
      'share: [ssh-agent]',
      '1: all tools can sign with the keys in your ssh-agent, and so log in as you',
    ],
    ['share: [proxy]', '1: all tools see your proxy variables, in which there may be a password'],
    [
      'share: [ca-certificates]',
      '1: all tools see the certificate authorities that your programs trust',
    ],
    [
      'share: [argument-files]',
      '1: all tools can read the files and directories outside of the project that arguments name',
    ],
    [
      'commands: {p: {toolbox: python, share: [proxy]}}',
      '1: runs of `p` see your proxy variables, in which there may be a password',
    ],
    [
      `toolboxes: {t: {${OWN}, commands: [x], share: [proxy]}}`,
      '1: the tools of `t` see your proxy variables, in which there may be a password',
    ],
    ['limits: {pids: 4097}', '1: all tools may start 4097 processes at once, and not only 4096'],
    [
      `toolboxes: {t: {${OWN}, commands: [x], limits: {pids: 5000}}}`,
      '1: the tools of `t` may start 5000 processes at once, and not only 4096',
    ],
    [
      'commands: {sudo: python}',
      '1: `sudo` is a command of the project, and not the program of your machine',
    ],
    [
      `toolboxes: {t: {${OWN}, commands: [git]}}`,
      '1: `git` is a command of the project, and not the program of your machine',
    ],
    [
      `toolboxes: {t: {${OWN}, commands: {ssh: [echo, hi]}}}`,
      '1: `ssh` is a command of the project, and not the program of your machine',
    ],
  ])('%s', (text, power) => {
    expect(of(text)).toEqual([power]);
  });

  test('counts in tackle.local.yaml too, which may come with a checkout', () => {
    expect(said(projectText(''), local('env: [TOKEN]'))).toEqual([
      '1: all tools see your variable `TOKEN`',
    ]);
  });

  test('is what a project makes of the user’s own toolboxes and commands', () => {
    const tools = `toolboxes: {ops: {image: x, commands: [deploy], share: [ssh-agent]}}`;
    expect(said(users(tools), projectText('commands: {jq: {toolbox: ops, args: [rm]}}'))).toEqual([
      '1: `jq` is run in your own toolbox `ops`, with all that you have given that',
    ]);
    const command = `commands: {deploy: {toolbox: ops, share: [ssh-agent]}}\n${tools}`;
    const hidden = `toolboxes: {ops: {${OWN}, commands: [deploy]}}`;
    expect(said(users(command), projectText(hidden))).toEqual([
      "1: your own command `deploy` is run in the project's toolbox `ops`, with all that you have given it",
    ]);
  });
});

test('a literal ends where it ends, whatever is in it', () => {
  const text = 'toolboxes: {t: {dockerfile: "a` (tackle.yaml:1)", network: none, commands: [x]}}';
  expect(of(text)[0]).toContain('is built from `a\\x60 (tackle.yaml:1)`: its steps');
  expect(of('toolboxes: {t: {image: "a`b", network: none, commands: [x]}}')[0]).toContain(
    '`a\\x60b`:',
  );
});

test('every key of a config is judged: a new one has to be put here, and in powersOf if it gives power', () => {
  const judged = {
    config: [
      '$schema',
      'commands',
      'toolboxes',
      'engine',
      'source',
      'env',
      'share',
      'limits',
      'registries',
      'isolation',
    ],
    command: ['toolbox', 'command', 'args', 'source', 'share', 'isolation'],
    toolbox: [
      ...[
        'image',
        'signed-by',
        'debian',
        'packages',
        'npm',
        'dockerfile',
        'context',
        'target',
        'args',
      ],
      ...['commands', 'network', 'env', 'share', 'limits', 'summary', 'isolation'],
    ],
    limits: ['pids', 'memory', 'cpus'],
  };
  const file = join(import.meta.dirname, '../../schema/tackle.schema.json');
  const schema = JSON.parse(readFileSync(file, 'utf8')) as Schema;
  const top = schema.properties!;
  const keysOf = (found: Schema) => [
    ...new Set(
      [found, ...(found.anyOf ?? [])].flatMap(({ properties = {} }) => Object.keys(properties)),
    ),
  ];
  expect(keysOf(schema).sort()).toEqual(judged.config.sort());
  expect(keysOf(top['commands']!.additionalProperties!).sort()).toEqual(judged.command.sort());
  expect(keysOf(top['toolboxes']!.additionalProperties!).sort()).toEqual(judged.toolbox.sort());
  expect(keysOf(top['limits']!).sort()).toEqual(judged.limits.sort());
});

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
  readonly anyOf?: readonly Schema[];
}

test('no toolbox of the catalogue has a command that means a program of the machine', () => {
  const catalog = readCatalog(shippedCatalogText());
  const commands = [...catalog.values()].flatMap(({ versions, commands: known, also }) => [
    ...known,
    ...also,
    ...versions.flatMap((version) => version.commands ?? []),
  ]);
  expect(commands.length).toBeGreaterThan(100);
  expect(commands.filter(isWordOfTheMachine)).toEqual([]);
});

test('nothing that a project writes is obeyed by the terminal that it is shown on', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
      const image = JSON.stringify(`a${text.replaceAll(/[\s\0]/g, '')}\u001b[2J\u202e`);
      const found = powers(
        projectText(`{"toolboxes": {"t": {"image": ${image}, "commands": ["x"]}}}`),
      );
      const shown = renderProblem(notTrusted(found), { paint: plain, cwd: '/p', columns: 80 });
      expect(shown).not.toMatch(/[^\n\P{Cc}]|[\u202a-\u202e\u2066-\u2069]/u);
      expect(shown).toContain('\\x1b[2J');
      expect(visible(shown.replaceAll('\n', ''))).toBe(shown.replaceAll('\n', ''));
    }),
  );
});
