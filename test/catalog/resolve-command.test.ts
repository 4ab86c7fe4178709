import { describe, expect, it } from 'vitest';
import { printReference } from '../../src/catalog/reference.ts';
import { resolveCommand } from '../../src/catalog/resolve.ts';
import type { Tool } from '../../src/catalog/tool.ts';
import type { Config } from '../../src/config/config.ts';
import { absolutePathOf, commandNameOf } from '../../src/kernel/brand.ts';
import { configOf, located } from './config-of.ts';
import { shippedCatalog } from './shipped-catalog.ts';

const catalog = shippedCatalog();

function resolved(word: string, config: Config): Tool {
  const tool = resolveCommand(commandNameOf(word)!, config, catalog);
  if (!tool.ok) throw new Error(tool.error.message);
  return tool.value;
}

/** The tool in one line: what it runs, where, and from what. */
function said(word: string, config: Config): string {
  const { toolbox, exec, source } = resolved(word, config);
  const from =
    source.kind === 'image'
      ? printReference(source.reference).replace(/@sha256:.*/, '@…')
      : source.kind === 'packages'
        ? `${source.recipe.debian}: ${[...source.recipe.packages, ...source.recipe.npm]
            .map(({ name, version }) => (version === undefined ? name : `${name}=${version}`))
            .join(' ')}`
        : source.dockerfile;
  return `${exec.join(' ')} | ${toolbox.name}@${toolbox.version ?? ''} | ${from}`;
}

describe('a command of `commands:`', () => {
  it.each([
    ['python2.7', 'python@2.7', 'python2.7 | python@2.7 | docker.io/library/python:2.7.18-slim@…'],
    [
      'python3.8',
      'python@3.8',
      'python3.8 | python@3.8 | docker.io/library/python:3.8.20-slim-bookworm@…',
    ],
    [
      'python3',
      'python',
      'python3 | python@3.13 | docker.io/library/python:3.13.13-slim-bookworm@…',
    ],
    ['py', 'python@3', 'python | python@3.14 | docker.io/library/python:3.14.6-slim@…'],
    ['pip', 'python@3.8', 'pip | python@3.8 | docker.io/library/python:3.8.20-slim-bookworm@…'],
    ['node', 'node@10.16.3', 'node | node@10.16.3 | docker.io/library/node:10.16.3-slim@…'],
    ['npx', 'node@10', 'npx | node@10.24.1 | docker.io/library/node:10.24.1-slim@…'],
    ['js', 'node@lts', 'node | node@24 | docker.io/library/node:24-bookworm-slim@…'],
    [
      'node',
      'node@17.0.1',
      'node | node@17.0.1 | bookworm: ca-certificates libatomic1 libstdc++6 node-linux-{arch}=17.0.1 npm=8.19.4 yarn=1.22.22',
    ],
    [
      'shellcheck',
      'shellcheck@0.10',
      '/bin/shellcheck | shellcheck@0.10 | docker.io/koalaman/shellcheck:v0.10.0@…',
    ],
    [
      'xelatex',
      'latex@full',
      'xelatex | latex@full | registry.gitlab.com/islandoftex/images/texlive:TL2026-2026-09-20-full@…',
    ],
    [
      'python',
      'miniconda',
      'python | miniconda@25.3 | docker.io/continuumio/miniconda3:25.3.1-1@…',
    ],
  ])('%s: %s', (word, toolbox, expected) => {
    expect(said(word, configOf({ commands: { [word]: toolbox } }))).toBe(expected);
  });

  it('takes latex from packages unless told otherwise', () => {
    const tool = resolved('pdflatex', configOf({ commands: { pdflatex: 'latex' } }));
    expect(tool).toMatchObject({
      exec: ['pdflatex'],
      toolbox: { name: 'latex', version: '2022', origin: 'catalogue' },
      source: { kind: 'packages', recipe: { debian: 'bookworm' } },
      alternatives: [],
      network: 'none',
    });
  });

  it('runs another command of the toolbox, with arguments before the user’s own', () => {
    const commands = {
      serve: { toolbox: 'python@3.8', command: 'python3', args: ['-m', 'http.server'] },
    };
    const tool = resolved('serve', configOf({ commands }));
    expect(tool.command).toBe('serve');
    expect(tool.exec).toEqual(['python3', '-m', 'http.server']);
  });

  it('shares what its toolbox does, and what is written for itself', () => {
    const image = { kind: 'image', image: located('x') } as const;
    const config = configOf({
      commands: {
        pip: { toolbox: 'python@3.8', share: ['proxy'] },
        git: { toolbox: 'web', share: ['ssh-agent'] },
      },
      toolboxes: {
        web: {
          ...image,
          share: [located('ca-certificates')],
          runs: { git: ['git'], curl: ['curl'] },
        },
      },
    });
    expect(resolved('pip', config).share).toEqual(['proxy']);
    expect(resolved('git', config).share).toEqual(['ca-certificates', 'ssh-agent']);
    expect(resolved('curl', config).share).toEqual(['ca-certificates']);
  });

  it('is a whole value', () => {
    const env = [located({ kind: 'set', name: 'A', value: '1' } as const)];
    const limits = { pids: located(50) };
    expect(resolved('go', configOf({ commands: { go: 'go@1.23.6' }, env, limits }))).toEqual({
      command: 'go',
      toolbox: { name: 'go', version: '1.23.6', origin: 'catalogue' },
      asked: 'go@1.23.6',
      exec: ['go'],
      source: {
        kind: 'image',
        reference: {
          registry: 'docker.io',
          repository: 'library/golang',
          tag: '1.23.6-bookworm',
          digest: 'sha256:441f59f8a2104b99320e1f5aaf59a81baabbc36c81f4e792d5715ef09dd29355',
        },
      },
      alternatives: [],
      network: 'host',
      env: [
        ...[
          'GOOS',
          'GOARCH',
          'GOARM',
          'GOAMD64',
          'GOFLAGS',
          'GODEBUG',
          'GOEXPERIMENT',
          'CGO_ENABLED',
        ].map((name) => ({ kind: 'pass', name })),
      ],
      homeEnv: { GOPATH: 'go' },
      share: [],
      limits: {},
    });
  });
});

describe('the source', () => {
  const commands = { python: { toolbox: 'python@3.9' } };

  it.each([
    ['the toolbox’s own', configOf({ commands }), 'image'],
    ['the config’s', configOf({ commands, source: 'packages' }), 'packages'],
    [
      'the command’s',
      configOf({
        commands: { python: { toolbox: 'python@3.9', source: 'image' } },
        source: 'packages',
      }),
      'image',
    ],
  ])('is %s', (_, config, kind) => {
    const tool = resolved('python', config);
    expect([tool.source.kind, ...tool.alternatives].sort()).toEqual(['image', 'packages']);
    expect(tool.source.kind).toBe(kind);
  });

  it('decides what a word executes', () => {
    const from = (source: 'image' | 'packages') =>
      resolved('python', configOf({ commands: { python: 'python@2.7' }, source })).exec;
    expect(from('image')).toEqual(['python']);
    expect(from('packages')).toEqual(['python2.7']);
  });

  it('gives packages in one order, whatever the order written', () => {
    const recipe = (packages: readonly string[]) =>
      resolved(
        'jq',
        configOf({
          toolboxes: {
            mine: {
              kind: 'packages',
              debian: located('bookworm'),
              packages: packages.map((name) => located(name)),
              npm: [],
              runs: { jq: ['jq'] },
            },
          },
        }),
      ).source;
    expect(recipe(['jq', 'curl', 'jq'])).toEqual(recipe(['curl', 'jq']));
  });
});

describe('a toolbox of the project', () => {
  const image = { kind: 'image', image: located('koalaman/shellcheck:v0.10.0') } as const;

  it('offers its commands without `commands:`', () => {
    const toolboxes = { lint: { ...image, runs: { check: ['/bin/shellcheck', '-x'] as const } } };
    expect(resolved('check', configOf({ toolboxes }))).toEqual({
      command: 'check',
      toolbox: { name: 'lint', origin: 'project' },
      asked: 'lint',
      exec: ['/bin/shellcheck', '-x'],
      source: {
        kind: 'image',
        reference: { registry: 'docker.io', repository: 'koalaman/shellcheck', tag: 'v0.10.0' },
      },
      alternatives: [],
      network: 'host',
      env: [],
      share: [],
      limits: {},
    });
  });

  it('hides a toolbox of the catalogue by its name', () => {
    const toolboxes = { shellcheck: { ...image, runs: { shellcheck: ['/mine'] as const } } };
    const config = configOf({ commands: { shellcheck: 'shellcheck' }, toolboxes });
    expect(resolved('shellcheck', config).toolbox).toEqual({
      name: 'shellcheck',
      origin: 'project',
    });
  });

  it('gives way to what `commands:` says', () => {
    const toolboxes = { lint: { ...image, runs: { shellcheck: ['/mine'] as const } } };
    const config = configOf({ commands: { shellcheck: 'shellcheck@0.11' }, toolboxes });
    expect(resolved('shellcheck', config).toolbox.origin).toBe('catalogue');
  });

  it('runs its first command for a word that is none of its own', () => {
    const toolboxes = { lint: { ...image, runs: { one: ['/1'] as const, two: ['/2'] as const } } };
    const config = configOf({ commands: { check: 'lint', two: 'lint' }, toolboxes });
    expect(resolved('check', config).exec).toEqual(['/1']);
    expect(resolved('two', config).exec).toEqual(['/2']);
  });

  it('says its own environment, limits and network, apart from what the config says of all', () => {
    const set = (value: string) => located({ kind: 'set', name: 'A', value } as const);
    const toolboxes = {
      lint: {
        ...image,
        network: located('none' as const),
        env: [set('2')],
        limits: { pids: located(9) },
        runs: { check: ['/1'] as const },
      },
    };
    const limits = { pids: located(50), cpus: located(2) };
    expect(resolved('check', configOf({ toolboxes, env: [set('1')], limits }))).toMatchObject({
      network: 'none',
      env: [{ kind: 'set', name: 'A', value: '2' }],
      limits: { pids: { value: 9 } },
    });
  });

  it('is built from a Dockerfile', () => {
    const dockerfile = absolutePathOf('/proj/Dockerfile')!;
    const context = absolutePathOf('/proj')!;
    const build = {
      kind: 'dockerfile',
      dockerfile: located(dockerfile),
      context,
      args: { A: '1' },
    } as const;
    const toolboxes = { build: { ...build, runs: { make: ['make'] as const } } };
    expect(resolved('make', configOf({ toolboxes })).source).toEqual({
      kind: 'dockerfile',
      dockerfile,
      context,
      args: { A: '1' },
    });
  });
});
