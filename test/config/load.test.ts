import { expect, test } from 'vitest';
import type { Config } from '../../src/config/config.ts';
import { describeConfig } from '../../src/config/describe.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { ConfigTexts } from '../../src/kernel/config-texts.ts';
import type { Located } from '../../src/kernel/place.ts';
import { path, projectText } from './project-text.ts';

function load(texts: ConfigTexts, env: Record<string, string> = {}): Config {
  const loaded = loadConfig(texts, env);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error, undefined, 2));
  return loaded.value;
}

const read = (text: string) => load([projectText(text)]);

function values<K, V>(map: ReadonlyMap<K, Located<V>>): readonly (readonly [K, V])[] {
  return [...map].map(([key, { value }]) => [key, value]);
}

test('no config at all is a config', () => {
  expect(load([])).toEqual({
    files: [],
    commands: new Map(),
    toolboxes: new Map(),
    env: [],
    share: [],
    limits: {},
  });
});

test.each(['', '# nothing yet\n', '---\n', 'null\n', '{}', '{"$schema": "tackle.schema.json"}'])(
  '%j asks for nothing, but is a project',
  (text) => {
    const config = read(text);
    expect(config.project).toEqual({ root: '/p', file: '/p/tackle.yaml' });
    expect(config.commands.size + config.toolboxes.size).toBe(0);
  },
);

test('commands in their short and long forms', () => {
  const config = read(`commands:
  python2.7: python@2.7
  node: {toolbox: node@10.16.3, command: npm, args: ["--", ""], source: packages}
  3.10: python@3.10
  7: {toolbox: seven}
`);
  expect(values(config.commands)).toMatchObject([
    ['python2.7', { toolbox: 'python', version: '2.7', args: [] }],
    [
      'node',
      {
        toolbox: 'node',
        version: '10.16.3',
        command: 'npm',
        args: ['--', ''],
        source: { value: 'packages', place: { line: 3 } },
      },
    ],
    ['3.10', { toolbox: 'python', version: '3.10', args: [] }],
    ['7', { toolbox: 'seven', args: [] }],
  ]);
  expect(config.commands.get('node' as never)?.place).toEqual({
    file: '/p/tackle.yaml',
    line: 3,
    column: 19,
    length: 'node@10.16.3'.length,
    text: '  node: {toolbox: node@10.16.3, command: npm, args: ["--", ""], source: packages}',
  });
});

test('what is shared, for all, in a toolbox and with a command', () => {
  const config = read(`share: [proxy]
commands:
  git: {toolbox: web, share: [ssh-agent]}
  curl: web
toolboxes:
  web: {debian: bookworm, packages: [git, curl], commands: [git, curl], share: [ca-certificates]}
`);
  const shared = (spec: { readonly share: Config['share'] } | undefined) =>
    spec?.share.map(({ value, place }) => `${value} on line ${place.line}`);
  expect(shared(config)).toEqual(['proxy on line 1']);
  expect(values(config.commands).map(([, spec]) => shared(spec))).toEqual([
    ['ssh-agent on line 3'],
    [],
  ]);
  expect(shared(values(config.toolboxes)[0]?.[1])).toEqual(['ca-certificates on line 6']);
});

test('how isolated launches are, of all, in a toolbox and of a command', () => {
  const config = read(`isolation: fresh
commands:
  git: {toolbox: web, isolation: shared}
  curl: web
toolboxes:
  web: {debian: bookworm, packages: [git, curl], commands: [git, curl], isolation: fresh}
`);
  const said = ({ isolation }: Pick<Config, 'isolation'>) =>
    isolation && `${isolation.value} on line ${isolation.place.line}`;
  expect(said(config)).toBe('fresh on line 1');
  expect(values(config.commands).map(([, spec]) => said(spec))).toEqual([
    'shared on line 3',
    undefined,
  ]);
  expect(values(config.toolboxes).map(([, spec]) => said(spec))).toEqual(['fresh on line 6']);
});

test('toolboxes of the three kinds', () => {
  const config = read(`toolboxes:
  latex:
    debian: bookworm
    packages: [texlive-latex-recommended=2022.20230122-3, latexmk]
    npm: ["node-linux-{arch}@10.16.3", "@scope/a.b@1.2.3-rc.1"]
    commands: {tex: pdflatex, latexmk: [latexmk, -pdf]}
    limits: {memory: 2g}
    summary: Typesetting
  lint: {image: "koalaman/shellcheck:v0.10.0", commands: [shellcheck], network: none}
  build:
    dockerfile: tools/./build/Dockerfile
    args: {VERSION: "1.0"}
    target: dev
    commands: [make, gcc]
    env: [CC=gcc, MAKE*, TERM]
`);
  const [latex, lint, build] = values(config.toolboxes).map(([, value]) => value);
  expect(latex).toMatchObject({
    kind: 'packages',
    debian: { value: 'bookworm' },
    packages: [
      { value: 'texlive-latex-recommended=2022.20230122-3' },
      { value: 'latexmk', place: { line: 4, column: 59, length: 7 } },
    ],
    npm: [{ value: 'node-linux-{arch}@10.16.3' }, { value: '@scope/a.b@1.2.3-rc.1' }],
    limits: { memory: { value: 2 * 1024 ** 3 } },
    summary: 'Typesetting',
  });
  expect([...latex!.commands]).toEqual([
    ['tex', ['pdflatex']],
    ['latexmk', ['latexmk', '-pdf']],
  ]);
  expect(lint).toMatchObject({ kind: 'image', image: { value: 'koalaman/shellcheck:v0.10.0' } });
  expect(lint?.network?.value).toBe('none');
  expect(build).toMatchObject({
    kind: 'dockerfile',
    dockerfile: { value: '/p/tools/build/Dockerfile', place: { line: 11, column: 17 } },
    context: '/p/tools/build',
    args: { VERSION: '1.0' },
    target: 'dev',
    env: [
      { value: { kind: 'set', name: 'CC', value: 'gcc' } },
      { value: { kind: 'pass-prefix', prefix: 'MAKE' } },
      { value: { kind: 'pass', name: 'TERM' } },
    ],
  });
});

test('the Dockerfile of a project in the file system root', () => {
  const text = 'toolboxes: {a: {dockerfile: Dockerfile, context: a/.., commands: [a]}}';
  const config = load([projectText(text, { root: path('/') })]);
  const toolbox = values(config.toolboxes)[0]?.[1];
  expect(toolbox).toMatchObject({ dockerfile: { value: '/Dockerfile' }, context: '/' });
});

test('a later layer wins by name, and lists follow one another', () => {
  const layers = [
    projectText(
      'engine: podman\nenv: [A]\ncommands: {a: x, b: x}\nlimits: {pids: 1, cpus: 1}\nshare: [proxy]',
      {
        layer: 'user',
        file: path('/home/u/.config/tackle/config.yaml'),
        root: path('/home/u/.config/tackle'),
      },
    ),
    projectText(
      'engine: docker\nsource: image\nenv: [B]\ncommands: {b: y, c: y}\nlimits: {cpus: 2}',
    ),
    projectText('env: [A=1]\ncommands: {c: z}\nshare: [ssh-agent, proxy]', {
      layer: 'local',
      file: path('/p/tackle.local.yaml'),
    }),
  ];
  const config = load(layers, { TACKLE_ENGINE: 'embedded', TACKLE_SOURCE: '' });
  expect(config.files).toEqual([
    '/home/u/.config/tackle/config.yaml',
    '/p/tackle.yaml',
    '/p/tackle.local.yaml',
  ]);
  expect(config.project).toEqual({ root: '/p', file: '/p/tackle.yaml' });
  expect(describeConfig(config)).toMatchObject({
    engine: { value: 'embedded', from: 'TACKLE_ENGINE' },
    source: { value: 'image', from: '/p/tackle.yaml:2' },
    commands: {
      a: { value: { toolbox: 'x' }, from: '/home/u/.config/tackle/config.yaml:3' },
      b: { value: { toolbox: 'y' }, from: '/p/tackle.yaml:4' },
      c: { value: { toolbox: 'z' }, from: '/p/tackle.local.yaml:2' },
    },
    env: [
      { value: { kind: 'pass', name: 'A' } },
      { value: { kind: 'pass', name: 'B' } },
      { value: { kind: 'set', name: 'A', value: '1' }, from: '/p/tackle.local.yaml:1' },
    ],
    share: [
      { value: 'proxy', from: '/home/u/.config/tackle/config.yaml:5' },
      { value: 'ssh-agent', from: '/p/tackle.local.yaml:3' },
      { value: 'proxy', from: '/p/tackle.local.yaml:3' },
    ],
    limits: {
      pids: { value: 1, from: '/home/u/.config/tackle/config.yaml:4' },
      cpus: { value: 2, from: '/p/tackle.yaml:5' },
    },
  });
});

const REGISTRIES =
  'registries:\n  docker.io: [one.example.org, 127.0.0.1:5000/hub]\n  a.org/b: c.org\n';

test("where images are asked for is the user's own", () => {
  const file = path('/home/u/.config/tackle/config.yaml');
  const config = load([projectText(REGISTRIES, { layer: 'user', file }), projectText('env: []')]);
  expect(describeConfig(config)).toMatchObject({
    registries: {
      'docker.io': [
        { value: 'one.example.org', from: `${file}:2` },
        { value: '127.0.0.1:5000/hub', from: `${file}:2` },
      ],
      'a.org/b': [{ value: 'c.org', from: `${file}:3` }],
    },
  });
});

test.each(['project', 'local'] as const)('a config of the layer %s does not say it', (layer) => {
  const loaded = loadConfig([projectText(REGISTRIES, { layer })], {});
  expect(loaded).toMatchObject({ ok: false, error: [{ code: 'config/user-only' }] });
});

test('a relative path starts at the root of its own layer', () => {
  const config = load([
    projectText('toolboxes: {a: {dockerfile: D, commands: [a]}}', {
      layer: 'user',
      root: path('/home/u/.config/tackle'),
    }),
  ]);
  const toolbox = values(config.toolboxes)[0]?.[1];
  expect(toolbox).toMatchObject({ dockerfile: { value: '/home/u/.config/tackle/D' } });
  expect(config.project).toBeUndefined();
});

test('every layer reports its faults', () => {
  const local = projectText('source: x', { layer: 'local', file: path('/p/tackle.local.yaml') });
  const env = { TACKLE_ENGINE: 'dokcer', TACKLE_SOURC: 'image', TACKLE_TRACE: '1', TACKLE_: '1' };
  const loaded = loadConfig([projectText('engine: ['), local], env);
  const problems = loaded.ok ? [] : loaded.error;
  expect(problems.map(({ code, place, hint }) => [code, place?.file, hint])).toEqual([
    ['config/syntax', '/p/tackle.yaml', expect.any(String)],
    ['config/bad-value', '/p/tackle.local.yaml', undefined],
    [
      'config/unknown-variable',
      'TACKLE_SOURC',
      'did you mean `TACKLE_SOURCE`? Else `unset TACKLE_SOURC`',
    ],
    ['config/bad-value', 'TACKLE_ENGINE', 'did you mean `docker`?'],
  ]);
  expect(problems.at(-1)).toMatchObject({
    message: '`TACKLE_ENGINE` should be `docker`, `podman` or `embedded`, not `dokcer`',
    place: { line: 1, column: 1, length: 6, text: 'dokcer' },
  });
});

test('a described config is plain data', () => {
  const described = describeConfig(read('toolboxes: {a: {image: x, commands: [b]}}'));
  expect(JSON.parse(JSON.stringify(described))).toEqual({
    project: { root: '/p', file: '/p/tackle.yaml' },
    files: ['/p/tackle.yaml'],
    commands: {},
    toolboxes: {
      a: {
        value: {
          kind: 'image',
          image: { value: 'x', from: '/p/tackle.yaml:1' },
          commands: { b: ['b'] },
          env: [],
          share: [],
          limits: {},
        },
        from: '/p/tackle.yaml:1',
      },
    },
    env: [],
    share: [],
    limits: {},
  });
});
